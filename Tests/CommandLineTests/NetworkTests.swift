import FoundationEssentials
import TestSupport
import Testing

/// How the programs reach servers: through a proxy, and with certificates of an authority of the test's own.
@Suite(.timeLimit(.minutes(5))) struct ProgramNetworkTests {
  private static let manifest = """
    version: 1
    segments:
      - name: VIP
        members: [00000000-0000-4000-8000-000000000001]
    """

  /// Runs `segplan` in a fresh folder.
  private static func plan(_ environment: [String: String], _ arguments: [String] = []) async throws -> ChildProcess.Outcome {
    try await withTemporaryFolder { folder in
      try manifest.write(toFile: "\(folder)/vip.yaml", atomically: true, encoding: .utf8)
      let standard = ["BIGCOMMERCE_STORE_HASH": "abc", "BIGCOMMERCE_ACCESS_TOKEN": "t0ken"]
      return try await Program.segplan.run(
        ["plan", "vip.yaml"] + arguments,
        in: folder,
        environment: standard.merging(environment) { _, given in given }
      )
    }
  }

  @Test func `the store and the state are reached through the proxy, whose password is never shown`() async throws {
    try await withTemporaryFolder { folder in
      let certificates = try await TestCertificates(folder: folder)
      let tls = try await certificates.server("DNS:store.example,DNS:state.example,DNS:bucket.s3.eu-west-1.amazonaws.com")
      try await withScriptedServer(tls: tls) { _ in
        .status(401)
      } _: { server in
        try await withConnectProxy(to: server.port) { proxy in
          var environment = [
            "SEGPLAN_API_URL": "https://store.example", "SSL_CERT_FILE": certificates.authority,
            "https_proxy": "http://user:s3cret@\(proxy.authority)",
          ]
          for state in ["https://state.example/state", "s3://bucket/key?region=eu-west-1", "local.json"] {
            environment["SEGPLAN_STATE"] = state
            environment["AWS_ACCESS_KEY_ID"] = "AKIA"
            environment["AWS_SECRET_ACCESS_KEY"] = "x"
            let outcome = try await Self.plan(environment, ["--verbose"])
            #expect(outcome.exitCode == 1, "\(outcome.errors)")
            #expect(!(outcome.output + outcome.errors).contains("s3cret"))
          }
          #expect(
            Set(proxy.connects.map(\.target)) == [
              "store.example:443", "state.example:443", "bucket.s3.eu-west-1.amazonaws.com:443",
            ]
          )
          #expect(Set(server.requests.map { $0.values(of: "host") }).count == 3)
        }
      }
    }
  }

  @Test(arguments: [true, false]) func `a certificate that is not trusted ends the run at the first attempt`(isStore: Bool)
    async throws
  {
    try await withTemporaryFolder { folder in
      let tls = try await TestCertificates(folder: folder).server("DNS:localhost")
      try await withScriptedServer(tls: tls) { _ in
        .status(200)
      } _: { server in
        let address = "https://localhost:\(server.port)"
        let outcome = try await Self.plan(
          isStore ? ["SEGPLAN_API_URL": address] : ["SEGPLAN_STATE": "\(address)/s", "SEGPLAN_API_URL": "http://127.0.0.1:1"]
        )
        #expect(outcome.exitCode == 1)
        let reason =
          "cannot be reached: the certificate of localhost:\(server.port) is not from an authority that this machine trusts"
        #expect(outcome.errors.contains(reason), "\(outcome.errors)")
        #expect(outcome.errors.contains("SSL_CERT_FILE"))
        #expect(server.connectionCount <= 4 && server.requests.isEmpty)
      }
    }
  }

  @Test(arguments: ["000", "099", "101"]) func `an invalid status is an error, not a crash`(status: String) async throws {
    let answer = Array("HTTP/1.1 \(status) X\r\nContent-Length: 2\r\n\r\n{}".utf8)
    try await withScriptedServer { _ in
      .raw(answer)
    } _: { server in
      for environment in [
        ["SEGPLAN_API_URL": server.address, "SEGPLAN_PATIENCE": "0"],
        ["SEGPLAN_API_URL": server.address, "SEGPLAN_PATIENCE": "0", "SEGPLAN_STATE": "\(server.address)/state"],
      ] {
        let outcome = try await Self.plan(environment)
        #expect(outcome.exitCode == 1, "\(String(describing: outcome.exitCode)) \(outcome.errors)")
        #expect(outcome.errors.contains("the answer's status is"), "\(outcome.errors)")
      }
    }
  }

  @Test func `an invalid patience is refused, and its variable is named`() async throws {
    let outcome = try await Self.plan(["SEGPLAN_API_URL": "http://127.0.0.1:1", "SEGPLAN_PATIENCE": "long"])
    #expect(outcome.exitCode == 1)
    #expect(outcome.errors.contains("SEGPLAN_PATIENCE is not a valid time"), "\(outcome.errors)")
  }

  @Test func `a run waits for a 429 without headers as long as patience allows, and reports every long wait`() async throws {
    try await withScriptedServer { _ in
      .status(429)
    } _: { server in
      let outcome = try await Self.plan(["SEGPLAN_API_URL": server.address], ["--patience", "8s"])
      #expect(outcome.exitCode == 1)
      #expect(outcome.errors.contains("the store's request quota is used up"), "\(outcome.errors)")
      #expect(server.requests.count >= 3)
    }
  }

  @Test func `a refused connection names the address that refused it`() async throws {
    try await withPortWithoutListener { port in
      let outcome = try await Self.plan(["SEGPLAN_API_URL": "http://127.0.0.1:\(port)", "SEGPLAN_PATIENCE": "0"])
      let reason = "the store cannot be reached: the connection to 127.0.0.1:\(port) failed: connection refused"
      #expect(outcome.errors.contains(reason), "\(outcome.errors)")
    }
  }
}
