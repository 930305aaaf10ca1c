import Diagnostics
import StateStorage
import Testing

@Suite("Messages of state errors")
struct StateErrorTests {
  @Test(arguments: [
    (
      StateError.corrupt(location: "s.json", reason: "it is torn"), "state-corrupt", "the state s.json is corrupt: it is torn",
      ".backup"
    ),
    (
      .corrupt(location: "https://h/s", reason: "it is torn"), "state-corrupt", "the state https://h/s is corrupt: it is torn",
      "segplan state push --force FILE --state 'https://h/s'"
    ),
    (
      .corrupt(location: "s3://b/k", reason: "it is torn"), "state-corrupt", "the state s3://b/k is corrupt: it is torn",
      "If the bucket keeps versions"
    ),
    (.notAState(file: "f", reason: "it is torn"), "not-a-state", "the file f does not contain a state: it is torn", "state pull"),
    (
      .newerVersion(location: "s.json", found: 3, newest: 1), "state-newer",
      "the state s.json has format 3; this program reads up to format 1", "newer release"
    ),
    (
      .otherStore(location: "s.json", recorded: "a", wanted: "b"), "state-other-store",
      "the state s.json belongs to the store a, not to b", "BIGCOMMERCE_STORE_HASH"
    ),
    (
      .changedMeanwhile(location: "s.json"), "state-changed", "another process wrote the state s.json during this run",
      "Run the command again"
    ),
    (
      .goneMeanwhile(location: "s.json"), "state-gone", "the state s.json no longer exists, although this run read it",
      "The server has lost it"
    ),
  ])
  func `Each message says what is wrong and what to do`(error: StateError, code: String, summary: String, advice: String) throws {
    let diagnostic = try #require(error.diagnostics.first)
    #expect(error.diagnostics.count == 1)
    #expect(diagnostic.severity == .error)
    #expect(diagnostic.code == code)
    #expect(diagnostic.summary == summary)
    #expect(diagnostic.detail?.contains(advice) == true)
    // Servers have no such file.
    if summary.contains("://") { #expect(diagnostic.detail?.contains(".backup") == false) }
  }
}
