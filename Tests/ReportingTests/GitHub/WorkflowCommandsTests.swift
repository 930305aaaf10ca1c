import Planning
import Reporting
import TestSupport
import Testing

struct WorkflowCommandsTests {
  @Test func `every problem is an annotation at its place`() throws {
    let text = WorkflowCommands.annotations(try ReviewExample.everything().problems)
    try GoldenFile.expect(text, is: "annotations.txt")
    #expect(text.split(separator: "\n").allSatisfy { $0.hasPrefix("::error ") || $0.hasPrefix("::warning ") })
  }

  @Test func `characters that would end an annotation or its fields are escaped`() throws {
    try GoldenFile.expect(WorkflowCommands.annotations(ReviewExample.failed().problems), is: "annotations-failed.txt")
  }

  @Test(arguments: [
    ("plain\n", "plain\n"),
    ("  ::error::x", "|   ::error::x"),
    ("a\r::error::x", "a\r| ::error::x"), ("x: ::y", "x: ::y"), (":: \t", "| :: \t"), ("## Title #1", "## Title #1"),
    ("##vso[task.complete]", "## vso[task.complete]"), ("###[debug]", "### [debug]"),
    ("\u{2003}::stop-commands::x", "| \u{2003}::stop-commands::x"),
    ("a ##[error]x\n::set-output name=a::b", "a ## [error]x\n| ::set-output name=a::b"),
  ])
  func `text from the store cannot become a command`(text: String, harmless: String) {
    #expect(WorkflowCommands.harmless(text) == harmless)
  }

  @Test func `every changed segment is a notice at its declaration`() throws {
    let review = try ReviewExample.everything()
    let plan = try #require(review.plan)
    try GoldenFile.expect(WorkflowCommands.notices(plan, places: review.places), is: "notices.txt")
  }

  @Test func `outputs are names with values`() throws {
    try GoldenFile.expect(GitHubOutput.text(ReviewExample.everything()), is: "output.txt")
    #expect(GitHubOutput.text(ReviewExample.failed()) == "verdict=failed\nerrors=2\nwarnings=0\n")
    #expect(try GitHubOutput.text(ReviewExample.unchanged()).contains("verdict=unchanged\n"))
  }
}
