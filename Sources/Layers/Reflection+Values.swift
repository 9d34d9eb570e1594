import GradusAutodiff
import GradusTensors

extension Reflection {
  private typealias Found = [(path: [String], content: Content)]

  /// The properties of an object, those of its superclasses first.
  static func properties(of mirror: Mirror) -> [Mirror.Child] {
    (mirror.superclassMirror.map(properties) ?? []) + mirror.children
  }

  /// Looks into a property, or a part of one, whose label is the next component of the path.
  static func collect(
    _ child: Mirror.Child, _ path: [String], _ found: inout [(path: [String], content: Content)]
  ) {
    guard let label = child.label else { return collect(child.value, path, &found) }
    let lazyPrefix = "$__lazy_storage_$_"
    guard label.hasPrefix(lazyPrefix) else {
      return collect(child.value, path + [component(label)], &found)
    }
    let name = path + [component(String(label.dropFirst(lazyPrefix.count)))]
    let type = (type(of: child.value) as? any Wrapping.Type)?.wrapped
    if let type, Mirror(reflecting: child.value).children.isEmpty, holdsMembers(type) {
      found.append((name, .unmade(type)))
    } else {
      collect(child.value, name, &found)
    }
  }

  private static func collect(_ value: Any, _ path: [String], _ found: inout Found) {
    // Numbers and texts, of which there may be many, hold nothing.
    if value is any LosslessStringConvertible || value is Tensor { return }
    // An optional would be looked through by `as?`, so it is unwrapped first.
    let mirror = Mirror(reflecting: value)
    switch mirror.displayStyle {
    case .optional, .enum:
      // What a case carries stands for the whole: it adds no component.
      for child in mirror.children { collect(child.value, path, &found) }
    case .class:
      found.append((path, content(value, mirror)))
    case .struct, .tuple:
      for child in mirror.children { collect(child, path, &found) }
    case .collection:
      guard (type(of: value) as? any Wrapping.Type)?.wrapped is any LosslessStringConvertible.Type
      else { return collect(elementsOf: mirror, path, &found) }
    case .dictionary:
      for (key, value) in entries(of: mirror) { collect(value, path + [key], &found) }
    case .set:
      found.append((path, .unsearched(mirror.subjectType)))
    default:
      if "\(mirror.subjectType)".contains("->") {
        found.append((path, .unsearched(mirror.subjectType)))
      }
    }
  }

  private static func collect(
    elementsOf mirror: Mirror, _ path: [String], _ found: inout Found
  ) {
    for (index, child) in mirror.children.enumerated() {
      collect(child.value, path + ["\(index)"], &found)
    }
  }

  private static func content(_ object: Any, _ mirror: Mirror) -> Content {
    switch object {
    case let parameter as Parameter: .member(.parameter(parameter))
    case let buffer as Buffer: .member(.buffer(buffer))
    case let module as any Module: .member(.module(module))
    default: .unsearched(mirror.subjectType)
    }
  }

  /// The entries of a dictionary in the order of their keys: of numbers by value, of others by text.
  private static func entries(of mirror: Mirror) -> [(key: String, value: Any)] {
    let entries = mirror.children.map { child in
      let parts = Array(Mirror(reflecting: child.value).children)
      return (key: parts[0].value, value: parts[1].value)
    }
    let sorted =
      entries.allSatisfy { $0.key is Int }
      ? entries.sorted { ($0.key as? Int ?? 0) < ($1.key as? Int ?? 0) }
      : entries.sorted { "\($0.key)" < "\($1.key)" }
    return sorted.map { ("\($0.key)", $0.value) }
  }

  /// Whether values of a type are members, or optionals, arrays or dictionaries of such.
  private static func holdsMembers(_ type: any Any.Type) -> Bool {
    if let wrapper = type as? any Wrapping.Type { return holdsMembers(wrapper.wrapped) }
    return type is any Module.Type || type is Parameter.Type || type is Buffer.Type
      || "\(type)".hasPrefix("any ")
  }

  /// `runningMean` as `running_mean`, and a tuple's `.0` as `0`; a name that starts with a capital is
  /// left alone.
  private static func component(_ label: String) -> String {
    if label.first == "." { return String(label.dropFirst()) }
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

/// A type whose values hold values of another one.
private protocol Wrapping {
  static var wrapped: any Any.Type { get }
}

extension Optional: Wrapping {
  fileprivate static var wrapped: any Any.Type { Wrapped.self }
}

extension Array: Wrapping {
  fileprivate static var wrapped: any Any.Type { Element.self }
}

extension Dictionary: Wrapping {
  fileprivate static var wrapped: any Any.Type { Value.self }
}
