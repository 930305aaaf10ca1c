import Synchronization

/// A wish to stop: nothing new is started, what is in flight ends in its own time. Once made it stays.
package final class StopRequest: Sendable {
  private let requested = Atomic(false)

  package init() {}

  package var isRequested: Bool { requested.load(ordering: .acquiring) }

  package func request() { requested.store(true, ordering: .releasing) }
}
