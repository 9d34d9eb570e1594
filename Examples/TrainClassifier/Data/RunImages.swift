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

  /// Measures a classifier on all images in order; without images all is 0. Throws what reading pictures
  /// throws.
  func evaluate(
    _ model: any Classifier, _ normalization: Normalization, workers: Int
  ) throws -> Evaluation {
    guard count > 0 else { return model.evaluate([]) }
    switch self {
    case .memory(let images):
      return model.evaluate(
        Batches(
          of: images, batchSize: 250, seed: 0, shuffles: false, normalization: normalization
        ).epoch(0))
    case .files(let pictures, let side):
      // The shorter side that published errors are measured at: 256 for 224.
      let view = PictureView.middle(side: side, shorterSide: side * 256 / 224)
      let batches = PictureBatches(
        of: pictures, batchSize: 50, seed: 0, shuffles: false, view: view,
        normalization: normalization)
      let loaded = LoadedBatches(
        BatchLoader(batches, from: 0, to: batches.sampler.batchesPerEpoch, workers: workers))
      let result = model.evaluate(loaded)
      if let error = loaded.error { throw error }
      return result
    }
  }
}

/// A loader's batches as a sequence, which ends at an error and keeps it.
private final class LoadedBatches: Sequence, IteratorProtocol {
  private let loader: BatchLoader
  private(set) var error: (any Error)?

  init(_ loader: BatchLoader) { self.loader = loader }

  func next() -> Batch? {
    do { return try loader.next() } catch {
      self.error = error
      return nil
    }
  }
}
