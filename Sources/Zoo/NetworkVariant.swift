import GradusLayers
import GradusTensors

/// A network of the catalog, as it is or with something changed that no name and no shape shows.
public struct NetworkVariant: Sendable, Hashable, CustomStringConvertible {
  /// What is changed.
  public enum Change: Sendable, Hashable {
    /// All normalisations add this to their variances.
    case epsilon(Double)
    /// Maximum poolings leave out windows that hang over the edge, which the network's own keep.
    case roundsPoolingDown
    /// Images come normalised by ImageNet's statistics and are brought to -1...1, as torchvision does for
    /// the networks that it took over from others (``TorchvisionInput``).
    case transformsInput
    /// Convolutions with a stride pad as TensorFlow's SAME does: where the rows or columns of zeros are of
    /// odd number, one more behind than before. For networks whose poolings are not padded at a stride.
    case padsAsTensorFlow
  }

  /// The network's name in the catalog.
  public let network: String
  /// What is changed, in the order of their words; empty for the network itself.
  public let changes: [Change]

  /// Names a variant with nothing, one thing or several things changed; traps where one thing is changed
  /// twice.
  public init(_ network: String, _ changes: Change...) { self.init(network, changes) }

  /// Names a variant with several things changed; traps where one thing is changed twice.
  public init(_ network: String, _ changes: [Change]) {
    self.network = network
    self.changes = changes.sorted { $0.description < $1.description }
    precondition(
      Set(changes.map(\.kind)).count == changes.count,
      "\(network): one thing is changed twice, \(Change.text(changes) ?? "")")
  }

  /// Builds the network, for the published numbers of classes and channels where they are nil; its
  /// parameters have no values until it is initialised.
  ///
  /// Throws ``CatalogError`` for an unknown name and ``NetworkVariantError`` for a network that has
  /// nothing to change.
  public func make(classes: Int? = nil, inputChannels: Int? = nil) throws -> any Classifier {
    let entry = try Catalog.entry(named: network)
    let model = entry.make(classes ?? entry.classes, inputChannels ?? entry.inputSize.channels)
    for change in changes { try apply(change, to: model) }
    return model
  }

  private func apply(_ change: Change, to model: any Classifier) throws {
    var changed = 0
    switch change {
    case .epsilon(let epsilon):
      for case let norm as BatchNorm in model.modules.map(\.module) {
        norm.epsilon = epsilon
        changed += 1
      }
    case .roundsPoolingDown:
      for case let pool as MaxPool2d in model.modules.map(\.module) where pool.geometry.roundsUp {
        let own = pool.geometry
        pool.geometry = PoolingGeometry(
          kernel: own.kernel, stride: own.stride, padding: own.padding,
          countsPadding: own.countsPadding)
        changed += 1
      }
    case .transformsInput:
      if let transforming = model as? any TorchvisionInput {
        transforming.transformsInput = true
        changed += 1
      }
    case .padsAsTensorFlow:
      guard !model.modules.contains(where: { Self.isPaddedPooling($0.module) }) else { break }
      for case let convolution as Conv2d in model.modules.map(\.module)
      where convolution.geometry.stride != Extent(1) && convolution.geometry.padding != Padding(0) {
        convolution.padsAsTensorFlow = true
        changed += 1
      }
    }
    guard changed > 0 else { throw NetworkVariantError(variant: self, change: change) }
  }

  /// Whether a module is a pooling whose padding TensorFlow would choose otherwise.
  private static func isPaddedPooling(_ module: any Module) -> Bool {
    guard
      let geometry = (module as? MaxPool2d)?.geometry ?? (module as? AveragePool2d)?.geometry
    else { return false }
    return geometry.stride != Extent(1) && geometry.padding != Padding(0)
  }

  /// The network's name, and what is changed in the words of the command line: `mobilenet_v2
  /// epsilon=0.001,padding-same`.
  public var description: String {
    Change.text(changes).map { "\(network) \($0)" } ?? network
  }
}

/// A change that a network has no place for.
public struct NetworkVariantError: Error, Sendable, CustomStringConvertible {
  /// What was asked for.
  public let variant: NetworkVariant
  /// Which of its changes changes nothing.
  public let change: NetworkVariant.Change

  /// One line with the network and what it lacks.
  public var description: String {
    let lacks =
      switch change {
      case .epsilon: "it has no batch normalisation"
      case .roundsPoolingDown: "its maximum poolings round down already"
      case .transformsInput: "only googlenet and inception_v3 bring their input to another scale"
      case .padsAsTensorFlow:
        "none of its convolutions is padded at a stride, or its poolings are as well"
      }
    return "\(variant): \(lacks)"
  }
}
