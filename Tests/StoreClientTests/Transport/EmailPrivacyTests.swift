import Diagnostics
import SegmentModel
import StoreSimulator
import Synchronization
import TestSupport
import Testing

@testable import StoreClient

/// No email of a customer gets into a log, an error or an event, whatever the store answers.
@Suite struct EmailPrivacyTests {
  private static let email = "ada.lovelace@example.com"

  /// Answers that a store, or something in front of it, could repeat the address in.
  @Test(arguments: [400, 404, 409, 422, 500, 503, 507, 302, 401, 403, 414, 418, 429])
  func `the client does not keep what the store repeats`(status: Int) async throws {
    let body = """
      {"status": \(status), "title": "No customer \(Self.email)", "errors": {"email:in": "\(Self.email) is not valid", \
      "\(Self.email)": "ada%2Elovelace%40example.com"}}
      """
    try await Self.expectSilence(.json(body, status: status, headers: ["Location": "http://127.0.0.1:9/?email:in=\(Self.email)"]))
  }

  @Test(arguments: [
    #"{"data": [{"id": "ada.lovelace@example.com"}]}"#, #"{"data": [{"id": 1, "email": {"ada.lovelace@example.com": 1}}]}"#,
    #"{"data": [{"id": 1, "shopper_profile_id": "ada.lovelace@example.com"}]}"#, "ada.lovelace@example.com", #"{"data": "#,
  ])
  func `an answer that the client does not understand is not shown`(body: String) async throws {
    try await Self.expectSilence(.json(body))
  }

  @Test func `the error of a broken connection shows no address`() async throws {
    try await Self.expectSilence(.hangUp)
    try await Self.expectSilence(.cutOff(200, body: "{\"data\": [", length: 1_000))
  }

  @Test func `a successful search leaves no email in the log`() async throws {
    let log = RecordingLog()
    let settings = SimulatorSettings(faults: [try FaultSpec("error:status=503,on=customers,times=1")])
    try await withSimulator(store: Store(customers: 20, withoutProfileEvery: nil), settings: settings) { simulator in
      let found = try await withClient(of: simulator.address, token: simulator.token, log: log) {
        try await $0.customers(matching: try emails(["customer7@example.com"]))
      }
      #expect(found.count == 1)
    }
    #expect(log.entries.map(\.message) == ["answer", "retry", "answer"])
    for entry in log.entries { #expect(!Self.tells("\(entry)"), "\(entry)") }
  }

  /// Asks for the customer of a store that answers so, and reads everything that is said of it.
  private static func expectSilence(_ answer: ScriptedAnswer) async throws {
    let log = RecordingLog()
    let events = Mutex<[String]>([])
    let retries = RetryPolicy(maximumAttempts: 2)
    let (said, requests) = try await withScriptedStore(
      retries: retries,
      log: log,
      onEvent: { event in events.withLock { $0.append("\(event)") } },
      script: { _ in answer },
      { client in
        do {
          _ = try await client.customers(matching: try emails([email]))
          return ["no error"]
        } catch let error as any DiagnosedError {
          return ["\(error)", "\(error.diagnostics)", String(reflecting: error)]
        }
      }
    )
    #expect(said.count == 3)
    // It was asked for, and so it could have been said.
    #expect(requests.allSatisfy { $0.target.contains("ada.lovelace%40example.com") } && !requests.isEmpty)
    #expect(!log.entries.isEmpty)
    for text in said + log.entries.map({ "\($0)" }) + events.withLock({ $0 }) { #expect(!tells(text), "\(text)") }
  }

  private static func tells(_ text: String) -> Bool {
    ["lovelace", "customer7", "@example", "%40"].contains { text.lowercased().contains($0) }
  }
}
