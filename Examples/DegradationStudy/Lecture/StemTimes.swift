import Gradus
import GradusClaims

extension ExperimentName {
  static let stemTimes = ExperimentName("stem-times")
}

extension TimesInTurn {
  /// A step, without the update, of the net that shrinks the image step by step and of the one whose
  /// stem does it at once.
  static func stems(_ scale: ExperimentScale) -> TimesInTurn {
    let stems = NetComparison.stems(scale)
    return TimesInTurn(
      scale: scale, name: .stemTimes,
      summary: "The nets of stems, forward and backward on one batch, timed in turn.",
      first: Subject.gentleStem.rawValue, second: Subject.aggressiveStem.rawValue
    ) { seed, context in
      let images = stems.images(context)
      let batch = images.trainingBatches(
        min(scale.comparisonBatch, images.train.count), seed: seed
      ).batch(epoch: 0, index: 0)
      func work(_ subject: Subject) -> Work {
        let model = stems.model(subject, seed: seed, context)
        return Work(
          pass: {
            let tape = Tape(.training, seed: seed, step: 0)
            let loss = model(tape.constant(batch.images)).crossEntropy(labels: batch.labels)
            _ = tape.gradients(of: loss)
          }, multiplyAdds: model.multiplyAdds(NetInput(images.train)))
      }
      return (work(.gentleStem), work(.aggressiveStem))
    }
  }
}
