import Gradus

extension Lecture {
  /// How far one 5x5 convolution and two 3x3 see: what the slide takes for granted.
  static var fields: [LectureRow] {
    [("one 5x5", [5]), ("two 3x3", [3, 3])].map { name, kernels in
      number(
        .threes, "\(name), pixels seen across", "", 5, 0, "",
        exact: Double(receptiveField(of: kernels)), source: "own",
        note: "how far the gradient of one output reaches")
    }
  }

  /// Pixels in a row of the input that the middle output of stacked convolutions depends on.
  static func receptiveField(of kernels: [Int]) -> Int {
    let size = 2 * kernels.reduce(0, +) + 1
    let model = Sequential(
      kernels.map { Conv2d(1, 1, kernel: $0, padding: $0 / 2, bias: false) as any Layer }
    ).initialize(seed: 1)
    let tape = Tape(.inference)
    let image = tape.variable(Tensor.zeros([1, size, size, 1]))
    let middle = model(image).gathered([size / 2], axis: 1).gathered([size / 2], axis: 2)
    let reached = tape.gradients(of: middle.sum())[image]?.scalars ?? []
    return (0..<size).count { column in
      (0..<size).contains { reached[$0 * size + column] != 0 }
    }
  }
}
