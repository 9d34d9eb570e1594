import GradusAutodiff
import GradusTensors

/// Finds what a module owns by reading its stored properties, inherited ones first.
enum Reflection {
  /// Something a module owns.
  enum Member {
    case parameter(Parameter)
    case buffer(Buffer)
    case module(any Module)

    /// The object itself.
    var object: AnyObject {
      switch self {
      case .parameter(let parameter): parameter
      case .buffer(let buffer): buffer
      case .module(let module): module
      }
    }
  }

  /// What a stored property, or a part of one, holds.
  enum Content {
    case member(Member)
    /// What cannot be looked into: a closure, a set, an object that is no module.
    case unsearched(any Any.Type)
    /// A lazy property with layers, parameters or buffers, which nobody has read yet.
    case unmade(any Any.Type)
  }

  /// What a module itself holds with the components of the paths, in the order of declaration; not
  /// what its modules hold.
  static func contents(of module: any Module) -> [(path: [String], content: Content)] {
    if let container = module as? any Container {
      return container.children.map { ([$0.name], .member(.module($0.module))) }
    }
    var found: [(path: [String], content: Content)] = []
    for child in properties(of: Mirror(reflecting: module)) { collect(child, [], &found) }
    return found
  }

  /// Walks a module and everything below it, parents first; shared objects are visited once.
  ///
  /// Traps at a lazy property that holds layers and was not made: they could not be found.
  static func walk(_ root: any Module, _ visit: (_ path: String, _ member: Member) -> Void) {
    var seen: Set<ObjectIdentifier> = []
    func descend(_ module: any Module, _ path: [String]) {
      guard seen.insert(ObjectIdentifier(module)).inserted else { return }
      visit(path.joined(separator: "."), .module(module))
      for (name, content) in contents(of: module) {
        switch content {
        case .member(.module(let child)):
          descend(child, path + name)
        case .member(let member):
          guard seen.insert(ObjectIdentifier(member.object)).inserted else { continue }
          visit((path + name).joined(separator: "."), member)
        case .unmade(let type):
          preconditionFailure(
            "\((path + name).joined(separator: ".")): this lazy property of type \(type) has not been "
              + "made, so that nothing in it is found from \(Swift.type(of: root)); read it once "
              + "first, or make it a let")
        case .unsearched:
          break
        }
      }
    }
    descend(root, [])
  }

  /// The path from a module to an object below it, the nearest first; nil when it is not found.
  static func path(from root: any Module, to target: AnyObject) -> String? {
    var seen: Set<ObjectIdentifier> = []
    func search(_ module: any Module) -> [String]? {
      guard seen.insert(ObjectIdentifier(module)).inserted else { return nil }
      let contents = contents(of: module)
      for case (let name, .member(let member)) in contents where member.object === target {
        return name
      }
      for case (let name, .member(.module(let child))) in contents {
        if let rest = search(child) { return name + rest }
      }
      return nil
    }
    return root === target ? "" : search(root)?.joined(separator: ".")
  }
}
