/// What stands around every page that a program writes: for screens light and dark, self-contained.
package enum HTMLDocument {
  /// A whole page.
  ///
  /// - Parameters:
  ///   - title: its name, as HTML.
  ///   - style: its style sheet.
  ///   - head: more elements for its head, each with a line break at the end.
  ///   - main: its content, as HTML.
  ///   - end: elements behind the content, each with a line break at the end.
  package static func page(
    title: String, style: String, head: String = "", main: String, end: String = ""
  ) -> String {
    """
    <!doctype html>
    <html lang="en">
    <head>
    <meta charset="utf-8">
    <meta name="viewport" content="width=device-width, initial-scale=1">
    <meta name="color-scheme" content="light dark">
    <title>\(title)</title>
    \(head)<style>
    \(style)
    </style>
    </head>
    <body>
    <main>
    \(main)
    </main>
    \(end)</body>
    </html>

    """
  }
}
