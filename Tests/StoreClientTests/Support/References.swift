import SegmentModel
import Testing

@testable import StoreClient

/// The customers with these numbers, as a manifest names them by id.
func customers(_ numbers: some Sequence<Int>) throws -> [CustomerReference] {
  try numbers.map { .id(try #require(CustomerID($0))) }
}

/// Customers as a manifest names them by email.
func emails(_ texts: some Sequence<String>) throws -> [CustomerReference] {
  try texts.map { .email(try #require(EmailAddress($0))) }
}

/// The client of a store that answers over HTTP like the vendor's, with pauses that take no time.
func withClient<Result: Sendable>(
  of address: String,
  token: String,
  log: RecordingLog = RecordingLog(),
  onEvent: @escaping @Sendable (StoreClientEvent) -> Void = { _ in },
  _ body: (StoreClient) async throws -> sending Result
) async throws -> Result {
  let settings = try testSettings(address, token: token, logger: log.logger, onEvent: onEvent)
  return try await StoreClient.withStoreClient(settings, body)
}
