import Gradus

extension InputRecipe {
  /// One line for people.
  var summary: String {
    let middle = "the middle \(cropSize)x\(cropSize)"
    let size =
      shorterSide.map { "shorter side \($0), \(interpolation.rawValue)" }
      ?? "as they are where they are \(cropSize)x\(cropSize), made to cover that otherwise"
    let order = isBlueFirst ? ", blue first" : ""
    return "\(size), \(middle)\(order), \(scaling)"
  }

  /// What is done to their colours.
  var scaling: String {
    func list(_ numbers: [Double]) -> String {
      numbers.map { NumberText.fixed($0, decimals: 4) }.joined(separator: ", ")
    }
    return "minus \(list(mean)), over \(list(deviation))"
  }
}
