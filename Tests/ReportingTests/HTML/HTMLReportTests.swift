import Diagnostics
import FoundationEssentials
import Planning
import Reporting
import SegmentModel
import TestSupport
import Testing

struct HTMLReportTests {
  /// The page with its style sheet and script as one word each, so that a golden file shows what a report puts there.
  static func withoutAssets(_ page: String) -> String {
    page.replacing(#/<style>[\s\S]*?</style>/#, with: "<style>…</style>")
      .replacing(#/<script>[\s\S]*?</script>/#, with: "<script>…</script>")
      .replacing(#/sha256-[A-Za-z0-9+\/=]+/#, with: "sha256-…")
  }

  @Test func `a plan is a page with problems, segments and every member`() throws {
    try GoldenFile.expect(Self.withoutAssets(HTMLReport().text(ReviewExample.everything())), is: "plan.html")
  }

  @Test func `a run that could not plan is a page with its problems`() throws {
    let page = HTMLReport().text(ReviewExample.failed())
    #expect(page.contains("segplan: nothing was planned"))
    #expect(page.contains("unknown key &quot;memebers&quot;") && page.contains("neither A nor B is set"))
    #expect(!page.contains("id=\"data\""))
  }

  @Test func `drift is a page too`() throws {
    try GoldenFile.expect(Self.withoutAssets(HTMLReport().text(DriftReportTests.everything())), is: "drift.html")
  }

  @Test func `foreign text never becomes markup`() throws {
    let name = "</script><script>alert(1)</script>\" onmouseover='x' &amp;"
    let segment = try Sample.planned(name, .create(description: name), add: 1...2, drift: .vanished)
    let page = HTMLReport().text(Review(plan: Sample.plan([segment]), findings: []))
    // The page's own two scripts end; nothing else does.
    #expect(page.split(separator: "</script>", omittingEmptySubsequences: false).count == 3)
    #expect(!page.contains("<script>alert"))
    // In the data it stands as JSON.
    let document = page.replacing(#/<script id="data"[\s\S]*?<\/script>/#, with: "")
    #expect(!document.contains("\" onmouseover"))
  }

  @Test func `a redacted page has no id and no customer number`() throws {
    var segment = try Sample.planned("A", .create(description: ""), add: 1...3)
    let customer = try #require(CustomerID(4711))
    segment.notes.additions.set(customer, at: 0)
    let redaction = MemberRedaction(salt: [1])
    let review = redaction.review(Review(plan: Sample.plan([segment]), findings: []))
    let page = HTMLReport(redaction: redaction).text(review)
    #expect(!page.contains("4711") && !page.contains("0000-4000-8000"))
    #expect(page.contains(redaction.label(customer)))
    // What everything that leaves the process passes through must leave the style sheet and the script as they are.
    #expect(redaction.text(page).hasSuffix(String(page.suffix(4_000))))
  }

  @Test func `a browser shows 300,000 changes, finds a customer, and runs no foreign script`() async throws {
    let hostile = "<script>alert(1)</script><img src=x onerror=alert(2)>"
    let segments = try (0..<20).map { number in
      let members = (number * 15_000)..<((number + 1) * 15_000)
      let name = number == 3 ? hostile : "Segment \(number)"
      var segment = try Sample.planned(name, .create(description: hostile), add: members)
      for (index, member) in members.enumerated() {
        segment.notes.additions.set(try #require(CustomerID(Int32(member + 1))), at: index)
        segment.notes.additions.set(DeclarationPlace(file: "lists/crm.csv", line: index + 2), at: index)
      }
      return segment
    }
    let warning = Diagnostic(.warning, code: "x", summary: hostile, detail: hostile)
    let gone = try Sample.planned("A gone", .delete(.numbered(1)), live: 1...3)
    // A password that the style sheet and the script have in them too.
    let page = HTMLReport(filter: { $0.replacing("document", with: "***").replacing("viewport", with: "***") })
      .text(Review(plan: Sample.plan(segments + [gone]), findings: [], warnings: [warning]))
    try await withTemporaryFolder { folder in
      let path = "\(folder)/plan.html"
      try Data(page.utf8).write(to: URL(filePath: path))
      func searching(_ words: String) -> String {
        """
        query.value = '\(words)'; element('search').requestSubmit();
        count.textContent + '|' + [...body.querySelectorAll('tr')].map((row) => row.innerText).join('|')
        """
      }
      let visit = try await Browser.open(
        path,
        scripts: [
          "count.textContent + '|' + body.childElementCount", searching("123456"), searching("crm.csv:15001 segment"),
          searching("nobody"),
          "query.value = ''; document.querySelectorAll('button.name')[4].click(); segment.value + '|' + count.textContent",
          "more.click(); String(body.childElementCount)",
          "document.querySelectorAll('button.name')[0].click(); segment.value + '|' + count.textContent",
        ]
      )
      #expect(visit.errors == [] && visit.dialogs == [] && visit.requests == [])
      #expect(visit.results[0] == "300,000 members, the first 100 shown|100")
      #expect(visit.results[1].hasPrefix("1 of 300,000 members|123456\tto add\tSegment 8\t"), "\(visit.results[1])")
      #expect(visit.results[1].contains("lists/crm.csv:3457"))
      #expect(visit.results[2].hasPrefix("19 of 300,000 members|"), "\(visit.results[2])")
      #expect(visit.results[3] == "0 of 300,000 members|")
      #expect(visit.results[4].contains("15,000 of 300,000 members"), "\(visit.results[4])")
      #expect(visit.results[5] == "200")
      #expect(visit.results[6] == "A gone|0 of 300,000 members")
    }
  }
}
