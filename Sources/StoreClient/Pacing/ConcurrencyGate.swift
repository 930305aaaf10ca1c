import Synchronization

/// Who may go and who waits, without any waiting of its own: an event in, a decision out.
///
/// First come, first served.
struct GateState {
  /// One visit to the gate.
  typealias Ticket = Int

  enum Entry: Equatable {
    case go
    case wait
    /// The visit was cancelled before it arrived.
    case cancelled
  }

  /// How many may be inside at once.
  let limit: Int
  private(set) var inside = 0
  private var waiting: [Ticket] = []
  private var cancelledEarly: Set<Ticket> = []
  private var lastTicket: Ticket = 0

  init(limit: Int) { self.limit = limit }

  /// A ticket for a new visit.
  mutating func newTicket() -> Ticket {
    lastTicket += 1
    return lastTicket
  }

  /// Somebody wants in.
  mutating func arrive(_ ticket: Ticket) -> Entry {
    if cancelledEarly.remove(ticket) != nil { return .cancelled }
    if inside < limit {
      inside += 1
      return .go
    }
    waiting.append(ticket)
    return .wait
  }

  /// Somebody left; the visit that takes the place, if anybody waits.
  mutating func leave(_ ticket: Ticket) -> Ticket? {
    cancelledEarly.remove(ticket)
    guard !waiting.isEmpty else {
      inside -= 1
      return nil
    }
    return waiting.removeFirst()
  }

  /// Somebody does not want in any more; whether it was waiting and has to be told.
  ///
  /// A visit that is inside goes on until it leaves.
  mutating func cancel(_ ticket: Ticket) -> Bool {
    guard let index = waiting.firstIndex(of: ticket) else {
      cancelledEarly.insert(ticket)
      return false
    }
    waiting.remove(at: index)
    return true
  }
}

/// Bounds the requests in flight, for the whole process.
final class ConcurrencyGate: Sendable {
  /// The vendor's limit of requests in flight: *Limit of 10 concurrent requests* (segments.v3.yml, add, create and update).
  ///
  /// It was 3 until January 2025, and is counted a store and endpoint; one bound for everything keeps under it.
  static let vendorLimit = 10

  private struct Waiters {
    var state: GateState
    var continuations: [GateState.Ticket: CheckedContinuation<Void, any Error>] = [:]
  }

  private let waiters: Mutex<Waiters>

  /// - Parameter limit: 1 to ``vendorLimit``; brought into that range.
  init(limit: Int) {
    waiters = Mutex(Waiters(state: GateState(limit: min(max(limit, 1), Self.vendorLimit))))
  }

  /// Runs the body once there is room.
  ///
  /// - Throws: `CancellationError` when the task is cancelled while it waits, and whatever the body throws.
  func withPermit<Result: Sendable>(_ body: () async throws -> Result) async throws -> Result {
    let ticket = waiters.withLock { $0.state.newTicket() }
    try await enter(ticket)
    defer { leave(ticket) }
    return try await body()
  }

  private func enter(_ ticket: GateState.Ticket) async throws {
    try await withTaskCancellationHandler {
      try await withCheckedThrowingContinuation { continuation in
        let entry = waiters.withLock { waiters in
          let entry = waiters.state.arrive(ticket)
          if entry == .wait { waiters.continuations[ticket] = continuation }
          return entry
        }
        switch entry {
        case .go: continuation.resume()
        case .wait: break
        case .cancelled: continuation.resume(throwing: CancellationError())
        }
      }
    } onCancel: {
      let abandoned = waiters.withLock { waiters in
        waiters.state.cancel(ticket) ? waiters.continuations.removeValue(forKey: ticket) : nil
      }
      abandoned?.resume(throwing: CancellationError())
    }
  }

  private func leave(_ ticket: GateState.Ticket) {
    let next = waiters.withLock { waiters in
      waiters.state.leave(ticket).flatMap { waiters.continuations.removeValue(forKey: $0) }
    }
    next?.resume()
  }
}
