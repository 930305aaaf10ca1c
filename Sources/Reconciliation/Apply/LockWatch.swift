import StateStorage

/// Looks now and then whether the lock is still held while the store is changed, and stops the run when it is not: whoever freed it may
/// have let another run begin.
struct LockWatch: Sendable {
  let lock: HeldLock
  let interval: Duration
  let stop: StopRequest

  /// Runs the body, which is asked to stop when the lock is lost.
  func watching<Result: Sendable>(_ body: () async -> Result) async -> Result {
    await withTaskGroup(of: Void.self) { group in
      group.addTask { await watch() }
      let result = await body()
      group.cancelAll()
      return result
    }
  }

  private func watch() async {
    while true {
      do {
        try await Task.sleep(for: interval)
        try await lock.confirm()
      } catch is CancellationError {
        return
      } catch is LockLostError {
        stop.request(.failure)
        return
      } catch {
        // A server that does not answer says nothing about the lock; before the state is written it is asked again.
        continue
      }
    }
  }
}
