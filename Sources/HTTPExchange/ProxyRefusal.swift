import AsyncHTTPClient
import NIOCore
import NIOHTTP1
import NIOPosix

/// Finds out with which status a proxy refuses to connect.
///
/// The HTTP client says only that it did. One more CONNECT shows the status; nothing is sent over a connection that it may give.
struct ProxyRefusal {
  /// How long the second CONNECT may take.
  private static let seconds: Int64 = 5

  let server: ServerAddress
  let proxy: Proxy

  /// The status; `nil` when the proxy does not refuse this time, or does not answer.
  func status() async -> Int? {
    try? await withThrowingTaskGroup(of: Int?.self) { group in
      group.addTask { try await ask() }
      group.addTask {
        try await Task.sleep(for: .seconds(Self.seconds))
        return nil
      }
      defer { group.cancelAll() }
      return try await group.next() ?? nil
    }
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
