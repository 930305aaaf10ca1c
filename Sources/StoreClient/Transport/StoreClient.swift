import HTTPExchange
import Logging

/// The store's API for segments, customers and promotions; nothing else in the project talks to a store.
package struct StoreClient: Sendable {
  let exchanger: HTTPExchanger
  let pacer: Pacer
  let pageLimit = PageLimit()
  let meter = RequestMeter()
  let settings: StoreClientSettings

  /// Requests in flight at once, 1 to 10.
  package var parallelism: Int { settings.parallelism }

  private init(exchanger: HTTPExchanger, settings: StoreClientSettings) {
    self.exchanger = exchanger
    pacer = Pacer(settings)
    self.settings = settings
  }

  /// Runs the body with a client, and closes its connections afterwards in any case.
  package static func withStoreClient<Result: Sendable>(
    _ settings: StoreClientSettings,
    _ body: (StoreClient) async throws -> sending Result
  ) async throws -> Result {
    try await HTTPExchanger.withExchanger(network: settings.network, connectionsPerHost: connectionsPerHost) { exchanger in
      let store = StoreClient(exchanger: exchanger, settings: settings)
      return try await withThrowingTaskGroup(of: Void.self) { group in
        group.addTask { await store.pacer.ringAlarms() }
        defer { group.cancelAll() }
        return try await body(store)
      }
    }
  }

  /// Sends the request and decodes the answer's body.
  func answer<Value: Decodable & Sendable>(_ type: Value.Type, to request: StoreRequest) async throws -> Value {
    try await perform(request) { response throws(StoreError.Kind) in try response.decoded(type) }
  }

  /// Sends the request for its effect.
  ///
  /// A body that is not JSON comes from something between here and the store, such as a login page. It proves nothing
  /// about what the store did.
  func carryOut(_ request: StoreRequest) async throws {
    try await perform(request) { response throws(StoreError.Kind) in
      guard response.body.isEmpty || response.isJSON else { throw .notJSON }
    }
  }

  /// Sends the request until it succeeds or the retry policy gives up.
  ///
  /// `reading` turns a successful answer into the result.
  private func perform<Value: Sendable>(
    _ request: StoreRequest,
    reading: (StoreResponse) throws(StoreError.Kind) -> Value
  ) async throws -> Value {
    var start: Duration?
    var number = 1
    while true {
      var call = StoreCall(request, attempts: number)
      var (sharedPause, statedPause): (Duration?, Duration?) = (nil, nil)
      let failure: StoreError
      do {
        let response: StoreResponse
        (response, sharedPause) = try await pacer.pass(isWrite: request.isWrite) {
          start = start ?? settings.time.now()
          return try await send(request)
        }
        call = StoreCall(request, status: response.status, requestID: response.requestID, attempts: number)
        settings.logger.debug("answer", metadata: call.metadata())
        statedPause = response.rateLimit.retryAfter
        if let kind = StoreError.Kind(response, to: request) { throw kind }
        return try reading(response)
      } catch let kind as StoreError.Kind {
        failure = StoreError(call, kind)
      } catch let error as StoreError {
        failure = StoreError(call, error.kind)
        settings.logger.debug("no answer", metadata: call.metadata(reason: error.kind))
      }
      let now = settings.time.now()
      let pause = settings.retries.pause(
        after: failure.kind,
        sharedPause: sharedPause,
        statedPause: statedPause,
        number: number,
        elapsed: now - (start ?? now),
        isWrite: request.isWrite,
        dice: settings.dice()
      )
      guard let pause else { throw failure }
      let wait = max(pause, sharedPause ?? .zero)
      settings.logger.debug("retry", metadata: failure.call.metadata(reason: failure.kind, pause: wait))
      // After a 429 all requests wait: the pacer reports that pause and waits.
      if pause > .zero {
        settings.onEvent(.retrying(failure, after: pause))
        try await settings.time.pause(pause)
      }
      number += 1
    }
  }
}
