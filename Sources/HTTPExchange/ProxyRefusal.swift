import AsyncHTTPClient
import NIOCore
import NIOHTTP1
import NIOPosix

/// Finds the status with which a proxy refuses to connect.
///
/// The HTTP client does not report it, so this sends one more CONNECT, and nothing else if that succeeds.
struct ProxyRefusal {
  /// The deadline of the CONNECT.
  private static let seconds: Int64 = 5

  let server: ServerAddress
  let proxy: Proxy

  /// The status; `nil` if the proxy does not refuse this time or does not answer.
  func status() async -> Int? {
    try? await result(before: { try await Task.sleep(for: .seconds(Self.seconds)) }) { try await ask() }
  }

  private func ask() async throws -> Int? {
    let channel = try await ClientBootstrap(group: .singletonMultiThreadedEventLoopGroup)
      .connectTimeout(.seconds(Self.seconds))
      .connect(host: proxy.host, port: proxy.port) { channel in
        channel.eventLoop.makeCompletedFuture {
          try channel.pipeline.syncOperations.addHTTPClientHandlers()
          return try NIOAsyncChannel<HTTPClientResponsePart, HTTPClientRequestPart>(wrappingChannelSynchronously: channel)
        }
      }
    let headers: HTTPHeaders = ["Host": server.hostAndPort]
    var head = HTTPRequestHead(version: .http1_1, method: .CONNECT, uri: server.hostAndPort, headers: headers)
    if let credentials = proxy.credentials {
      let authorization = HTTPClient.Authorization.basic(username: credentials.user, password: credentials.password)
      head.headers.add(name: "Proxy-Authorization", value: authorization.headerValue)
    }
    return try await channel.executeThenClose { inbound, outbound in
      try await outbound.write(.head(head))
      try await outbound.write(.end(nil))
      for try await part in inbound {
        guard case .head(let answer) = part else { continue }
        return (200..<300).contains(answer.status.code) ? nil : Int(answer.status.code)
      }
      return nil
    }
  }
}
