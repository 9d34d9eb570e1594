import GradusAutodiff

/// Finds what a module owns by reading its stored properties.
enum Reflection {
  /// Something a module owns, and the components of its path.
  enum Member {
    case parameter(Parameter)
    case buffer(Buffer)
    case module(any Module)
  }

  /// The members of a module itself, in the order of their declaration; not those of its modules.
  static func members(of module: any Module) -> [(path: [String], member: Member)] {
    if let container = module as? any Container {
      return container.children.map { ([$0.name], .module($0.module)) }
    }
    var found: [(path: [String], member: Member)] = []
    for child in Mirror(reflecting: module).children {
      collect(child.value, child.label.map { [stateName($0)] } ?? [], &found)
    }
    return found
  }

  private static func collect(
    _ value: Any, _ path: [String], _ found: inout [(path: [String], member: Member)]
  ) {
    // An optional would be looked through by `as?`, so it is unwrapped first: it adds no component.
    let mirror = Mirror(reflecting: value)
    switch mirror.displayStyle {
    case .optional:
      for child in mirror.children { collect(child.value, path, &found) }
    case .class:
      if let parameter = value as? Parameter {
        found.append((path, .parameter(parameter)))
      } else if let buffer = value as? Buffer {
        found.append((path, .buffer(buffer)))
      } else if let module = value as? any Module {
        found.append((path, .module(module)))
      }
    case .collection:
      for (index, child) in mirror.children.enumerated() {
        collect(child.value, path + ["\(index)"], &found)
      }
    default:
      break
    }
  }

  /// Walks a module and everything below it, parents first; shared objects are visited once.
  static func walk(_ root: any Module, _ visit: (_ path: String, _ member: Member) -> Void) {
    var seen: Set<ObjectIdentifier> = []
    func descend(_ module: any Module, _ path: [String]) {
      guard seen.insert(ObjectIdentifier(module)).inserted else { return }
      visit(path.joined(separator: "."), .module(module))
      for (name, member) in members(of: module) {
        switch member {
        case .module(let child):
          descend(child, path + name)
        case .parameter(let parameter):
          guard seen.insert(ObjectIdentifier(parameter)).inserted else { continue }
          visit((path + name).joined(separator: "."), member)
        case .buffer(let buffer):
          guard seen.insert(ObjectIdentifier(buffer)).inserted else { continue }
          visit((path + name).joined(separator: "."), member)
        }
      }
    }
    descend(root, [])
  }

  /// `runningMean` as `running_mean`; a name that starts with a capital is left alone.
  private static func stateName(_ label: String) -> String {
    guard label.first?.isLowercase == true else { return label }
    return label.reduce(into: "") { result, character in
      if character.isUppercase {
        result += "_" + character.lowercased()
      } else {
        result.append(character)
      }
    }
  }
}
