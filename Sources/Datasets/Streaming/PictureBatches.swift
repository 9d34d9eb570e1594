import GradusInterchange
import GradusTensors

/// Pictures in files cut into batches, decoded when their turn comes.
///
///     let pictures = try PictureIndexFile.usual.index(of: "imagenet/train").index
///     let batches = PictureBatches(
///       of: pictures, batchSize: 256, seed: 1, view: .inception(side: 224), normalization: .imageNet)
///     try loop.run(to: 100_000, on: batches, workers: 8)
public struct PictureBatches: BatchSource {
  /// The pictures.
  public let index: PictureIndex
  /// Which pictures form which batch.
  public let sampler: BatchSampler
  /// How pictures become inputs.
  public let view: PictureView
  /// Applied to the inputs, one mean and deviation for each of red, green and blue.
  public let normalization: Normalization
  /// The part of each batch that this process makes.
  public var shard = Shard.whole
  /// Told of a picture that cannot be decoded, which is then left out of its batch; nil stops at it.
  public var onBadPicture: (@Sendable (any Error) -> Void)?

  /// Makes the batches of pictures.
  ///
  /// `seed` decides the shuffles and the views; without `shuffles` pictures come in the order of the
  /// index. Traps when an epoch would not have a single batch, and unless the normalisation has three
  /// means.
  public init(
    of index: PictureIndex, batchSize: Int, seed: UInt64, shuffles: Bool = true,
    dropLast: Bool = false, view: PictureView, normalization: Normalization
  ) {
    self.init(
      of: index,
      sampler: BatchSampler(
        count: index.count, batchSize: batchSize, seed: seed, shuffles: shuffles,
        dropLast: dropLast),
      view: view, normalization: normalization)
  }

  /// Makes the batches of pictures by a sampler, such as a balanced one; traps when it is one of another
  /// number of pictures, and unless the normalisation has three means.
  public init(
    of index: PictureIndex, sampler: BatchSampler, view: PictureView, normalization: Normalization
  ) {
    precondition(
      normalization.mean.count == 3,
      "pictures: \(normalization.mean.count) means, not one each for red, green and blue")
    sampler.requireCount(index.count, of: index.path)
    (self.index, self.view, self.normalization) = (index, view, normalization)
    self.sampler = sampler
  }

  /// The folder.
  public var name: String { index.path }
  /// The index's.
  public var fingerprint: String { index.fingerprint }

  /// Throws `FileError`, ``ImageFileError`` and, for a file that is not as large as when it was listed,
  /// ``PictureChange``.
  public func makeWorker() -> (BatchPlace, _ visits: [ExampleVisit]) throws -> Batch {
    let reader = PictureReader(view, normalization)
    return { place, visits in
      var (values, labels): ([Float], [Int]) = ([], [])
      values.reserveCapacity(visits.count * view.side * view.side * 3)
      for visit in visits {
        let position = visit.index
        do {
          try reader.append(
            index.path(at: position), byteCount: index.byteCounts[position], visit: visit,
            to: &values)
          labels.append(Int(index.labels[position]))
        } catch let error as ImageFileError where onBadPicture != nil && error.fault != .noDecoder {
          onBadPicture?(error)
        } catch let error as FileError where onBadPicture != nil {
          onBadPicture?(error)
        }
      }
      return Batch(
        images: Tensor(values, shape: [labels.count, view.side, view.side, 3]), labels: labels,
        epoch: place.epoch, index: place.index, number: place.number)
    }
  }
}

extension Normalization {
  /// Means and standard deviations of ImageNet's training pictures, torchvision's.
  public static let imageNet = Normalization(
    mean: [0.485, 0.456, 0.406], standardDeviation: [0.229, 0.224, 0.225])
}

/// A picture that changed after it was listed.
public struct PictureChange: Error, Sendable, Hashable, CustomStringConvertible {
  /// The file.
  public let path: String
  /// Its sizes then and now, in bytes.
  public let listed: Int, found: Int

  /// The file, both sizes and what to do.
  public var description: String {
    "\(path): \(found) bytes, and \(listed) when the folder was listed; if that is right, touch its "
      + "folder, and it is listed anew"
  }
}
