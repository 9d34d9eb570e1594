import Gradus

/// Something a user does wrong, and the message that has to answer it.
struct Mistake: Sendable {
  /// What was done.
  let name: String
  /// The whole message; `FOLDER` stands for the folder that `commit` is given, `CHECKSUM` for eight
  /// hexadecimal digits.
  let message: String
  /// Does it, in a folder of its own.
  let commit: @Sendable (_ folder: String) throws -> Void

  init(
    _ name: String, _ message: String, commit: @escaping @Sendable (_ folder: String) throws -> Void
  ) {
    (self.name, self.message, self.commit) = (name, message, commit)
  }
}

/// The small things that mistakes are made with.
enum Sample {
  static func images(_ shape: Shape, _ dtype: DType = .float32) -> Tensor {
    Tensor.normal(shape, from: RandomStream(seed: 1, name: "images"), dtype: dtype)
  }

  static func net() -> CIFARResNet { CIFARResNet(depth: 8, width: 4).initialize(seed: 1) }

  static func loop(_ model: any Classifier) -> TrainingLoop<Batch> {
    TrainingLoop(model, SGD(model, momentum: 0.9), .constant(0.1), seed: 1)
  }

  static func batch(_ count: Int, labels: [Int]? = nil) -> Batch {
    Batch(
      images: images([count, 8, 8, 3]), labels: labels ?? (0..<count).map { $0 % 10 }, epoch: 0,
      index: 0)
  }

  static func dataset(_ count: Int) -> ImageDataset {
    ImageDataset(
      name: "sample", pixels: [UInt8](repeating: 7, count: count * 12), height: 2, width: 2,
      channels: 3, labels: (0..<count).map { $0 % 2 }, classNames: ["cat", "dog"])
  }
}
