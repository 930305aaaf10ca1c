import StoreClient
import Synchronization

/// Records the events of a client.
final class Listener: Sendable {
  private let heard = Mutex<[StoreClientEvent]>([])

  var events: [StoreClientEvent] { heard.withLock { $0 } }

  @Sendable func hear(_ event: StoreClientEvent) { heard.withLock { $0.append(event) } }
}
