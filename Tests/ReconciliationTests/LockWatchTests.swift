import StateStorage
import Synchronization
import TestSupport
import Testing

@testable import Reconciliation

struct LockWatchTests {
  private struct NoAnswer: Error {}

  /// A lock that says what the test says, and then that it is held.
  private final class ScriptedLock: HeldLock {
    private let script: Mutex<[(any Error)?]>
    private let count = Atomic(0)

    init(_ script: [(any Error)?]) { self.script = Mutex(script) }

    var asked: Int { count.load(ordering: .acquiring) }

    func confirm() async throws {
      count.add(1, ordering: .acquiringAndReleasing)
      let answer = script.withLock { $0.isEmpty ? nil : $0.removeFirst() }
      if let answer { throw answer }
    }

    func release() async throws {}
  }

  @Test func `a lost lock stops the run, a server that does not answer does not`() async throws {
    let stop = StopRequest()
    let lock = ScriptedLock([nil, NoAnswer(), LockLostError(location: "there", holder: nil)])
    let watch = LockWatch(lock: lock, interval: .milliseconds(1), stop: stop)
    let stopped: Bool = await watch.watching {
      do {
        try await eventually("a stop") { stop.isRequested }
        return true
      } catch {
        return false
      }
    }
    #expect(stopped)
    #expect(!stop.isInterruption)
    #expect(lock.asked == 3)
  }

  @Test func `the watch ends with what it watches`() async {
    let stop = StopRequest()
    let lock = ScriptedLock([])
    #expect(await LockWatch(lock: lock, interval: .seconds(100_000), stop: stop).watching { 7 } == 7)
    #expect(lock.asked == 0)
    #expect(!stop.isRequested)
  }
}
