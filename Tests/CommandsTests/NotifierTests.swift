import Diagnostics
import TestSupport
import Testing

@testable import Commands

@Suite(.timeLimit(.minutes(5))) struct NotifierTests {
  private static func notifier(_ address: String, pauses: [Duration] = [.zero, .zero]) throws -> Notifier {
    Notifier(address: try NotificationAddress(address), userAgent: "segplan/test", pauses: pauses)
  }

  @Test func `a message is posted as JSON, once`() async throws {
    try await withWebhookReceiver { receiver in
      try await Self.notifier("\(receiver.address)/hook?key=secret").send("{\"text\":\"hello\"}")
      #expect(
        receiver.messages == [
          .init(method: "POST", path: "/hook?key=secret", contentType: "application/json", body: "{\"text\":\"hello\"}")
        ]
      )
    }
  }

  @Test func `a transient failure is retried`() async throws {
    try await withWebhookReceiver(statuses: [503, 429]) { receiver in
      try await Self.notifier(receiver.address).send("{}")
      #expect(receiver.messages.count == 3)
    }
  }

  @Test func `after the last attempt, the error names the host but not the address`() async throws {
    try await withWebhookReceiver(statuses: [500, 500, 500]) { receiver in
      let notifier = try Self.notifier("\(receiver.address)/services/T0/secret")
      let error = await #expect(throws: NotificationError.self) { try await notifier.send("{}") }
      #expect(error == .undelivered(host: "127.0.0.1", attempts: 3, reason: "it answered 500", advice: ""))
      #expect(error?.diagnostics.contains { "\($0)".contains("secret") } == false)
      #expect(receiver.messages.count == 3)
    }
  }

  @Test func `no redirect is followed, and a refusal is not retried`() async throws {
    try await withWebhookReceiver { other in
      try await withWebhookReceiver(statuses: [307], location: "\(other.address)/elsewhere") { receiver in
        let notifier = try Self.notifier(receiver.address)
        await #expect(throws: NotificationError.self) { try await notifier.send("{}") }
        #expect(receiver.messages.count == 1)
      }
      try await withWebhookReceiver(statuses: [404]) { receiver in
        let notifier = try Self.notifier(receiver.address)
        await #expect(throws: NotificationError.self) { try await notifier.send("{}") }
        #expect(receiver.messages.count == 1)
      }
      #expect(other.messages.isEmpty)
    }
  }

  @Test func `an answer without an end is cut off`() async throws {
    let begun = Occurrence()
    try await withScriptedServer { _ in
      .drip { begun.give() }
    } _: { server in
      let notifier = Notifier(
        address: try NotificationAddress("\(server.address)/hook"),
        userAgent: "segplan/test",
        pauses: [.zero],
        deadline: { _ in await begun.wait() }
      )
      let error = await #expect(throws: NotificationError.self) { try await notifier.send("{}") }
      #expect(error == .undelivered(host: "127.0.0.1", attempts: 2, reason: "no complete answer within 10 s", advice: ""))
      #expect(!server.requests.isEmpty)
    }
  }

  @Test(arguments: [
    "http://example.com/hook", "ftp://127.0.0.1/x", "https://user:password@example.com/", "https://", "example.com", "",
    "https://a/#b",
    "http://127.0.0.1.example.com/",
  ])
  func `only https addresses and this machine get messages`(address: String) {
    #expect(throws: NotificationError.badAddress) { try NotificationAddress(address) }
  }

  @Test func `an address is never printed`() throws {
    let address = try NotificationAddress("https://hooks.example.com/services/T0/secret")
    #expect("\(address)" == "<webhook at hooks.example.com>")
  }

  @Test(arguments: [
    ("https://prod-12.westeurope.logic.azure.com/workflows/x/triggers/manual/paths/invoke?sig=s", true),
    ("https://acme.webhook.office.com/webhookb2/x", true), ("https://1.2.environment.api.powerplatform.com/x", true),
    ("https://hooks.slack.com/services/x", false), ("https://logic.azure.com.example/x", false),
  ])
  func `an address of Microsoft Teams is recognized`(address: String, isTeams: Bool) throws {
    #expect(try NotificationAddress(address).isTeams == isTeams)
  }

  @Test func `a refused certificate is not retried, and the warning says what to do`() async throws {
    try await withTemporaryFolder { folder in
      let tls = try await TestCertificates(folder: folder).server("DNS:localhost")
      try await withScriptedServer(tls: tls) { _ in
        .status(200)
      } _: { server in
        let notifier = try Self.notifier("https://localhost:\(server.port)/services/secret")
        let error = await #expect(throws: NotificationError.self) { try await notifier.send("{}") }
        guard case .undelivered(_, 1, let reason, let advice) = error else {
          Issue.record("\(String(describing: error))")
          return
        }
        #expect(reason.contains("is not from an authority that this machine trusts"))
        #expect(advice.contains("SSL_CERT_FILE"))
        #expect(error?.diagnostics.map(\.severity) == [.warning])
      }
    }
  }
}
