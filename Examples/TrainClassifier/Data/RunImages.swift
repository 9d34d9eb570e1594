import Gradus

/// The images of one part of a run: in memory, or in files that are read when their turn comes.
enum RunImages {
  case memory(ImageDataset)
  /// Pictures and the side of the square inputs that are made of them.
  case files(PictureIndex, side: Int)

  /// The images without how they are kept.
  var labelled: any LabelledImages {
    switch self {
    case .memory(let images): images
    case .files(let pictures, _): pictures
    }
  }

  var name: String { labelled.name }
  var count: Int { labelled.count }
  var classNames: [String] { labelled.classNames }

  /// The shape of one input: height, width and channels.
  var imageShape: Shape {
    switch self {
    case .memory(let images): images.imageShape
    case .files(_, let side): [side, side, 3]
    }
  }

  /// A random part of the images for training and the rest, both in order.
  func holdingOut(share: Double, seed: UInt64) -> (training: RunImages, heldOut: RunImages) {
    switch self {
    case .memory(let images):
      let (training, heldOut) = images.holdingOut(share: share, seed: seed)
      return (.memory(training), .memory(heldOut))
    case .files(let pictures, let side):
      let (training, heldOut) = pictures.holdingOut(share: share, seed: seed)
      return (.files(training, side: side), .files(heldOut, side: side))
    }
  }

  /// Measures a classifier on all images in order, on all ranks of a job together where there are some;
  /// without images all is 0.
  ///
  /// A picture that cannot be read is told to `onBadPicture` and left out; without it that is thrown, as is
  /// `CommunicationError`.
  func evaluate(
    _ model: any Classifier, _ normalization: Normalization, workers: Int,
    onBadPicture: (@Sendable (any Error) -> Void)? = nil,
    over communicator: (any Communicator)? = nil
  ) throws -> Evaluation {
    guard count > 0 else { return model.evaluate([]) }
    switch self {
    case .memory(let images):
      return try Self.evaluate(
        model,
        Batches(
          of: images, batchSize: 250, seed: 0, shuffles: false, normalization: normalization),
        workers: 1, over: communicator)
    case .files(let pictures, let side):
      // The shorter side that published errors are measured at: 256 for 224.
      let view = PictureView.middle(side: side, shorterSide: side * 256 / 224)
      var batches = PictureBatches(
        of: pictures, batchSize: 50, seed: 0, shuffles: false, view: view,
        normalization: normalization)
      batches.onBadPicture = onBadPicture
      return try Self.evaluate(model, batches, workers: workers, over: communicator)
    }
  }

  /// Measures a classifier on the batches of an epoch, whole ones on each rank.
  private static func evaluate(
    _ model: any Classifier, _ source: some BatchSource<Batch>, workers: Int,
    over communicator: (any Communicator)?
  ) throws -> Evaluation {
    let own = (communicator?.shard ?? .whole).range(of: source.sampler.batchesPerEpoch)
    let batches = LoadedBatches(
      BatchLoader(source, from: own.lowerBound, to: own.upperBound, workers: workers))
    let result =
      try communicator.map { try Evaluation(over: $0, on: batches) { model($0) } }
      ?? model.evaluate(batches)
    // All must know before one of them takes a part of the images for the whole.
    let failed = try communicator?.gather(batches.error == nil ? [] : [1]).map { !$0.isEmpty } ?? []
    if let error = batches.error { throw error }
    // The rank that failed says why and ends the job, and with it this wait.
    if failed.contains(true) { _ = try communicator?.gather([]) }
    return result
  }
}

/// A loader's batches as a sequence, which ends at an error and keeps it.
private final class LoadedBatches: Sequence, IteratorProtocol {
  private let loader: BatchLoader<Batch>
  private(set) var error: (any Error)?

  init(_ loader: BatchLoader<Batch>) { self.loader = loader }

  func next() -> Batch? {
    do { return try loader.next() } catch {
      self.error = error
      return nil
    }
  }
}
