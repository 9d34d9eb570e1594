import Gradus

/// One page of the companion: what a slide says, whether it is so, and a picture.
struct LecturePage {
  /// What a page shows beside or below its rows.
  enum Picture {
    case drawing(SVGDocument)
    case table(TextTable)
  }

  let slide: LectureSlide
  /// What the page is about, where a slide has several.
  let subtitle: String
  /// What the slide says, in a sentence.
  let statement: String
  /// The commands that show the same.
  let commands: [String]
  let rows: [LectureRow]
  let picture: Picture?
  /// What is said of the picture's parts, in their order.
  let notes: [(heading: String, text: String)]
  /// Whether the picture needs the whole width.
  let isWide: Bool
  let source: String

  init(
    _ slide: LectureSlide, _ subtitle: String = "", _ statement: String, _ commands: [String],
    rows: [LectureRow] = [], picture: Picture? = nil,
    notes: [(heading: String, text: String)] = [], isWide: Bool = false, source: String
  ) {
    (self.slide, self.subtitle, self.statement) = (slide, subtitle, statement)
    (self.commands, self.rows, self.picture) = (commands, rows, picture)
    self.notes = notes
    (self.isWide, self.source) = (isWide, source)
  }

  var title: String {
    subtitle.isEmpty
      ? slide.title : slide.title + (slide.title.contains(":") ? " – " : ": ") + subtitle
  }
}
