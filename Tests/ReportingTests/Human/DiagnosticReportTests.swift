import Diagnostics
import TestSupport
import Testing

@testable import Reporting

@Suite("Diagnostic report")
struct DiagnosticReportTests {
  private static let diagnostics = [
    Diagnostic(
      .error,
      code: "token-missing",
      summary: "no token is set",
      detail: "Set one:\n\n    export TOKEN=…\n\nThen run again."
    ),
    Diagnostic(
      .error,
      code: "unknown-key",
      summary: "unknown key \"memebers\"",
      range: Sample.range(12, 5..<13),
      sourceLine: "    memebers: []",
      suggestion: "members"
    ),
    Diagnostic(
      .warning,
      code: "duplicate-member",
      summary: "the member is listed twice",
      detail: "The first one stands in line 3.",
      range: Sample.range(9, 9..<12),
      sourceLine: "      - abc  # again"
    ),
    Diagnostic(.error, code: "no-source", summary: "the place is known and the line is not", range: Sample.range(7, 1..<2)),
  ]

  @Test func `Problems are shown with and without place, suggestion and detail`() throws {
    try GoldenFile.expect(DiagnosticReport(style: .plain).text(Self.diagnostics), is: "diagnostics.txt")
  }

  @Test func `Problems are the same in colour`() throws {
    let text = DiagnosticReport(style: TextStyle(isColored: true)).text(Self.diagnostics)
    try GoldenFile.expect(Sample.readable(text), is: "diagnostics-colored.txt")
  }

  @Test func `An empty list of problems prints nothing`() {
    #expect(DiagnosticReport(style: .plain).text([]) == "")
  }

  @Test func `Control characters from any source are made visible`() {
    let nasty = "\u{1B}]0;gone\u{7}\r\u{202E}"
    let text = DiagnosticReport(style: .plain).text([
      Diagnostic(
        .error,
        code: "c",
        summary: "summary \(nasty)",
        detail: "detail \(nasty)",
        range: Sample.range(1, 1..<2, file: "file\(nasty)"),
        sourceLine: "line \(nasty)",
        suggestion: "suggestion \(nasty)"
      )
    ])
    let visible = "␛]0;gone␇␍<U+202E>"
    #expect(
      text == """
        file\(visible):1:1: error: summary \(visible); did you mean "suggestion \(visible)"?
          1 | line \(visible)
            | ^
          detail \(visible)

        """
    )
  }

  @Test(arguments: [
    (errors: 0, warnings: 0, "") as (Int, Int, String), (1, 0, "1 error"), (8, 1, "8 errors, 1 warning"), (0, 2, "2 warnings"),
    (1000, 0, "1,000 errors"),
  ])
  func `The summary counts errors and warnings separately`(errors: Int, warnings: Int, words: String) {
    let diagnostics =
      Array(repeating: Diagnostic(.error, code: "e", summary: "e"), count: errors)
      + Array(repeating: Diagnostic(.warning, code: "w", summary: "w"), count: warnings)
    #expect(DiagnosticReport.count(of: diagnostics.shuffled()) == words)
  }
}
