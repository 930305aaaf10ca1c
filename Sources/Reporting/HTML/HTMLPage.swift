import Crypto
import Diagnostics
import FoundationEssentials

/// A self-contained page: a verdict, problems, a table of segments, and a table of members that can be searched.
///
/// It loads nothing: style sheet, script and data are in the file. Its content security policy allows only this style
/// sheet and this script, by their hashes. A name could therefore not become a script even if it were not escaped.
struct HTMLPage {
  /// The colour of the page's heading.
  enum Tone: String {
    case good, changes, warning, bad
  }

  let title: String
  let tone: Tone
  let summary: String
  /// What limits the report, such as a partial plan.
  var note: String?
  let facts: [(name: String, value: String)]
  var problems: [Diagnostic] = []
  /// What changed outside segapply, one text per segment.
  var drift: [String] = []
  var segments: HTMLSegmentTable?
  var members: HTMLMemberTable?
  let origin: String

  private static let style = String(decoding: PackageResources.report_css, as: UTF8.self)
  private static let script = String(decoding: PackageResources.report_js, as: UTF8.self)

  /// The whole document, its text passed through the filter.
  ///
  /// The style sheet and the script are not filtered: their hashes would no longer match.
  func text(_ filter: (String) -> String) -> String {
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
    let note = note.map { "<p>\($0)</p>\n" as Markup } ?? .none
    let facts = facts.map { "<div><dt>\($0.name)</dt><dd>\($0.value)</dd></div>\n" as Markup }
    return """
      <header class="\(tone.rawValue)">
      <h1>\(title)</h1>
      <p class="summary">\(summary)</p>
      \(note)<dl>
      \(facts)</dl>
      </header>
      """
  }

  private var problemList: Markup {
    guard !problems.isEmpty else { return .none }
    let items = problems.errorsFirst.map { problem -> Markup in
      let place = problem.range.map { "<code>\("\($0)")</code> " as Markup } ?? .none
      let detail = problem.detail.map { "<pre>\($0)</pre>" as Markup } ?? .none
      let isError = problem.severity == .error
      return """
        <li class="\(isError ? "error" : "warning")"><strong>\(isError ? "Error" : "Warning"):</strong> \(place)\
        \(problem.visibleSummary)\(detail)</li>

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
