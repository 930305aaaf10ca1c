import AsyncHTTPClient
import Logging
import SegmentModel

/// The store's segmentation API: the only thing in the project that talks to a store.
package struct StoreClient: Sendable {
  let transport: StoreTransport
  let gate: ConcurrencyGate
  let settings: StoreClientSettings

  init(client: HTTPClient, settings: StoreClientSettings) {
    transport = StoreTransport(client: client, settings: settings)
    gate = ConcurrencyGate(limit: settings.parallelism)
    self.settings = settings
  }

  /// Runs the body with a client whose connections are closed afterwards, whatever happens.
  package static func withStoreClient<Result: Sendable>(
    _ settings: StoreClientSettings,
    _ body: (StoreClient) async throws -> sending Result
  ) async throws -> Result {
    try await HTTPClient.withHTTPClient(configuration: StoreTransport.configuration) { client in
      try await body(StoreClient(client: client, settings: settings))
    }
  }

  /// Sends the request through the gate until it is answered for good or the retry policy gives up.
  ///
  /// - Returns: An answer with one of the statuses 200, 201 and 204.
  /// - Throws: ``StoreError``; `CancellationError`.
  func answer(to request: StoreRequest) async throws -> StoreResponse {
    let clock = ContinuousClock()
    let start = clock.now
    var number = 1
    while true {
      let failure: StoreError
      let attempt: RetryPolicy.Attempt
      do {
        let response = try await gate.withPermit { try await transport.send(request) }
        let call = StoreCall(request, status: response.status, requestID: response.requestID, attempts: number)
        settings.logger.debug("answer", metadata: ["call": "\(call)"])
        guard let error = StoreError(call, response) else { return response }
        failure = error
        attempt = StatusMeaning(response.status).attempt(statedPause: response.statedPause)
      } catch let error as StoreError {
        failure = StoreError(StoreCall(request, attempts: number), error.kind)
        attempt = if case .tooLarge = error.kind { .final } else { .transient }
        settings.logger.debug("no answer", metadata: ["call": "\(failure.call)", "reason": "\(failure.kind)"])
      }
      let pause = settings.retries.pause(
        after: attempt,
        number: number,
        elapsed: clock.now - start,
        isWrite: request.isWrite,
        dice: Double.random(in: 0..<1)
      )
      guard let pause else { throw failure }
      settings.logger.debug("retry", metadata: ["call": "\(failure.call)", "pause": "\(pause)"])
      try await Task.sleep(for: pause)
      number += 1
    }
  }
}
