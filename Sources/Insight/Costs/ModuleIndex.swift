import GradusAutodiff
import GradusLayers
import GradusTensors

/// The modules of a network with their paths, found once: a node asks for its path by identity.
struct ModuleIndex {
  /// All modules, parents first.
  let modules: [(path: String, module: any Module)]
  /// All paths.
  let names: Set<String>
  /// Trainable numbers by the path of the module that owns them itself.
  let parameters: [String: Int]
  /// Numbers that are not trained, by the path of the module that owns them itself.
  let buffers: [String: Int]

  private let paths: [ObjectIdentifier: String]
  private let parents: Set<String>

  init(_ model: any Module) {
    modules = model.modules
    paths = Dictionary(
      modules.map { (ObjectIdentifier($0.module), $0.path) },
      uniquingKeysWith: { first, _ in first })
    let known = Set(modules.map(\.path))
    names = known
    parents = Set(modules.map(\.path).filter { !$0.isEmpty }.map { Self.parent(of: $0, in: known) })
    parameters = model.parameters.reduce(into: [:]) {
      $0[Self.parent(of: $1.path, in: known), default: 0] += $1.parameter.shape.count
    }
    buffers = model.buffers.reduce(into: [:]) {
      $0[Self.parent(of: $1.path, in: known), default: 0] += $1.buffer.shape.count
    }
  }

  /// The path of the module around a node: the innermost one that the network names.
  func path(of node: Int, on tape: Tape) -> String {
    tape.modules(around: node).reversed().lazy.compactMap { paths[ObjectIdentifier($0)] }.first
      ?? ""
  }

  /// The path of a module; nil when the network does not own it.
  func path(of module: any TapeScope) -> String? { paths[ObjectIdentifier(module)] }

  /// Whether a module owns modules.
  func hasChildren(_ path: String) -> Bool { parents.contains(path) }

  /// The nearest module above a path; the network itself, "", is above all.
  static func parent(of path: String, in known: Set<String>) -> String {
    var parent = path[...]
    while let dot = parent.lastIndex(of: ".") {
      parent = parent[..<dot]
      if known.contains(String(parent)) { return String(parent) }
    }
    return ""
  }
}

/// The shape of what each module returned (of several variables the first), of its last call, and
/// the order in which they were first called.
final class ModuleOutputs: TapeObserver {
  private(set) var shapes: [ObjectIdentifier: Shape] = [:]
  private(set) var order: [ObjectIdentifier: Int] = [:]

  func observe(_ event: TapeEvent, on tape: Tape) {
    switch event {
    case .entered(let module):
      if order[ObjectIdentifier(module)] == nil { order[ObjectIdentifier(module)] = order.count }
    case .left(let module, let outputs):
      shapes[ObjectIdentifier(module)] = outputs.first?.shape ?? []
    default: break
    }
  }

  /// When the first module below a path was called, for one that has no call of its own; nil when
  /// none was.
  func start(below path: String, _ index: ModuleIndex) -> Int? {
    index.modules.lazy.filter { $0.path.hasPrefix(path + ".") }
      .compactMap { self.order[ObjectIdentifier($0.module)] }.min()
  }
}
