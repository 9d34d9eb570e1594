import GradusZoo
import Testing

@Suite struct CatalogTests {
  @Test func namesAreUnique() {
    let names = Catalog.all.map(\.name)
    #expect(Set(names).count == names.count)
  }

  @Test(arguments: [
    ("resnet5", "resnet50"), ("GoogleNet", "googlenet"), ("vgg-16", "vgg16"),
    ("resnet20cifar", "resnet20-cifar"),
  ])
  func unknownNameSuggestsTheNearest(_ name: String, nearest: String) {
    #expect {
      try Catalog.entry(named: name)
    } throws: { error in
      "\(error)".contains("\"\(name)\"") && (error as? CatalogError)?.nearest == nearest
    }
  }

  /// Names come from configuration files; Scripts/fuzz.sh found the first of these.
  @Test(arguments: ["mini*umImpr/vementyc00\nLle", String(repeating: "r", count: 100_000)])
  func anyNameIsRefusedInOneLineAtOnce(_ name: String) {
    #expect {
      try Catalog.entry(named: name)
    } throws: { error in
      "\(error)".contains(name.debugDescription) && !"\(error)".contains("\n")
    }
  }

  @Test(arguments: Catalog.all)
  func takesOtherClassesAndChannels(_ entry: CatalogEntry) {
    let model = entry.make(7, 1)
    let size = ImageSize(
      height: entry.inputSize.height, width: entry.inputSize.width, channels: 1)
    #expect(ShapeRun.logits(model, size) == [1, 7])
  }
}
