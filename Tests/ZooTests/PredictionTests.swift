import Foundation
import Gradus
import GradusTestSupport
import Testing

private final class TwoHeads: Classifier {
  let head = Linear(3, 4)
  let side = Linear(3, 4)
  let classes = 4
  func forward(_ images: Variable) -> Prediction {
    let flat = images.reshaped(to: [images.shape[0], -1])
    let auxiliary = images.mode == .training ? [(side(flat), 0.3)] : []
    return Prediction(logits: head(flat), auxiliary: auxiliary)
  }
}

/// The loss of a classifier with auxiliary heads.
@Suite struct PredictionTests {
  /// The mean cross entropy with label smoothing, in loops.
  private func loss(_ logits: Tensor, _ labels: [Int], smoothing: Double) -> Double {
    let (rows, classes) = (logits.shape[0], logits.shape[1])
    var total = 0.0
    for row in 0..<rows {
      let exponentials = (0..<classes).map { exp(logits[row, $0]) }
      let sum = exponentials.reduce(0, +)
      for label in 0..<classes {
        let target = (labels[row] == label ? 1 - smoothing : 0) + smoothing / Double(classes)
        total -= target * log(exponentials[label] / sum)
      }
    }
    return total / Double(rows)
  }

  @Test func headsAreWeighted() {
    let model = TwoHeads().initialize(seed: 1, dtype: .float64)
    var draws = Draws("prediction", 1)
    let images = draws.normal([5, 1, 1, 3])
    let labels = [0, 3, 1, 1, 2]
    for smoothing in [0, 0.1] {
      let tape = Tape(.training)
      let prediction = model(tape.constant(images))
      #expect(prediction.auxiliary.count == 1)
      let expected =
        loss(prediction.logits.value, labels, smoothing: smoothing)
        + 0.3 * loss(prediction.auxiliary[0].logits.value, labels, smoothing: smoothing)
      let found = prediction.crossEntropy(labels: labels, smoothing: smoothing).value.item
      #expect(abs(found - expected) < 1e-12)
    }
  }

  @Test func inferenceHasNoAuxiliaryHeadsAndNeedsNoTape() {
    let model = TwoHeads().initialize(seed: 1)
    let images = Tensor.normal([2, 1, 1, 3], from: RandomStream(seed: 1, name: "x"))
    #expect(model(Variable(images)).auxiliary.isEmpty)
    #expect(model(images).scalars == model(Variable(images)).logits.value.scalars)
  }
}
