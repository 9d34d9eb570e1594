import Testing

@testable import GradusZoo

@Suite struct CountTests {
  @Test(arguments: PublishedCount.imageNet)
  func imageNetNetworkHasThePublishedCounts(_ published: PublishedCount) throws {
    try check(published, unit: 1e9, digits: 1e3)
  }

  @Test(arguments: PublishedCount.cifar)
  func cifarNetworkHasThePublishedCounts(_ published: PublishedCount) throws {
    try check(published, unit: 1e6, digits: 1e2)
  }

  private func check(_ published: PublishedCount, unit: Double, digits: Double) throws {
    let entry = try Catalog.entry(named: published.name)
    let model = entry.make(entry.classes, entry.inputSize.channels)
    let multiplyAdds = MultiplyAdds.count(model, entry.inputSize)
    #expect(model.parameterCount == published.withAuxiliary ?? published.parameters)
    #expect(entry.parameters == published.parameters)
    #expect(
      (Double(multiplyAdds) / unit * digits).rounded()
        == (published.multiplyAdds * digits).rounded())
  }

  @Test(arguments: Catalog.all)
  func catalogEntryDescribesWhatItBuilds(_ entry: CatalogEntry) {
    let model = entry.make(entry.classes, entry.inputSize.channels)
    #expect(model.classes == entry.classes)
    #expect(model.parameterCount == entry.parametersWithAuxiliary)
    if let multiplyAdds = entry.multiplyAdds {
      #expect(MultiplyAdds.count(model, entry.inputSize) == multiplyAdds)
    }
  }
}

extension CatalogEntry: CustomTestStringConvertible {
  /// The name.
  public var testDescription: String { name }
}
