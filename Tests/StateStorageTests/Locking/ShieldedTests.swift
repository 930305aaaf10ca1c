import FileAccess
import TestSupport
import Testing

@testable import StateStorage

/// What must not be left half done when a run is stopped.
struct ShieldedTests {
  @Test func `a cancellation does not cut short a body that ends in time`() async throws {
    let result = try await Self.cancelled {
      try await shielded(for: .seconds(3_600), from: "x") {
        try await Task.sleep(for: .milliseconds(20))
        return "done"
      }
    }
    #expect(result == "done")
  }

  @Test func `a cancellation cuts short a body that does not end in time, with an error`() async throws {
    await #expect(throws: SettlingTimeoutError(location: "x", limit: .milliseconds(1))) {
      try await Self.cancelled {
        try await shielded(for: .milliseconds(1), from: "x") {
          try await Task.sleep(for: .seconds(3_600))
          return ""
        }
      }
    }
  }

  private static func cancelled(_ body: @Sendable @escaping () async throws -> String) async throws -> String {
    let task = Task { try await body() }
    task.cancel()
    return try await task.value
  }
}

/// Locks whose holder has ended.
@Suite(.enabled(if: ProcessTrace(of: 1) != nil, "the system does not tell processes apart"))
struct EndedHolderTests {
  private static func holder(who: String = "ada@laptop", info: String) -> LockInfo {
    LockInfo(id: "1", operation: "segapply", who: who, processID: nil, version: "1", created: "", path: "p", info: info)
  }

  private static let own = holder(who: "grace@laptop", info: "")

  /// The trace of a process that has ended.
  private static func ended() async throws -> String {
    let child = try await ChildProcess.run("sh", ["-c", "cat /proc/$$/stat; echo $$"])
    let id = try #require(child.output.split(separator: "\n").last.flatMap { Int($0) })
    let start = try #require(child.output.split(separator: ")").last?.split(separator: " ")[19])
    let living = try #require(ProcessTrace(of: 1)).description
    let world = try #require(living.split(separator: ", boot ").last)
    return "process \(id), start \(start), boot \(world)"
  }

  @Test func `a process of this machine that no longer runs has ended`() async throws {
    let text = try await Self.ended()
    #expect(Self.holder(info: text).hasEnded(seenBy: Self.own))
    #expect(Self.holder(info: text).holder.hasSuffix(")"))
    #expect(!Self.holder(info: text).holder.contains("boot"))
    // Another process that has its number by now.
    let living = try #require(ProcessTrace(of: 1)).description
    let reused = living.replacing(/start \d+/, with: "start 999999999")
    #expect(Self.holder(info: reused).hasEnded(seenBy: Self.own))
  }

  @Test func `in case of doubt, the holder counts as alive`() async throws {
    let text = try await Self.ended()
    let living = try #require(ProcessTrace(of: 1)).description
    #expect(!Self.holder(info: living).hasEnded(seenBy: Self.own))
    #expect(!Self.holder(who: "ada@desktop", info: text).hasEnded(seenBy: Self.own))
    #expect(!Self.holder(who: "ada", info: text).hasEnded(seenBy: Self.own))
    #expect(!Self.holder(info: text.replacing("boot ", with: "boot 0")).hasEnded(seenBy: Self.own))
    for info in ["", "process 4711", "process 0, start 1, boot x", "anything"] {
      #expect(!Self.holder(info: info).hasEnded(seenBy: Self.own))
    }
  }
}
