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
  }

  /// The network's name in the catalog.
  public let network: String
  /// What is changed; nil for the network itself.
  public let change: Change?

  /// Names a variant.
  public init(_ network: String, _ change: Change? = nil) {
    (self.network, self.change) = (network, change)
  }

  /// Builds the network, for the published numbers of classes and channels where they are nil; its
  /// parameters have no values until it is initialised.
  ///
  /// Throws ``CatalogError`` for an unknown name and ``NetworkVariantError`` for a network that has
  /// nothing to change.
  public func make(classes: Int? = nil, inputChannels: Int? = nil) throws -> any Classifier {
    let entry = try Catalog.entry(named: network)
    let model = entry.make(classes ?? entry.classes, inputChannels ?? entry.inputSize.channels)
    try apply(to: model)
    return model
  }

  private func apply(to model: any Classifier) throws {
    var changed = 0
    switch change {
    case nil: return
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
    }
    guard changed > 0 else { throw NetworkVariantError(variant: self) }
  }

  /// The network's name, and what is changed in the words of the command line: `squeezenet1_1
  /// pooling-rounded-down`.
  public var description: String { change.map { "\(network) \($0)" } ?? network }
}

extension NetworkVariant.Change: CustomStringConvertible {
  /// `epsilon=0.001`, `pooling-rounded-down`, `input-transformed`.
  public var description: String {
    switch self {
    case .epsilon(let epsilon): "epsilon=\(epsilon)"
    case .roundsPoolingDown: "pooling-rounded-down"
    case .transformsInput: "input-transformed"
    }
  }

  /// Reads what `description` writes; nil for anything else and for an epsilon that is not positive.
  public init?(_ text: String) {
    switch text {
    case Self.roundsPoolingDown.description: self = .roundsPoolingDown
    case Self.transformsInput.description: self = .transformsInput
    default:
      guard text.hasPrefix("epsilon="), let epsilon = Double(text.dropFirst(8)), epsilon > 0,
        epsilon.isFinite
      else { return nil }
      self = .epsilon(epsilon)
    }
  }
}

/// A change that a network has no place for.
public struct NetworkVariantError: Error, Sendable, CustomStringConvertible {
  /// What was asked for.
  public let variant: NetworkVariant

  /// One line with the network and what it lacks.
  public var description: String {
    let lacks =
      switch variant.change {
      case .epsilon: "it has no batch normalisation"
      case .roundsPoolingDown: "its maximum poolings round down already"
      case .transformsInput: "only googlenet and inception_v3 bring their input to another scale"
      case nil: "nothing is changed"
      }
    return "\(variant): \(lacks)"
  }
}
