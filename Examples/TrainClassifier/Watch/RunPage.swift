import Gradus
import GradusExampleSupport
import GradusPlots

/// The page of a run: whole for who opens it, and part by part for who has it open.
enum RunPage {
  /// A part of the page that is exchanged when there is news, by the id of its element.
  enum Part: String, CaseIterable {
    case numbers, loss, error, flow, depth

    /// Whether only gradients change it.
    var showsGradients: Bool { self == .flow || self == .depth }
  }

  /// The whole page as it is now; it works without scripts, and then stays as it is.
  static func html(_ history: RunHistory) -> String {
    let name = MarkupText.escaped(history.network)
    let figures = Part.allCases.filter { $0 != .numbers }.map { part in
      "<figure id=\"\(part.rawValue)\" tabindex=\"0\">\(markup(part, history))</figure>\n"
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
    switch part {
    case .numbers: RunNumbers(history).markup
    case .loss: RunPictures(history).loss.svg().markup
    case .error: RunPictures(history).error.svg().markup
    case .flow: RunPictures(history).flow.svg().markup
    case .depth: RunPictures(history).depth.svg().markup
    }
  }

  private static var script: String {
    """
    const source = new EventSource('events');
    const connection = document.getElementById('connection');
    for (const part of [\(Part.allCases.map { "'\($0.rawValue)'" }.joined(separator: ", "))])
      source.addEventListener(part, event => {
        document.getElementById(part).innerHTML = event.data;
        connection.textContent = '';
      });
    source.addEventListener('end', () => source.close());
    source.onerror = () => {
      if (source.readyState !== EventSource.CLOSED)
        connection.textContent = 'The run does not answer: it was ended, or is being resumed.';
    };
    """
  }
}
