import Foundation
import Gradus
import GradusTensors

/// Whether a run fits into the machine's memory, asked before it begins.
package enum MemoryNeed {
  /// Throws `ShapeMismatch` when a classifier does not take images of a shape, and `UserError` when what
  /// the run holds at once, weights not counted, is more than the machine has.
  ///
  /// - Parameters:
  ///   - classifier: the network.
  ///   - images: the shape of the batch, `[n, h, w, c]`.
  ///   - dtype: the images' element type.
  ///   - mode: training keeps what the backward run needs.
  package static func check(
    _ classifier: any Classifier, images: Shape, dtype: DType = .float32, mode: Tape.Mode
  ) throws {
    let memory = ShapeOnlyMemory()
    let needed = try memory.counting {
      try Tape.dryRun(mode) { tape in
        let prediction = classifier(tape.constant(Tensor(shapeOnly: images, dtype: dtype)))
        return withExtendedLifetime(prediction) { memory.liveBytes }
      }
    }
    try check("a batch of shape \(images)", byteCount: needed)
  }

  /// Throws `UserError` when a data set held in memory, a byte a number, is more than the machine has.
  package static func check(images count: Int, height: Int, width: Int, channels: Int) throws {
    let shape = [count, height, width, channels]
    try check(
      "a data set of \(count) images of \(height)x\(width) pixels",
      byteCount: Shape.isPossible(shape) ? Shape(shape).count : Int.max)
  }

  private static func check(_ what: String, byteCount: Int) throws {
    let available = ProcessInfo.processInfo.physicalMemory
    guard UInt64(byteCount) > available else { return }
    throw UserError(
      "\(what) needs \(byteCount >> 20) MiB, and this machine has \(available >> 20) MiB; use fewer "
        + "or smaller images")
  }
}
