import GradusTensors

/// Writes SVG elements one after the other; names are taken as they are, values and text are
/// escaped.
package struct SVGBuilder: Sendable {
  /// What was written so far.
  package private(set) var markup = ""
  private var depth = 0

  /// An empty builder.
  package init() {}

  /// Appends an element without content.
  ///
  /// - Parameters:
  ///   - name: the element's name, for example `line`.
  ///   - attributes: names and values in the order they are written.
  package mutating func element(_ name: String, _ attributes: KeyValuePairs<String, String> = [:]) {
    markup += indentation + "<" + name + Self.written(attributes) + "/>\n"
  }

  /// Appends an element that contains only `text`.
  package mutating func element(
    _ name: String, _ attributes: KeyValuePairs<String, String> = [:], text: String
  ) {
    let content = MarkupText.escaped(text)
    markup += indentation + "<" + name + Self.written(attributes) + ">" + content + "</\(name)>\n"
  }

  /// Appends an element that contains what `content` writes.
  package mutating func element(
    _ name: String, _ attributes: KeyValuePairs<String, String> = [:],
    content: (inout SVGBuilder) -> Void
  ) {
    markup += indentation + "<" + name + Self.written(attributes) + ">\n"
    depth += 1
    content(&self)
    depth -= 1
    markup += indentation + "</\(name)>\n"
  }

  /// A length or coordinate in user units, rounded to hundredths.
  ///
  /// `value` must be finite.
  package static func number(_ value: Double) -> String {
    precondition(value.isFinite, "an SVG coordinate must be finite, got \(value)")
    let hundredths = (value * 100).rounded()
    guard hundredths.magnitude < 1e15 else { return "\(value)" }
    let whole = Int(hundredths)
    let (units, rest) = (whole.magnitude / 100, whole.magnitude % 100)
    let sign = whole < 0 ? "-" : ""
    if rest == 0 { return "\(sign)\(units)" }
    return rest % 10 == 0
      ? "\(sign)\(units).\(rest / 10)" : "\(sign)\(units).\(rest < 10 ? "0" : "")\(rest)"
  }

  private var indentation: String { String(repeating: " ", count: depth) }

  private static func written(_ attributes: KeyValuePairs<String, String>) -> String {
    attributes.map { " \($0.key)=\"\(MarkupText.escaped($0.value))\"" }.joined()
  }
}
