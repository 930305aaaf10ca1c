import Diagnostics
import TestSupport
import Testing

@Suite("Lists of diagnostics")
struct DiagnosticListTests {
  private func problem(
    _ summary: String,
    _ severity: Diagnostic.Severity = .error,
    at place: (file: String, line: Int, column: Int)? = nil
  ) -> Diagnostic {
    let range = place.map { place in
      let start = SourcePosition(line: place.line, column: place.column)
      return SourceRange(file: place.file, start: start, end: start)
    }
    return Diagnostic(severity, code: "test", summary: summary, range: range)
  }

  @Test(arguments: SeededRandom.seeds(20))
  func `Problems are sorted by place, and those without a place come first`(seed: UInt64) {
    var random = SeededRandom(seed: seed)
    let ordered = [
      problem("no place"), problem("a 1", at: ("a.yaml", 1, 9)), problem("a 2", at: ("a.yaml", 2, 1)),
      problem("a 2, later", at: ("a.yaml", 2, 10)), problem("a 10", at: ("a.yaml", 10, 1)), problem("b 1", at: ("b.yaml", 1, 1)),
    ]
    var list = DiagnosticList()
    list.append(contentsOf: ordered.shuffled(using: &random))
    #expect(list.sorted == ordered)
  }

  @Test func `Problems at the same place keep their order`() {
    var list = DiagnosticList()
    let summaries = (1...20).map { "number \($0)" }
    for summary in summaries { list.append(problem(summary, at: ("a.yaml", 1, 1))) }
    list.append(problem("without place, first"))
    list.append(problem("without place, second"))
    #expect(list.sorted.map(\.summary) == ["without place, first", "without place, second"] + summaries)
  }

  @Test func `Only errors stop a run, and warnings are reported with them`() throws {
    var list = DiagnosticList()
    #expect(list.isEmpty)
    list.append(problem("a warning", .warning))
    #expect(!list.hasErrors && !list.isEmpty)
    try list.throwIfErrors()

    list.append(problem("an error"))
    #expect(list.hasErrors)
    let error = #expect(throws: DiagnosticsError.self) { try list.throwIfErrors() }
    #expect(error?.diagnostics.map(\.summary) == ["a warning", "an error"])
  }

  @Test func `Errors are more severe than warnings`() {
    #expect(Diagnostic.Severity.error < .warning)
    #expect(!(Diagnostic.Severity.warning < .error))
    #expect([Diagnostic.Severity.warning, .error].sorted() == [.error, .warning])
  }

  @Test func `A range is shown as a link to its start`() {
    let range = SourceRange(
      file: "shop/vip.yaml",
      start: SourcePosition(line: 3, column: 7),
      end: SourcePosition(line: 4, column: 1)
    )
    #expect(range.description == "shop/vip.yaml:3:7")
  }

  @Test func `Ranges are sorted by file, line, column and end`() {
    func range(_ file: String, _ line: Int, _ column: Int, _ end: Int) -> SourceRange {
      SourceRange(
        file: file,
        start: SourcePosition(line: line, column: column),
        end: SourcePosition(line: line, column: end)
      )
    }
    let ordered = [range("a", 1, 2, 3), range("a", 1, 2, 4), range("a", 1, 10, 10), range("a", 2, 1, 1), range("b", 1, 1, 1)]
    #expect(ordered.reversed().sorted() == ordered)
  }
}
