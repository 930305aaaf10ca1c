import Testing

@testable import StoreClient

@Suite struct ProblemBodyTests {
  @Test func `the flat form of a 422 is read`() {
    let body = ProblemBody(
      Array(#"{"status": 422, "title": "Bad filter", "type": "t", "errors": {"b": "two", "a": "one"}}"#.utf8)
    )
    #expect(body.title == "Bad filter")
    #expect(body.details == ["one", "two"])
  }

  @Test func `the errors of a 409 are read in the order of their numbers`() {
    let texts = (0..<12).map { "text \($0)" }
    let body = ProblemBody(Array(WireText.conflict(texts).utf8))
    #expect(body.title == "Unable to add shopper profiles to segment due to conflicts.")
    #expect(body.details == texts)
  }

  @Test func `the known part of a partly known form is read`() {
    let body = ProblemBody(
      Array(#"{"title": "Bad", "errors": [{"title": 7, "errors": {"0": "text"}}, {"errors": {"0": {}}}]}"#.utf8)
    )
    #expect(body.title == "")
    #expect(body.details == ["text"])
    #expect(ProblemBody(Array(#"{"title": "Bad", "errors": ["a", "b"]}"#.utf8)).title == "Bad")
  }

  @Test(arguments: ["", "<html></html>", "null", "[]", "7"]) func `a body of another form gives no reasons`(text: String) {
    let body = ProblemBody(Array(text.utf8))
    #expect(body.title == "")
    #expect(body.details == [])
  }
}
