import Planning
import Reporting
import SegmentModel
import TestSupport
import Testing

struct MarkdownReportTests {
  @Test func `the page shows the verdict first, then problems, the table and the members`() throws {
    try GoldenFile.expect(MarkdownReport().text(ReviewExample.everything()), is: "everything.md")
  }

  @Test func `a run that could not plan says why`() throws {
    try GoldenFile.expect(MarkdownReport().text(ReviewExample.failed()), is: "failed.md")
  }

  @Test func `a plan without changes takes three lines`() throws {
    try GoldenFile.expect(MarkdownReport().text(ReviewExample.unchanged()), is: "unchanged.md")
  }

  @Test func `members are cut first, and the page says how many it cut`() throws {
    let segments = try (1...3).map { number in
      try Sample.planned("S\(number)", .keep(.numbered(number)), add: 1...40, remove: 51...60, live: 51...90)
    }
    let review = Review(plan: Sample.plan(segments), findings: [])
    try GoldenFile.expect(MarkdownReport(limit: 2_200).text(review), is: "cut-members.md")
    try GoldenFile.expect(MarkdownReport(limit: 1_350).text(review), is: "cut-blocks.md")
  }

  @Test func `with a thousand segments of three hundred changes, the page keeps GitHub's limit and says what it cut`() throws {
    let segments = try (1...1000).map { number in
      try Sample.planned(
        "Segment \(number)",
        .keep(.numbered(number)),
        add: 1...150,
        remove: 1001...1150,
        live: 1001...2000
      )
    }
    let plan = Sample.plan(segments)
    let text = MarkdownReport().text(Review(plan: plan, findings: []))
    #expect(text.utf8.count <= 65_536)
    #expect(text.utf8.count > 60_000, "the room is used")
    #expect(text.contains("150,000 members to add, 150,000 to remove"))
    let page = RenderedPage(text)
    #expect(page.rows == 1000)
    #expect(page.shownMembers > 0)
    #expect(page.shownMembers + page.cutMembers == 300_000)
  }

  @Test(arguments: SeededRandom.seeds(60))
  func `any page keeps its limit, is balanced, and says how much it cut`(seed: UInt64) throws {
    var random = SeededRandom(seed: seed)
    let review = try RandomReview.make(using: &random)
    let limit = Int.random(in: 1...30_000, using: &random)
    let text = MarkdownReport(limit: limit).text(review)
    #expect(text.utf8.count <= max(limit, MarkdownReport.minimumLength), "\(random)")
    #expect(text.hasPrefix("<!-- segplan:plan -->\n### "), "\(random)")
    #expect(text.hasSuffix("\n"))
    let page = RenderedPage(text)
    #expect(page.problems.isEmpty, "\(random): \(page.problems)\n\(text)")
    let plan = try #require(review.plan)
    let changing = plan.segments.filter(\.hasChanges)
    #expect(page.rows + page.cutRows == changing.count, "\(random)")
    if page.cutRows == 0 {
      let members = plan.summary.membersToAdd + plan.summary.membersToRemove - plan.membersOfDeletedSegments
      #expect(page.shownMembers + page.cutMembers == members, "\(random)\n\(text)")
    } else {
      #expect(page.shownMembers == 0)
    }
  }

  @Test(arguments: [
    ("<script>", "<code>&#60;script&#62;</code>"),
    ("a|b`c`", "<code>a&#124;b&#96;c&#96;</code>"),
    ("![x](http://y.z)", "<code>&#33;&#91;x&#93;(http&#58;&#47;&#47;y&#46;z)</code>"),
    ("line\nbreak", "<code>line␊break</code>"),
    ("Müller, Söhne", "<code>Müller, Söhne</code>"),
    ("--> <!--", "<code>--&#62; &#60;&#33;--</code>"),
  ])
  func `names cannot become markup`(name: String, shown: String) throws {
    // A name with a line break can come as the store's, never as a declared one.
    let update = SegmentUpdate(name: .init(from: name, to: "Safe"), description: nil)
    let segment = try Sample.planned("Safe", try #require(update.map { .update(.numbered(1), $0) }))
    let text = MarkdownReport().text(Review(plan: Sample.plan([segment]), findings: []))
    #expect(text.contains("Name: \(shown) → <code>Safe</code>\n"), "\(text)")
  }
}
