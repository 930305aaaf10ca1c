import Testing

@testable import Reconciliation

struct StopRequestTests {
  /// Ends only when it is cancelled.
  private static func endless() async throws -> String {
    try await Task.sleep(for: .seconds(3_600))
    return "never"
  }

  @Test func `without a request to stop, the body runs to its end`() async throws {
    let stop = StopRequest()
    #expect(try await stop.cancelling(after: .zero) { "done" } == "done")
    #expect(!stop.isRequested)
  }

  @Test func `before the first change, an interruption cancels the body at once`() async throws {
    let stop = StopRequest()
    stop.request(.interruption)
    await #expect(throws: CancellationError.self) {
      try await stop.cancelling(after: .seconds(3_600)) { try await Self.endless() }
    }
    #expect(throws: CancellationError.self) { try stop.beginWriting() }
  }

  @Test func `after the first write, the body may end and its result counts`() async throws {
    let stop = StopRequest()
    try stop.beginWriting()
    stop.request(.interruption)
    let result = try await stop.cancelling(after: .seconds(3_600)) {
      #expect(stop.isRequested)
      return "recorded"
    }
    #expect(result == "recorded")
    #expect(stop.isInterruption)
  }

  @Test func `after the first write, an interruption cancels nothing within the grace time`() async throws {
    let stop = StopRequest()
    try stop.beginWriting()
    let result = try await stop.cancelling(after: .seconds(3_600)) {
      stop.request(.interruption)
      try await Task.sleep(for: .milliseconds(100))
      return "recorded"
    }
    #expect(result == "recorded")
  }

  @Test func `after the grace time, the body is cancelled, and its result still counts`() async throws {
    let stop = StopRequest()
    try stop.beginWriting()
    stop.request(.interruption)
    let result = try await stop.cancelling(after: .milliseconds(1)) {
      do {
        return try await Self.endless()
      } catch {
        return "what was done"
      }
    }
    #expect(result == "what was done")
  }

  @Test func `a second request to stop ends the grace time`() async throws {
    let stop = StopRequest()
    try stop.beginWriting()
    stop.request(.interruption)
    let result = try await stop.cancelling(after: .seconds(3_600)) {
      Task {
        try await Task.sleep(for: .milliseconds(5))
        stop.hurry()
      }
      do {
        return try await Self.endless()
      } catch {
        return "what was done"
      }
    }
    #expect(result == "what was done")
  }

  @Test func `a failure stops the run without cancelling it, and the first reason is kept`() async throws {
    let stop = StopRequest()
    stop.request(.failure)
    stop.request(.interruption)
    #expect(stop.isRequested)
    #expect(!stop.isInterruption)
    let other = StopRequest()
    other.request(.failure)
    #expect(try await other.cancelling(after: .zero) { "done" } == "done")
    try other.beginWriting()
  }

  @Test func `the body's error is thrown to the caller`() async throws {
    struct Failure: Error {}
    await #expect(throws: Failure.self) {
      try await StopRequest().cancelling(after: .zero) { throw Failure() }
    }
  }
}
