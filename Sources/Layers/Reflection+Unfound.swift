import GradusAutodiff

extension Reflection {
  /// What to do about a parameter or buffer without values that a tape met in a forward run.
  static func advice(onMissingValuesOf object: AnyObject, on tape: Tape?) -> String {
    guard let model = tape?.runningModel as? any Module, model.path(to: object) == nil else {
      return "call initialize(seed:) on the model or load weights"
    }
    let places = unsearched(in: model)
    return "it is not found from \(type(of: model))"
      + (places.isEmpty ? "" : ", in which \(places.joined(separator: ", ")) is not looked into")
      + "; hold its layer in a stored property, in which arrays, dictionaries, tuples, structs and "
      + "enums are looked into"
  }

  /// What below a module cannot be looked into, with its path: `make (a closure)`.
  private static func unsearched(in root: any Module) -> [String] {
    var result: [String] = []
    walk(root) { path, member in
      guard case .module(let module) = member else { return }
      for case (let name, .unsearched(let type)) in contents(of: module) {
        let place = ([path] + name).filter { !$0.isEmpty }.joined(separator: ".")
        result.append("\(place) (\("\(type)".contains("->") ? "a closure" : "of type \(type)"))")
      }
    }
    return result
  }
}
