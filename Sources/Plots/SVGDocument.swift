/// One SVG picture with a title and a description for readers who cannot see it.
///
/// It can stand inside an HTML page or, with ``standalone``, in a file of its own.
public struct SVGDocument: Sendable {
  /// The `svg` element.
  public let markup: String

  /// Makes a picture.
  ///
  /// - Parameters:
  ///   - identifier: prefix of the element ids; unique within the page the picture is put into.
  ///     Characters that are no letters, digits, `-` or `_` become `-`.
  ///   - title: what the picture is.
  ///   - description: what it shows, in words.
  ///   - width: width of the coordinate system, in pixels at natural size.
  ///   - height: height of the coordinate system, in pixels at natural size.
  ///   - content: writes the picture.
  package init(
    identifier: String, title: String, description: String, width: Double, height: Double,
    content: (inout SVGBuilder) -> Void
  ) {
    let safe = String(
      identifier.map { $0.isASCII && ($0.isLetter || $0.isNumber) || "-_".contains($0) ? $0 : "-" })
    let (wide, high) = (SVGBuilder.number(width), SVGBuilder.number(height))
    var builder = SVGBuilder()
    builder.element(
      "svg",
      [
        "xmlns": "http://www.w3.org/2000/svg", "role": "img",
        "aria-labelledby": "\(safe)-title \(safe)-description",
        "viewBox": "0 0 \(wide) \(high)", "width": wide, "height": high,
        "font-family": "system-ui, -apple-system, 'Segoe UI', Roboto, sans-serif",
      ]
    ) { svg in
      svg.element("title", ["id": "\(safe)-title"], text: title)
      svg.element("desc", ["id": "\(safe)-description"], text: description)
      content(&svg)
    }
    markup = builder.markup
  }

  /// The contents of an `.svg` file.
  public var standalone: String { "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n" + markup }
}
