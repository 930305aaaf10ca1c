import AsyncHTTPClient
import NIOCore
import NIOHTTP1

/// Posts a JSON message to a webhook.
///
/// No redirect is followed: what is meant for one address is for no other.
package struct Notifier: Sendable {
  /// How long one attempt may take, in seconds.
  private static let deadlineSeconds: Int64 = 10
  /// Answers are not of interest; so much of one is read to be able to say why it refused.
  private static let largestAnswer = 64 << 10

  private let address: NotificationAddress
  private let userAgent: String
  private let pauses: [Duration]

  /// - Parameters:
  ///   - address: Where to.
  ///   - userAgent: What the client calls itself.
  ///   - pauses: How long to wait before each further attempt.
  package init(
    address: NotificationAddress,
    userAgent: String,
    pauses: [Duration] = [.seconds(1), .seconds(5), .seconds(20)]
  ) {
    self.address = address
    self.userAgent = userAgent
    self.pauses = pauses
  }

  /// Posts until it is taken, refused for good, or tried often enough.
  ///
  /// - Parameter message: A JSON text.
  /// - Throws: ``NotificationError/undelivered(host:attempts:reason:)``; `CancellationError`.
  package func send(_ message: String) async throws {
    var configuration = HTTPClient.Configuration(redirectConfiguration: .disallow, timeout: .init(connect: .seconds(5)))
    configuration.connectionPool.retryConnectionEstablishment = false
    try await HTTPClient.withHTTPClient(configuration: configuration) { client in
      var remaining = pauses[...]
      var attempts = 0
      while true {
        attempts += 1
        let failure: Failure
        switch try await attempt(message, client) {
        case nil: return
        case let reason?: failure = reason
        }
        guard failure.isWorthAnotherTry, let pause = remaining.popFirst() else {
          throw NotificationError.undelivered(host: address.host, attempts: attempts, reason: failure.reason)
        }
        try await Task.sleep(for: pause)
      }
    }
  }

  private struct Failure {
    let reason: String
    let isWorthAnotherTry: Bool
  }

  /// `nil` when the message was taken.
  private func attempt(_ message: String, _ client: HTTPClient) async throws -> Failure? {
    var request = HTTPClientRequest(url: address.url)
    request.method = .POST
    request.headers.add(name: "Content-Type", value: "application/json")
    request.headers.add(name: "User-Agent", value: userAgent)
    request.body = .bytes(ByteBuffer(string: message))
    do {
      let response = try await client.execute(request, timeout: .seconds(Self.deadlineSeconds))
      _ = try await response.body.collect(upTo: Self.largestAnswer)
      let status = Int(response.status.code)
      switch status {
      case 200..<300: return nil
      case 300..<400: return Failure(reason: "it answered \(status), a redirect, which is not followed", isWorthAnotherTry: false)
      case 408, 429, 500..<600: return Failure(reason: "it answered \(status)", isWorthAnotherTry: true)
      default: return Failure(reason: "it answered \(status)", isWorthAnotherTry: false)
      }
    } catch is NIOTooManyBytesError {
      return Failure(reason: "its answer is too long", isWorthAnotherTry: false)
    } catch let error as CancellationError {
      throw error
    } catch {
      try Task.checkCancellation()
      // By its type alone: the text of a client's error can hold the address.
      let reason = (error as? HTTPClientError)?.shortDescription ?? "no connection (\(type(of: error)))"
      return Failure(reason: reason, isWorthAnotherTry: true)
    }
  }
}
