import HTTPExchange
import TestSupport
import Testing

/// Real TLS on this machine, with certificates of an authority of the test's own.
@Suite(.timeLimit(.minutes(5))) struct NetworkTests {
  private static func ask(_ url: String, _ environment: [String: String], isAWS: Bool = false) async throws -> Result<
    Int, HTTPFailure
  > {
    let network = NetworkSettings(environment)
    return try await HTTPExchanger.withExchanger(network: isAWS ? network.forAWS : network) { exchanger in
      let call = HTTPCall("GET", url, headers: [(name: "X-Auth-Token", value: "s3cret")])
      do {
        return .success(try await exchanger.answer(to: call, deadline: .seconds(60), maximumBody: 1_000).status)
      } catch let failure as HTTPFailure {
        return .failure(failure)
      }
    }
  }

  /// Runs the body with a TLS server that counts what reaches it.
  private static func withServer(
    _ names: String,
    days: Int = 30,
    _ body: @Sendable (_ server: ScriptedServer, _ authority: String, _ folder: String) async throws -> Void
  ) async throws {
    try await withTemporaryFolder { folder in
      let certificates = try await TestCertificates(folder: folder)
      let tls = try await certificates.server(names, days: days)
      try await withScriptedServer(tls: tls) { _ in
        .status(200)
      } _: { server in
        try await body(server, certificates.authority, folder)
      }
    }
  }

  @Test(arguments: ["SSL_CERT_FILE", "SSL_CERT_DIR"])
  func `a certificate from an authority that a variable names is trusted`(variable: String) async throws {
    try await Self.withServer("DNS:localhost,IP:127.0.0.1") { server, authority, folder in
      let value = variable == "SSL_CERT_DIR" ? "/usr/lib:\(folder)" : authority
      for host in ["localhost", "127.0.0.1"] {
        let result = try await Self.ask("https://\(host):\(server.port)/", [variable: value])
        #expect(result == .success(200))
      }
    }
  }

  @Test func `AWS_CA_BUNDLE applies only to S3 and AWS's token service, and takes precedence over the others`() async throws {
    try await Self.withServer("DNS:localhost") { server, authority, _ in
      let url = "https://localhost:\(server.port)/"
      for variable in ["AWS_CA_BUNDLE", "SSL_CERT_FILE"] {
        let result = try await Self.ask(url, [variable: authority], isAWS: true)
        #expect(result == .success(200))
      }
      let other = try await Self.ask(url, ["AWS_CA_BUNDLE": authority])
      #expect(throws: HTTPFailure.self) { try other.get() }
    }
  }

  @Test(arguments: [
    ("DNS:localhost", 30, false, "is not from an authority that this machine trusts", "SSL_CERT_FILE"),
    ("DNS:localhost", -1, true, "has expired (on 20", "Renew it"),
    ("DNS:other.example,DNS:*.third.example", 30, true, "is for another host: other.example, *.third.example", "address"),
  ])
  func `a refused certificate has a reason in one sentence, and no request is sent`(
    names: String,
    days: Int,
    isTrusted: Bool,
    reason: String,
    advice: String
  ) async throws {
    try await Self.withServer(names, days: days) { server, authority, _ in
      let result = try await Self.ask("https://localhost:\(server.port)/secret", isTrusted ? ["SSL_CERT_FILE": authority] : [:])
      guard case .failure(.lasting(let words, let todo)) = result else {
        Issue.record("\(result)")
        return
      }
      #expect(words.hasPrefix("the certificate of localhost:\(server.port) ") && words.contains(reason), "\(words)")
      #expect(todo.contains(advice), "\(todo)")
      #expect(!"\(words)\(todo)".contains("secret") && !words.contains("BoringSSL"))
      // One to try, and one to see the certificate.
      #expect(server.connectionCount == 2)
      #expect(server.requests.isEmpty)
    }
  }

  @Test func `a server without TLS at an https address is reported as such`() async throws {
    try await withScriptedServer { _ in
      .status(200)
    } _: { server in
      let result = try await Self.ask("https://localhost:\(server.port)/", [:])
      guard case .failure(.lasting(let words, _)) = result else {
        Issue.record("\(result)")
        return
      }
      #expect(words == "localhost:\(server.port) does not speak TLS")
    }
  }

  @Test(arguments: ["SSL_CERT_FILE", "SSL_CERT_DIR", "AWS_CA_BUNDLE"])
  func `a variable without certificates is an error with its name`(variable: String) async throws {
    try await withTemporaryFolder { folder in
      for value in ["\(folder)/nothing", variable == "SSL_CERT_DIR" ? folder : "/etc/hostname"] {
        let result = try await Self.ask("https://localhost:1/", [variable: value], isAWS: true)
        guard case .failure(.lasting(let reason, _)) = result else {
          Issue.record("\(result)")
          continue
        }
        #expect(reason.contains(variable))
      }
    }
  }

  @Test(arguments: [
    ["HTTPS_PROXY": "https://corp:3128"], ["ALL_PROXY": "socks5://user:x@p"], ["SSL_CERT_FILE": "/nothing"],
    ["SSL_CERT_DIR": "/nothing"],
  ]) func `an unused variable does not stop a request`(environment: [String: String]) async throws {
    try await withScriptedServer { _ in
      .status(200)
    } _: { server in
      let result = try await Self.ask("http://127.0.0.1:\(server.port)/", environment)
      #expect(result == .success(200))
    }
  }

  @Test(arguments: ["https", "http"])
  func `requests go through the proxy with its user, and TLS ends at the server`(scheme: String) async throws {
    try await withTemporaryFolder { folder in
      let certificates = try await TestCertificates(folder: folder)
      let tls = scheme == "https" ? try await certificates.server("DNS:store.example") : nil
      try await withScriptedServer(tls: tls) { _ in
        .status(200)
      } _: { server in
        try await withConnectProxy(to: server.port) { proxy in
          let environment = [
            "\(scheme)_proxy": "http://user:p%40ss@\(proxy.authority)", "SSL_CERT_FILE": certificates.authority,
            "NO_PROXY": "other.example",
          ]
          let result = try await Self.ask("\(scheme)://store.example/path", environment)
          #expect(result == .success(200))
          let port = scheme == "https" ? 443 : 80
          #expect(proxy.connects == [.init(target: "store.example:\(port)", authorization: "Basic dXNlcjpwQHNz")])
          #expect(server.requests.map(\.target) == ["/path"])
          #expect(server.requests.first?.values(of: "proxy-authorization") == [])
          // This machine is reached directly, whatever the variables say.
          _ = try await Self.ask("\(scheme)://localhost:\(server.port)/direct", environment)
          #expect(proxy.connects.count == 1)
        }
      }
    }
  }

  @Test func `a refused certificate is examined through the proxy too`() async throws {
    try await Self.withServer("DNS:store.example", days: -1) { server, authority, _ in
      try await withConnectProxy(to: server.port) { proxy in
        let result = try await Self.ask("https://store.example/", ["HTTPS_PROXY": proxy.authority, "SSL_CERT_FILE": authority])
        #expect("\(result)".contains("the certificate of store.example has expired (on 20"), "\(result)")
      }
    }
  }

  @Test(arguments: [
    ("407 Proxy Authentication Required", "p", "asks for a user and a password", true),
    ("407 Proxy Authentication Required", "user:s3cret@", "refuses the user or the password", true),
    ("403 Forbidden", "", "refuses to connect to store.example:443 (status 403)", true),
    ("302 Found", "", "refuses to connect to store.example:443 (status 302)", true),
    ("503 Service Unavailable", "", "refuses to connect to store.example:443 (status 503)", false),
  ])
  func `the refusal of a proxy is explained`(refusal: String, user: String, reason: String, isLasting: Bool) async throws {
    try await withConnectProxy(to: 1, refusal: refusal) { proxy in
      let prefix = user.hasSuffix("@") ? user : ""
      let result = try await Self.ask("https://store.example/", ["HTTPS_PROXY": "http://\(prefix)\(proxy.authority)"])
      guard case .failure(let failure) = result else {
        Issue.record("\(result)")
        return
      }
      #expect("\(failure)".contains("the proxy \(proxy.authority) \(reason)"), "\(failure)")
      #expect(!"\(failure)".contains("s3cret"))
      if case .lasting = failure { #expect(isLasting) } else { #expect(!isLasting) }
    }
  }
}
