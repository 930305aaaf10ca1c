import StateStorage
import Testing

@Suite("Lock info")
struct LockInfoTests {
  @Test func `The lock info is one line with Terraform's names`() throws {
    #expect(
      String(decoding: try Sample.lockInfo("id-1").encoded(), as: UTF8.self) == """
        {"Created":"2026-04-01T08:00:00Z","ID":"id-1","Info":"","Operation":"segapply","PID":4711,"Path":"segplan.state.json",\
        "Version":"1.2.3","Who":"ada@runner-7"}

        """
    )
  }

  @Test func `The lock info survives a round trip`() throws {
    #expect(LockInfo(try Sample.lockInfo().encoded()) == Sample.lockInfo())
  }

  @Test(arguments: ["", "{}", "null", "{\"ID\":\"x\"", "ada", "{\"ID\":7}", "\u{0}"])
  func `Other texts are not a lock info`(text: String) {
    #expect(LockInfo(Array(text.utf8)) == nil)
  }

  @Test func `No part of a lock info is a lock info`() throws {
    let bytes = try Sample.lockInfo().encoded()
    for end in 0..<(bytes.count - 1) { #expect(LockInfo(Array(bytes[..<end])) == nil, "\(end)") }
  }
}
