import GradusTensors

/// One forward run: a flat array of nodes in the order they were computed.
///
///     let tape = Tape(.training, step: step)
///     let x = tape.variable(Tensor([3]))
///     let y = (x * x).sum()
///     tape.gradients(of: y)[x]        // 6
///
/// The tape is carried by the data: variables know their tape, and an operation records where its
/// inputs live. There is no global and no task-local state. Mode and randomness belong to the tape.
/// A tape is used by one thread at a time; independent tapes may run on different threads.
public final class Tape {
  /// Whether layers behave as in training (batch statistics, dropout) or as in inference.
  public enum Mode: Sendable {
    /// Batch statistics, dropout, auxiliary heads.
    case training
    /// Running statistics, no dropout.
    case inference
  }

  /// What batch normalisation differentiates.
  public enum BatchStatistics: Sendable {
    /// The batch's mean and variance are functions of the batch, as in training.
    case live
    /// The batch's mean and variance are used but held constant, so that the images of a batch do
    /// not depend on each other; running statistics stay as they are.
    ///
    /// With live statistics the backward run subtracts the batch's mean gradient, and gradients of
    /// different images have the correlation -1/(n - 1) whatever the network.
    case frozen
    /// The mean and variance are those of a batch of which this run has a part; see
    /// ``BatchStatisticsSum``.
    case shared(BatchStatisticsSum)

    /// Whether they are constants.
    var isFrozen: Bool { if case .frozen = self { true } else { false } }
  }

  /// How layers behave where the tape is now: as the tape was made to, or as in inference within a
  /// part that `useInferenceMode(in:)` named.
  public var mode: Mode { currentScope < 0 ? ownMode : scopes[currentScope].mode }
  /// The model that runs on this tape, from which paths start in messages and instruments; nil for
  /// the outermost module that is called.
  ///
  /// It matters where a model's own call has no scope, see `scoped(on:)`.
  public var root: (any TapeScope)?
  /// What batch normalisation differentiates in training mode.
  public let statistics: BatchStatistics
  // What changes from operation to operation is reached by statements that call nothing of a user's,
  // so that the program need not check each time that no access overlaps another.

  /// Everything recorded so far, in topological order.
  @exclusivity(unchecked) public internal(set) var nodes: [TapeNode] = []
  /// Those who are told as nodes and gradients appear.
  public let observers: [any TapeObserver]
  /// The training step this run belongs to, part of every random stream's name; nil when the run was
  /// not told, which then draws nothing.
  public let step: Int?
  /// How convolutions on this tape are computed whose geometry leaves the choice open.
  public let convolutionAlgorithm: ConvolutionAlgorithm
  /// How convolutions on this tape may round whose geometry leaves algorithm and accuracy open.
  public let convolutionAccuracy: ConvolutionAccuracy
  /// Whether operations append nodes at the moment.
  @exclusivity(unchecked) public internal(set) var isRecording: Bool
  /// Whether layers may update running statistics; off while a part is recomputed, and for runs
  /// that only measure.
  @exclusivity(unchecked) public internal(set) var updatesStatistics: Bool

  /// Nodes that there is room for from the start: to move them again and again costs more.
  private static let usualNodes = 512

  /// A parameter this tape has handed out.
  struct UsedParameter {
    let owner: AnyObject
    let value: Tensor
    let requiresGradient: Bool
  }

  /// Whether constants that operations are given off the tape become leaves of it, for readers that
  /// need all of a run's numbers.
  @exclusivity(unchecked) package var recordsConstants = false

  let handle = TapeHandle()
  let seed: UInt64
  var draws = DrawCounter()
  @exclusivity(unchecked) var leaves: [ObjectIdentifier: Variable] = [:]
  @exclusivity(unchecked) var usedParameters: [UsedParameter] = []
  let ownMode: Mode
  @exclusivity(unchecked) var interventions = Interventions()
  /// Modules that behave as in inference.
  @exclusivity(unchecked) var inferenceScopes: Set<ObjectIdentifier> = []
  /// Whether it recomputes a part of another tape.
  @exclusivity(unchecked) var isReplica = false
  @exclusivity(unchecked) var scopes: [Scope] = []
  @exclusivity(unchecked) var currentScope = -1

