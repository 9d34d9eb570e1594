import ArgumentParser
import Foundation
import Gradus
import GradusExampleSupport

/// `parity NAME`: what a network computes under weights that other languages can regenerate.
struct ParityCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "parity",
    abstract: "Fill a network by the parity rule and print outputs, loss and gradients as JSON.")

  @Argument(help: "The network; see list.") var name: String
  @Option(help: "Shape of the images, N,C,H,W; two of the published size by default.")
  var input: ImageBatchShape?
  @Option(help: "float32 or float64.") var dtype = ParityDType.float64

  func run() throws {
    let entry = try SlideName.entry(name)
    let shape = input ?? ImageBatchShape(count: 2, size: entry.inputSize)
    let size = shape.size
    let model = entry.make(entry.classes, size.channels)
    guard Shape.isPossible([shape.count, size.height, size.width, size.channels]) else {
      throw UserError("--input \(shape): no memory holds so many images")
    }
    try MemoryNeed.check(
      model, images: [shape.count, size.height, size.width, size.channels], mode: .training)
    let record = try ParityRecord(
      of: model, named: entry.name, batch: shape.count, size: size,
      dtype: dtype == .float32 ? .float32 : .float64)
    print(try record.json(indented: true))
  }
}

/// An element type on the command line.
enum ParityDType: String, ExpressibleByArgument, CaseIterable { case float32, float64 }

/// The shape of a batch of images, `2,3,224,224`.
struct ImageBatchShape: ExpressibleByArgument, CustomStringConvertible {
  let count: Int
  let size: ImageSize

  init(count: Int, size: ImageSize) { (self.count, self.size) = (count, size) }

  init?(argument: String) {
    let numbers = argument.split(separator: ",", omittingEmptySubsequences: false).map { Int($0) }
    let known = numbers.compactMap { $0 }
    guard known.count == 4, numbers.count == 4, known.allSatisfy({ (1...65536).contains($0) }),
      known[1] <= 4096
    else { return nil }
    self.init(
      count: known[0], size: ImageSize(height: known[2], width: known[3], channels: known[1]))
  }

  var description: String { "\(count),\(size.channels),\(size.height),\(size.width)" }
}
