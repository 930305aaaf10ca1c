import Crypto
import Diagnostics
import FoundationEssentials

/// One self-contained page: a verdict, problems, a table of segments, and every member in a table that can be searched.
///
/// Loads nothing: style sheet, script and data are in the file. A content security policy allows these two by their hashes and nothing else,
/// so that no name can become a script even if it were not escaped.
struct HTMLPage {
  /// How the page's heading is coloured.
  enum Tone: String {
    case good, changes, warning, bad
  }

  let title: String
  let tone: Tone
  let summary: String
  var notes: [String] = []
  /// What the reader may want to check: names and values.
  let facts: [(name: String, value: String)]
  var problems: [Diagnostic] = []
  /// Sentences on what others changed.
  var drift: [String] = []
  var segments: HTMLSegmentTable?
  var members: HTMLMemberTable?
  let origin: String

  private static let style = String(decoding: PackageResources.report_css, as: UTF8.self)
  private static let script = String(decoding: PackageResources.report_js, as: UTF8.self)

  /// The whole document, its text passed through the filter.
  ///
  /// Style sheet and script do not pass: their hashes would no longer fit.
  func text(_ filter: (String) -> String = { $0 }) -> String {
    let content: Markup = """
      \(skip)
      \(heading)
      <main>
      \(problemList)\(driftList)\(segments?.markup ?? .none)\(members?.markup ?? .none)
      </main>
      <footer>\(origin)</footer>
      """
    let document: Markup = """
      <!doctype html>
      <html lang="en">
      <head>
      <meta charset="utf-8">
      <meta name="viewport" content="width=device-width, initial-scale=1">
      <meta name="robots" content="noindex">
      <meta http-equiv="Content-Security-Policy" content="\(Self.policy)">
      <title>\(filter(title))</title>
      <style>\(Markup(trusted: Self.style))</style>
      </head>
      <body>
      \(Markup(trusted: filter(content.html)))
      \(members == nil ? .none : "<script>\(Markup(trusted: Self.script))</script>" as Markup)
      </body>
      </html>

      """
    return document.html
  }

  private static var policy: String {
    "default-src 'none'; base-uri 'none'; form-action 'none'; style-src '\(hash(style))'; script-src '\(hash(script))'"
  }

  private static func hash(_ text: String) -> String {
    "sha256-\(Data(SHA256.hash(data: Array(text.utf8))).base64EncodedString())"
  }

  private var skip: Markup { members == nil ? .none : ##"<a class="skip" href="#members">Skip to the members</a>"## }

  private var heading: Markup {
    let notes = notes.map { "<p>\($0)</p>\n" as Markup }
    let facts = facts.map { "<div><dt>\($0.name)</dt><dd>\($0.value)</dd></div>\n" as Markup }
    return """
      <header class="\(tone.rawValue)">
      <h1>\(title)</h1>
      <p class="summary">\(summary)</p>
      \(notes)<dl>
      \(facts)</dl>
      </header>
      """
  }

  private var problemList: Markup {
    guard !problems.isEmpty else { return .none }
    let sorted = problems.filter { $0.severity == .error } + problems.filter { $0.severity == .warning }
    let items = sorted.map { problem -> Markup in
      let place = problem.range.map { "<code>\("\($0)")</code> " as Markup } ?? .none
      let suggestion = problem.suggestion.map { "; did you mean \"\($0)\"?" } ?? ""
      let detail = problem.detail.map { "<pre>\($0)</pre>" as Markup } ?? .none
      let isError = problem.severity == .error
      return """
        <li class="\(isError ? "error" : "warning")"><strong>\(isError ? "Error" : "Warning"):</strong> \(place)\(problem.summary)\(suggestion)\
        \(detail)</li>

        """
    }
    return """
      <section aria-labelledby="problems-title">
      <h2 id="problems-title">Problems (\(DiagnosticReport.count(of: problems)))</h2>
      <ul class="problems">
      \(items)</ul>
      </section>

      """
  }

  private var driftList: Markup {
    guard !drift.isEmpty else { return .none }
    return """
      <section aria-labelledby="drift-title">
      <h2 id="drift-title">Changed outside segapply since the last apply</h2>
      <ul>
      \(drift.map { "<li>\($0)</li>\n" as Markup })</ul>
      </section>

      """
  }
}
