import ArgumentParser
import Gradus
import GradusExampleSupport

/// `filters WEIGHTS`: the first layer's filters as a picture.
struct FiltersCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "filters", abstract: "Draw the first layer's filters of a safetensors file.")

  @Argument(help: "A safetensors file of weights.") var weights: String
  @Option(help: "The tensor; the first filter of 1 or 3 channels when not given.")
  var tensor: String?
  @Option(help: "Order of the axes, hwio or oihw (PyTorch); guessed when not given.")
  var layout: AxisOrder?
  @Option(name: .shortAndLong, help: "The file; standard output when not given, or -.")
  var output: String?

  func run() throws {
    let file = try SafetensorsFile.read(weights)
    let (name, filters) = try choose(from: file)
    let picture = FilterPicture(filters, title: "\(name) of \(weights)")
    try PictureFile(path: output).write(picture.svg().standalone)
  }

  /// The filters as `[height, width, inputs, outputs]`.
  private func choose(from file: SafetensorsFile) throws -> (String, Tensor) {
    if let tensor {
      guard let found = file[tensor] else {
        throw UserError("\(weights) has no tensor \"\(tensor)\"; choose another --tensor")
      }
      guard found.rank == 4, !found.shape.dimensions.contains(0) else {
        throw UserError(
          "\(weights): \(tensor) has shape \(found.shape); filters have four axes, none empty")
      }
      return (tensor, Self.ordered(found, layout ?? Self.guess(found.shape) ?? .hwio))
    }
    for (name, tensor) in file.tensors {
      guard tensor.rank == 4, !tensor.shape.dimensions.contains(0),
        let order = Self.guess(tensor.shape)
      else { continue }
      return (name, Self.ordered(tensor, layout ?? order))
    }
    throw UserError("\(weights) has no filters of 1 or 3 input channels; name one with --tensor")
  }

  /// The layout in which a shape is a first layer's: square filters of 1 or 3 channels.
  private static func guess(_ shape: Shape) -> AxisOrder? {
    if shape[0] == shape[1], [1, 3].contains(shape[2]), shape[0] > 1 { return .hwio }
    if shape[2] == shape[3], [1, 3].contains(shape[1]), shape[2] > 1 { return .oihw }
    return nil
  }

  private static func ordered(_ filters: Tensor, _ layout: AxisOrder) -> Tensor {
    layout == .hwio ? filters : filters.permuted([2, 3, 1, 0])
  }
}
