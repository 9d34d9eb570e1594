import GradusAutodiff
import GradusDatasets
import GradusLayers
import GradusTensors

/// Trains any module on any kind of batch: steps, accumulation, checkpoints, logs and events.
///
///     let loop = TrainingLoop<Pair>(model, Adam(model), .constant(1e-3), seed: 1) { tape, pair in
///       model(tape.constant(pair.input)).meanSquaredError(target: tape.constant(pair.target))
///     }
///     loop.accumulation = 4
///     loop.transform = { $0.clipped(toNorm: 1) }
///     try loop.resume(in: "runs/a")
///     try loop.run(to: 1_000, batch: { number in pair(number) }) { step in print(step.loss) }
///
/// Everything that a step depends on is the weights, the optimiser's state, the step's number and
/// the seed, which is why a checkpoint of these continues bit for bit. The step's number is the only
/// clock: schedule, randomness, batches, log and checkpoints follow it.
public final class TrainingLoop<Minibatch> {
  /// The model.
  public let model: any Module
  /// What changes the weights.
  public let optimizer: any Optimizer
  /// The learning rate of each step.
  public let schedule: LearningRateSchedule
  /// What is minimised.
  public let loss: TrainingLoss<Minibatch>
  /// Decides dropout and other randomness of the forward runs.
  public let seed: UInt64
  /// The average of the weights that every step updates; nil when none is kept.
  public let average: ExponentialMovingAverage?
  /// The number of steps taken, which is the number of the next step; the first is 0.
  public internal(set) var stepCount: Int

  /// Batches of a step; their gradients are averaged. 1 at first.
  public var accumulation = 1 {
    didSet {
      precondition(
        accumulation >= 1, "training: a step accumulates at least 1 batch, not \(accumulation)")
    }
  }
  /// What happens to the gradients of a step before the optimiser gets them, such as clipping; nil
  /// for nothing, which lets the optimiser move each parameter while the tape runs backward.
  public var transform: ((Gradients) throws -> Gradients)?
  /// Parts of the model that run in inference mode while the rest trains, such as a frozen backbone:
  /// their running statistics stand still and are used, and nothing in them is dropped. Gradients
  /// pass through them.
  public var inferenceParts: [any Module] = []
  /// The processes that train this model together, each on a part of every batch; nil for this one
  /// alone.
  ///
  /// All make the same loop with the same weights. Gradients are added up in an order that does not depend
  /// on time, so that the same number of ranks gives the same bits. `run(to:on:)` gives each rank its part of
  /// a data set's batches; a closure or a sequence gives each rank its own, of equal size unless they are
  /// a ``CountedMinibatch``, as `Batch` is. The first rank writes log and checkpoints, whose running statistics are its own unless
  /// `synchronizesStatistics`. Observers see this rank's gradients.
  public var communicator: (any Communicator)? { didSet { buckets = nil } }
  /// Whether batch normalisation uses the statistics of all ranks' parts of a batch, so that n ranks of b
  /// images are one of n b, at the cost of two messages a layer; false at first.
  public var synchronizesStatistics = false
  /// What the ranks' last step spent on exchanging gradients; nil in a run of one process.
  public internal(set) var exchangeTime: ExchangeTime?
  /// Asked before each step of `run` for those who watch its tapes; a watched step gathers its
  /// gradients.
  public var observers: (_ step: Int) -> [any TapeObserver] = { _ in [] }

  /// Where the numbers of steps are logged; nil for nowhere.
  public var log: MetricsLog?
  /// Which steps are logged; every one at first.
  public var logCadence = Cadence.every(1)
  /// When `onEvaluation` is asked; after the last step only at first.
  public var evaluationCadence = Cadence.lastOnly
  /// Where checkpoints are saved; nil for nowhere.
  public var checkpoints: (any CheckpointStore)?
  /// When a checkpoint is saved; every 100 steps at first, and always after the last step.
  public var checkpointCadence = Cadence.every(100)
  /// Whether a run may go on with other data than it began with; a data set's fingerprint is kept in
  /// checkpoints, and `run(to:on:)` throws `DataMismatch` when it differs. False at first.
  public var acceptsOtherData = false
  /// Whether `run` looks at `Interruption` after each step; true at first.
  public var heedsInterruption = true

  /// Asked, when an evaluation is due, for numbers that join those of the step; nil for none.
  public var onEvaluation: (() throws -> [String: Double])?
  /// Whether `onEvaluation` is asked on every rank, where all must return the same numbers, and not on the
  /// first alone; false at first. See `shareStatistics()` and `Evaluation.init(over:on:logits:)`.
  public var evaluatesOnAllRanks = false
  /// How convolutions of the steps may round whose geometry leaves algorithm and accuracy open.
  public var convolutionAccuracy = ConvolutionAccuracy.automatic
  /// Asked before a checkpoint is saved for the notes that it keeps.
  public var onCheckpoint: () throws -> [String: String] = { [:] }

  /// The fingerprint of the data that the run learns from, once it is known.
  var data: String?
  /// Where gradients lie that are summed over the ranks; made at the first step.
  var buckets: GradientBuckets?
  /// Whether some rank was asked to end.
  var isInterrupted = false
  /// What forward runs change: the running statistics.
  let buffers: [Buffer]
  private(set) var isStopping = false

  /// Makes a loop at the optimiser's step.
  ///
  /// - Parameters:
  ///   - model: a model that has values.
  ///   - optimizer: an optimiser of the model's parameters.
  ///   - schedule: the learning rate of each step.
  ///   - loss: what is minimised.
  ///   - seed: decides dropout and other randomness of the forward runs.
  ///   - average: an average of the model's weights, which every step updates.
  public init(
    _ model: any Module, _ optimizer: any Optimizer, _ schedule: LearningRateSchedule,
    _ loss: TrainingLoss<Minibatch>, seed: UInt64, average: ExponentialMovingAverage? = nil
  ) {
    (self.model, self.optimizer, self.schedule) = (model, optimizer, schedule)
    (self.loss, self.seed, self.average) = (loss, seed, average)
    stepCount = optimizer.stepCount
    buffers = model.buffers.map(\.buffer)
  }

  /// Makes a loop whose loss is a closure: from a tape and a batch to a single number on the tape.
  public convenience init(
    _ model: any Module, _ optimizer: any Optimizer, _ schedule: LearningRateSchedule, seed: UInt64,
    average: ExponentialMovingAverage? = nil,
    loss: @escaping (_ tape: Tape, _ batch: Minibatch) throws -> Variable
  ) {
    self.init(model, optimizer, schedule, TrainingLoss(loss), seed: seed, average: average)
  }

  /// Ends `run` after the present step, as if it were the last: with a checkpoint.
  public func stop() { isStopping = true }

  /// Begins to run.
  func begin() { (isStopping, isInterrupted) = (false, false) }
}

extension TrainingLoop where Minibatch == Batch {
  /// Makes a loop that trains a classifier on labelled images by its cross entropy, auxiliary heads
  /// included.
  public convenience init(
    _ model: any Classifier, _ optimizer: any Optimizer, _ schedule: LearningRateSchedule,
    seed: UInt64, labelSmoothing: Double = 0, average: ExponentialMovingAverage? = nil
  ) {
    self.init(
      model, optimizer, schedule, .crossEntropy(of: model, smoothing: labelSmoothing), seed: seed,
      average: average)
  }
}
