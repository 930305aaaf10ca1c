import ServiceLifecycle

extension SimulatorClock {
  /// Holds a request up for this long, or until the server stops: nobody who stops it wants to wait for a fault.
  ///
  /// - Throws: `CancellationError` when the task is cancelled meanwhile.
  func holdUp(for duration: Duration) async throws {
    do {
      try await cancelWhenGracefulShutdown { try await sleep(for: duration) }
    } catch is CancellationError where !Task.isCancelled {
      // The server stops: what is held up is let go.
    }
  }
}
