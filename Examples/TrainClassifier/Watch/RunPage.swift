import Gradus
import GradusExampleSupport
import GradusPlots

/// The page of a run: whole for who opens it, and part by part for who has it open.
enum RunPage {
  /// A part of the page that is exchanged when there is news, by the id of its element and the name of the
  /// event: not `error`, which is what a browser calls the loss of the connection.
  enum Part: String, CaseIterable {
    case numbers, loss, wrongAnswers, flow, depth

    /// Whether only gradients change it.
    var showsGradients: Bool { self == .flow || self == .depth }
  }

  /// The whole page as it is now; it works without scripts, and then stays as it is.
  static func html(_ history: RunHistory) -> String {
    let name = MarkupText.escaped(history.network)
    let figures = Part.allCases.filter { $0 != .numbers }.map { part in
      "<figure id=\"\(part.rawValue)\">\(markup(part, history))</figure>\n"
    }
    let settings = history.settings.sorted { $0.key < $1.key }.map { name, value in
      "<dt>\(MarkupText.escaped(name))</dt><dd>\(MarkupText.escaped(value))</dd>\n"
    }
    return HTMLDocument.page(
      title: name, style: RunPageStyle.sheet, head: "<link rel=\"icon\" href=\"data:,\">\n",
      main: """
        <h1>\(name)</h1>
        <div id="numbers" aria-live="off">\(markup(.numbers, history))</div>
        <p id="connection" role="status"></p>
        <div class="figures">
        \(figures.joined())</div>
        <details><summary>Settings</summary><dl>
        \(settings.joined())</dl></details>
        <p class="note">Served by the run itself to this machine alone; nothing here changes the run.</p>
        """, end: "<script>\n\(script)\n</script>\n")
  }

  /// What stands in a part now.
  static func markup(_ part: Part, _ history: RunHistory) -> String {
    let pictures = RunPictures(history)
    return switch part {
    case .numbers: RunNumbers(history).markup
    case .loss: drawn(pictures.loss)
    case .wrongAnswers: drawn(pictures.error)
    case .flow: drawn(pictures.flow)
    case .depth: drawn(pictures.depth)
    }
  }

  /// A plot for wide and for narrow screens, of which the style sheet shows one: made smaller, its words
  /// would be too small to read.
  private static func drawn(_ plot: LinePlot) -> String {
    var narrow = plot
    narrow.identifier += "-narrow"
    return drawn(wide: plot.svg(), narrow: narrow.svg(width: narrowWidth))
  }

  /// The same for a heat map.
  private static func drawn(_ map: HeatMap) -> String {
    var narrow = map
    narrow.identifier += "-narrow"
    return drawn(wide: map.svg(), narrow: narrow.svg(width: narrowWidth))
  }

  private static func drawn(wide: SVGDocument, narrow: SVGDocument) -> String {
    "<div class=\"wide\">\(wide.markup)</div><div class=\"narrow\">\(narrow.markup)</div>"
  }

  /// What a telephone has beside the page's margins.
  private static let narrowWidth = 358.0

  /// Milliseconds for which a run that is busy may be silent before the page says so.
  private static let patience = 15_000

  private static var script: String {
    """
    const source = new EventSource('events');
    const connection = document.getElementById('connection');
    let patience = null;
    const answered = () => {
      clearTimeout(patience);
      patience = null;
      connection.textContent = '';
    };
    source.onopen = answered;
    for (const part of [\(Part.allCases.map { "'\($0.rawValue)'" }.joined(separator: ", "))])
      source.addEventListener(part, event => {
        document.getElementById(part).innerHTML = event.data;
        answered();
      });
    source.addEventListener('end', () => {
      source.close();
      answered();
    });
    source.onerror = () => {
      patience ??= setTimeout(() => {
        connection.textContent = 'The run does not answer: it was ended, or is being resumed.';
      }, \(patience));
    };
    """
  }
}
