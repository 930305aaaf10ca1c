import Diagnostics
import Testing

@testable import StateStorage

@Suite("Messages about locks")
struct LockErrorTests {
  @Test func `The message about a held lock says who holds it, since when, and the lock id`() throws {
    let error = LockHeldError(location: "s.json", holder: Sample.lockInfo("id-1"), waited: .milliseconds(31_900))
    let diagnostic = try #require(error.diagnostics.first)
    #expect(error.diagnostics.count == 1)
    #expect(diagnostic.code == "state-locked")
    #expect(diagnostic.summary == "the state s.json is locked by ada@runner-7 (segapply, process 4711) after waiting 31 s")
    let detail = try #require(diagnostic.detail)
    #expect(detail.contains("since 2026-04-01T08:00:00Z, lock id id-1"))
    #expect(detail.contains("Nothing was changed."))
    #expect(detail.hasSuffix("\n\n    --lock-timeout 10m"))
  }

  @Test func `A lock without a holder's name counts as held`() throws {
    let diagnostic = try #require(LockHeldError(location: "s.json", holder: nil).diagnostics.first)
    #expect(diagnostic.summary == "the state s.json is locked by an unknown process")
    #expect(diagnostic.detail?.contains("lock id") == false)
  }

  @Test(arguments: [
    (UnlockError.notLocked(location: "s.json"), "not-locked", "the state s.json is not locked"),
    (.wrongID(location: "s.json", holder: Sample.lockInfo("id-1")), "wrong-lock-id", "the lock on s.json has the id id-1"),
    (
      .holderAlive(location: "s.json", holder: Sample.lockInfo()), "lock-holder-alive",
      "the lock on s.json is held by the running process 4711 (ada@runner-7)"
    ),
    (
      .unknownHolder(location: "s.json"), "lock-holder-unknown",
      "the lock on s.json is held by a running process that is not known"
    ),
  ])
  func `A refusal to unlock gives the reason`(error: UnlockError, code: String, summary: String) throws {
    let diagnostic = try #require(error.diagnostics.first)
    #expect(error.diagnostics.count == 1)
    #expect(diagnostic.severity == .error)
    #expect(diagnostic.code == code)
    #expect(diagnostic.summary == summary)
    #expect(diagnostic.detail != nil)
  }
}
