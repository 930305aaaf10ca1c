import Diagnostics
import StateStorage
import Testing

@Suite("State errors' words")
struct StateErrorTests {
  @Test(arguments: [
    (
      StateError.corrupt(location: "s.json", reason: "it is torn"), "state-corrupt", "the state s.json is corrupt: it is torn",
      ".backup"
    ),
    (
      .newerVersion(location: "s.json", found: 3, newest: 1), "state-newer",
      "the state s.json has format 3; this program reads up to format 1", "newer release"
    ),
    (
      .otherStore(location: "s.json", recorded: "a", wanted: "b"), "state-other-store",
      "the state s.json belongs to the store a, not to b", "BIGCOMMERCE_STORE_HASH"
    ),
    (
      .changedMeanwhile(location: "s.json"), "state-changed", "the state s.json was written by somebody else during this run",
      "Run the command again"
    ),
    (.unsupportedLocation("gs://x"), "state-location", "no state can be kept at gs://x", "--state"),
  ])
  func `Each says what is wrong and what to do`(error: StateError, code: String, summary: String, advice: String) throws {
    let diagnostic = try #require(error.diagnostics.first)
    #expect(error.diagnostics.count == 1)
    #expect(diagnostic.severity == .error)
    #expect(diagnostic.code == code)
    #expect(diagnostic.summary == summary)
    #expect(diagnostic.detail?.contains(advice) == true)
  }
}
