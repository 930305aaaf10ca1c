import HTTPExchange
import Testing

@testable import StateStorage

struct StateResponseTests {
  private static func response(_ body: String, status: Int = 404, secrets: [String] = []) -> StateResponse {
    StateResponse(
      request: StateRequest(method: "GET", url: "", shownURL: "", secrets: secrets),
      answer: HTTPAnswer(status: status, headers: [:], body: Array(body.utf8))
    )
  }

  @Test(arguments: [
    "", "\n", "Not Found", "404 not found\n", "404: Not Found", "no such state", "state does not exist yet",
    "State \"vip-segments\" not found.", #"{"message":"Not Found"}"#, #"{"detail":"Not Found"}"#,
    #"{"error":"state not found","code":17}"#, "The state vip-segments doesn't exist",
  ])
  func `a 404 that says nothing, or only that the state was not found, means no state yet`(body: String) {
    #expect(Self.response(body).meansNoState(named: "vip-segments", onGitLab: false))
  }

  @Test(arguments: [
    "404 page not found", #"{"message":"404 Project Not Found"}"#, "default backend - 404", "no healthy upstream",
    "<html><title>404 Not Found</title></html>", "<!DOCTYPE html>\n<h1>Not Found</h1>", #"{"error":"route not found"}"#,
    #"{"detail":"not found: tenant acme"}"#, "found", "state", #"{"code":17}"#, "\u{0}", "Unauthorized",
    "<?xml version=\"1.0\"?><Error><Code>NoSuchBucket</Code></Error>",
  ])
  func `a 404 that names anything else does not mean that there is no state yet`(body: String) {
    #expect(!Self.response(body).meansNoState(named: "vip-segments", onGitLab: false))
  }

  @Test(arguments: [
    (#"{"message":"404 Not found"}"#, true), ("", true), (#"{"message":"404 Project Not Found"}"#, false),
    (#"{"error":"404 Not Found"}"#, false), ("Not Found", false), ("<html>404 Not Found</html>", false),
    (#"{"message":"404 Group Not Found"}"#, false),
  ])
  func `GitLab says 404 Not found for a missing state and Project Not Found for a missing project`(body: String, isMissing: Bool)
  {
    #expect(Self.response(body).meansNoState(named: "segments", onGitLab: true) == isMissing)
  }

  @Test(arguments: [
    ("<!DOCTYPE html><html><head><title>Sign in &amp; go</title>", "Sign in & go"), ("\u{FEFF} <HTML>", ""),
    ("<?xml version=\"1.0\"?>\n<!-- a --><!DOCTYPE html><title>\nLog\nin</title>", "Log in"), ("<script>x</script>", ""),
    (#"{"a":"<html>"}"#, nil), ("", nil), ("<?xml version=\"1.0\"?><Error/>", nil), ("<!--", nil), ("<?", nil),
  ])
  func `a web page is recognized by its body`(body: String, title: String?) {
    #expect(Self.response(body, status: 200).webPage == title)
  }

  @Test func `the server's words are short and visible, and contain no secret of the request`() {
    #expect(Self.response(#"{"message":"no","error":"x"}"#).words == "no: x")
    #expect(Self.response("<Error><Message>a &lt; b</Message></Error>").words == "a < b")
    #expect(Self.response("<html><title>Sign in</title>").words == #"a web page, "Sign in""#)
    #expect(Self.response("a\u{1B}[31m\u{202E}\u{200B}b\n c").words == "a\u{FFFD}[31m\u{FFFD}\u{FFFD}b c")
    #expect(Self.response("token pa55word, pa55word", secrets: ["pa55word"]).words == "token <redacted>, <redacted>")
    #expect(Self.response(String(repeating: "é", count: 100_000)).words.count == 300)
  }
}
