import Gradus
import GradusExampleSupport

/// A network of the catalog and its costs, measured on shapes.
struct MeasuredEntry {
  let entry: CatalogEntry
  let model: any Classifier
  let costs: NetworkCosts
  /// What a training batch saves; nil when it was not asked for.
  let saved: SavedForBackward?

  /// Builds the network with its published input and classes.
  ///
  /// - Parameters:
  ///   - entry: the network.
  ///   - batch: the number of images of the training run whose saved bytes are measured; nil for
  ///     no such run.
  init(_ entry: CatalogEntry, savingBatch batch: Int? = nil) {
    self.entry = entry
    let model = entry.make(entry.classes, entry.inputSize.channels)
    let saved = batch.map { batch in
      SavedForBackward(of: model, input: entry.inputShape(batch: batch)) { model($0).logits }
    }
    costs = NetworkCosts(of: model, input: entry.inputShape(batch: 1), saved: saved) {
      model($0).logits
    }
    (self.model, self.saved) = (model, saved)
  }

  /// Builds the network with a name, the zoo's or the slides'; the error suggests the nearest one.
  init(named name: String, savingBatch batch: Int? = nil) throws {
    self.init(try SlideName.entry(name), savingBatch: batch)
  }
}

extension CatalogEntry {
  /// The shape of a batch of the published size, `[n, h, w, c]`.
  func inputShape(batch: Int) -> Shape {
    [batch, inputSize.height, inputSize.width, inputSize.channels]
  }
}
