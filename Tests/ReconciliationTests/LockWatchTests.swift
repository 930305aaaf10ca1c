import Synchronization
import TestSupport
import Testing

@testable import Reconciliation
@testable import StateStorage

struct LockWatchTests {
  private struct NoAnswer: Error {}

  /// A lock that says what the test says, and then that it is held.
  private final class ScriptedLock: Sendable {
    private let script: Mutex<[(any Error)?]>
    private let count = Atomic(0)

    init(_ script: [(any Error)?]) { self.script = Mutex(script) }

    var asked: Int { count.load(ordering: .acquiring) }

    var lock: HeldLock {
      HeldLock {
        self.count.add(1, ordering: .acquiringAndReleasing)
        let answer = self.script.withLock { $0.isEmpty ? nil : $0.removeFirst() }
        if let answer { throw answer }
      } release: {
      }
    }
  }

  @Test func `a lost lock stops the run, but a server that does not answer does not`() async throws {
    let stop = StopRequest()
    let script = ScriptedLock([nil, NoAnswer(), LockLostError(location: "there", holder: nil)])
    let watch = LockWatch(lock: script.lock, interval: .milliseconds(1), stop: stop)
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
    #expect(script.asked == 3)
  }

  @Test func `the watch ends with the work that it watches`() async {
    let stop = StopRequest()
    let script = ScriptedLock([])
    #expect(await LockWatch(lock: script.lock, interval: .seconds(100_000), stop: stop).watching { 7 } == 7)
    #expect(script.asked == 0)
    #expect(!stop.isRequested)
  }
}