  /// Makes an empty tape.
  ///
  /// - Parameters:
  ///   - mode: how layers behave.
  ///   - statistics: whether batch statistics are differentiated or held constant.
  ///   - updatesStatistics: false leaves running statistics as they are; frozen ones never move.
  ///   - recording: false computes without keeping anything, for inference or to refresh running
  ///     statistics.
  ///   - seed: the seed of dropout and other randomness.
  ///   - step: the training step, so that each step draws other numbers. A run in which something
  ///     is drawn, as by dropout in training, traps without one.
  ///   - convolutionAlgorithm: computes every convolution whose geometry says `.automatic`, and its
  ///     gradients; the default leaves the choice to the library. This forces an algorithm for a
  ///     whole model without touching it; a convolution it cannot compute takes `.im2col`.
  ///   - convolutionAccuracy: how every convolution may round whose geometry says `.automatic` of
  ///     algorithm and accuracy, and its gradients.
  ///   - observers: told as nodes and gradients appear.
  public init(
    _ mode: Mode = .training, statistics: BatchStatistics = .live, updatesStatistics: Bool = true,
    recording: Bool = true, seed: UInt64 = 0, step: Int? = nil,
    convolutionAlgorithm: ConvolutionAlgorithm = .automatic,
    convolutionAccuracy: ConvolutionAccuracy = .automatic, observers: [any TapeObserver] = []
  ) {
    ownMode = mode
    self.statistics = statistics
    self.updatesStatistics = updatesStatistics && !statistics.isFrozen
    self.seed = seed
    self.step = step
    self.convolutionAlgorithm = convolutionAlgorithm
    self.convolutionAccuracy = convolutionAccuracy
    self.observers = observers
    isRecording = recording
    handle.tape = self
    handle.mode = mode
  }

  deinit { checkInterventions() }

  /// The outermost module of the call that runs now, or the root.
  package var runningModel: (any TapeScope)? {
    root ?? modules(aroundScope: currentScope).first
  }

  /// Puts a tensor on the tape as a constant: an input that wants no gradient.
  public func constant(_ value: Tensor) -> Variable {
    append(TapeOperation("constant", .leaf), value, inputs: [], requiresGradient: false, owner: nil)
  }

  /// Puts a tensor on the tape as a leaf that gradients can be asked for.
  public func variable(_ value: Tensor) -> Variable {
    append(TapeOperation("variable", .leaf), value, inputs: [], requiresGradient: true, owner: nil)
  }

  /// The leaf that stands for a parameter on this tape; made at its first use.
  ///
  /// - Parameters:
  ///   - owner: the object whose identity gradients are looked up by.
  ///   - value: the parameter's value.
  ///   - requiresGradient: false for a frozen parameter, which is then a constant.
  public func leaf(of owner: AnyObject, value: Tensor, requiresGradient: Bool = true) -> Variable {
    if let known = leaves[ObjectIdentifier(owner)], known.node != nil || !isRecording {
      return known
    }
    let value = interventions.value(of: owner, value)
    let leaf = append(
      .parameter, value, inputs: [], requiresGradient: requiresGradient,
      owner: owner)
    if leaves.isEmpty { leaves.reserveCapacity(Self.usualNodes / 4) }
    if leaves.updateValue(leaf, forKey: ObjectIdentifier(owner)) == nil {
      usedParameters.append(
        UsedParameter(owner: owner, value: value, requiresGradient: requiresGradient))
    }
    return leaf
  }

  /// A stream of random numbers for the next random operation: it depends on the seed, the step and
  /// how many such operations this tape has seen, and so repeats exactly in a recomputation.
  ///
  /// Traps when the tape has no step: every step would draw the same numbers.
  ///
  /// - Parameter purpose: the operation's name; part of the stream's.
  public func nextRandomStream(_ purpose: String) -> RandomStream {
    guard let step else {
      preconditionFailure(
        "\(purpose): this tape has no step, and every step would draw the same numbers; pass step: "
          + "to Tape")
    }
    draws.count += 1
    return RandomStream(seed: seed, name: "\(purpose)/\(step)/\(draws.count)")
  }

  func append(
    _ operation: TapeOperation, _ value: Tensor, inputs: [Int?], requiresGradient: Bool,
    owner: AnyObject?
  ) -> Variable {
    guard isRecording else { return Variable(value: value, handle: handle, node: nil) }
    let node = nodes.count
    if node == 0 { nodes.reserveCapacity(Self.usualNodes) }
    nodes.append(
      TapeNode(
        operation: operation, inputs: inputs, shape: value.shape, dtype: value.dtype,
        requiresGradient: requiresGradient, owner: owner, scope: currentScope))
    if !observers.isEmpty { tell(.recorded(node: node, value: value)) }
    return Variable(value: value, handle: handle, node: node)
  }

  /// Runs `body` without recording: its operations compute and keep nothing.
  public func withoutRecording<R>(_ body: () throws -> R) rethrows -> R {
    let previous = isRecording
    isRecording = false
    defer { isRecording = previous }
    return try body()
  }
}
