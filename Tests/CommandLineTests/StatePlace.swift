import FoundationEssentials
import StateStorage
import StoreSimulator
import TestSupport
import Testing

/// A place that the programs keep their state at, in a test that is to hold for every place.
struct StatePlace: Sendable {
  enum Kind: String, CaseIterable, Sendable, CustomTestStringConvertible {
    case local
    case http
    case gitLab
    case s3

    static var servers: [Kind] { allCases.filter { $0 != .local } }

    var testDescription: String { rawValue }
  }

  /// What no output may show.
  static let password = "pass-that-must-not-show"

  let kind: Kind
  /// What `SEGPLAN_STATE` and the credentials are.
  let environment: [String: String]
  /// The credentials of somebody who may only read.
  let readOnly: [String: String]
  /// The server, where the test itself plays it.
  let server: StateServer?
  /// What no output may show.
  let secrets: [String]

  var isServer: Bool { kind != .local }

  /// The state as `segplan state pull` prints it; `nil` when no state exists.
  func document(_ rehearsal: Rehearsal) async throws -> StateDocument? {
    let pulled = try await rehearsal.segplan("state", "pull", environment: environment)
    try #require(pulled.exitCode == 0, "\(pulled.errors)")
    return pulled.output.isEmpty ? nil : try StateCodec.decode(Array(pulled.output.utf8), location: "pulled")
  }

  /// Expects that a run's output shows no secret.
  func expectDiscretion(_ outcome: ChildProcess.Outcome, sourceLocation: SourceLocation = #_sourceLocation) {
    for secret in secrets {
      #expect(!(outcome.output + outcome.errors).contains(secret), sourceLocation: sourceLocation)
    }
  }
}

extension Rehearsal {
  /// Runs the body while the server refuses the last write of the state, which follows after the changes of the store.
  func refusingLastWrite<Result: Sendable>(
    on server: StateServer,
    _ body: @Sendable () async throws -> Result
  ) async throws -> Result {
    store.simulator.setFaults([try FaultSpec("latency:ms=500,on=add")])
    let before = store.membershipWrites.count
    async let result = body()
    try await eventually("a change of the store") { store.membershipWrites.count > before }
    server.fail("POST", .status(413))
    defer { store.simulator.setFaults([]) }
    return try await result
  }
}

/// Runs the body with an empty folder, a store, and a place for the state.
func withRehearsal(
  stateAt kind: StatePlace.Kind,
  profiles: Int = 400,
  segments: [String: [Int]] = [:],
  settings: SimulatorSettings = SimulatorSettings(),
  _ body: @Sendable (Rehearsal, StatePlace) async throws -> Void
) async throws {
  try await withRehearsal(profiles: profiles, segments: segments, settings: settings) { rehearsal in
    switch kind {
    case .local:
      let place = StatePlace(kind: kind, environment: [:], readOnly: [:], server: nil, secrets: [])
      try await body(rehearsal, place)
    case .http, .gitLab:
      func credentials(_ user: String) -> [String: String] {
        ["SEGPLAN_HTTP_USERNAME": user, "SEGPLAN_HTTP_PASSWORD": StatePlace.password]
      }
      func header(_ user: String) -> String { Data("\(user):\(StatePlace.password)".utf8).base64EncodedString() }
      let users = ["Basic \(header("writer"))": true, "Basic \(header("reader"))": false]
      let places = StateServerPlaces(kind == .gitLab ? .gitLab : .terraform, users: users)
      try await withStateServer(places) { server in
        let location = ["SEGPLAN_STATE": server.address()]
        let place = StatePlace(
          kind: kind,
          environment: location.merging(credentials("writer")) { $1 },
          readOnly: location.merging(credentials("reader")) { $1 },
          server: server,
          secrets: [StatePlace.password, header("writer"), header("reader")]
        )
        try await body(rehearsal, place)
      }
    case .s3:
      let server = try await S3Server.running()
      let location = ["SEGPLAN_STATE": server.freshLocation()]
      let place = StatePlace(
        kind: kind,
        environment: location.merging(server.environment(server.writer)) { $1 },
        readOnly: location.merging(server.environment(server.reader)) { $1 },
        server: nil,
        secrets: [server.writer.secret, server.reader.secret]
      )
      try await body(rehearsal, place)
    }
  }
}
