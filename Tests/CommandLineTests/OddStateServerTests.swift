import FoundationEssentials
import StateStorage
import TestSupport
import Testing

/// Servers that are not what `SEGPLAN_STATE` takes them for, or keep states in their own way.
@Suite(.serialized)
struct OddStateServerTests {
  private static let page = "<!DOCTYPE html>\n<html><head><title>Sign in</title></head></html>"

  @Test func `a web page at the state's address makes every command exit with 1, and is not saved`() async throws {
    try await withScriptedServer { _ in
      .status(200, body: Self.page, headers: ["Content-Type": "text/html"])
    } _: { server in
      try await withRehearsal(profiles: 10) { rehearsal in
        try rehearsal.declare(["A": [1]])
        #expect(try await rehearsal.segapply("--auto-approve").exitCode == 0)
        try rehearsal.declare(["A": [1, 2]])
        let writes = rehearsal.store.membershipWrites.count
        for address in ["\(server.address)/segments", "s3://bucket/key?region=x&endpoint=\(server.address)"] {
          let environment = ["SEGPLAN_STATE": address, "AWS_ACCESS_KEY_ID": "a", "AWS_SECRET_ACCESS_KEY": "b"]
          let commands = [
            ["plan"], ["drift"], ["state", "list"], ["state", "show", "A"], ["state", "pull"],
            ["state", "push", "segplan.state.json"], ["state", "rm", "A"], ["unlock", "-f", "id"],
          ]
          for command in commands {
            let outcome = try await rehearsal.segplan(command, environment: environment)
            #expect(outcome.exitCode == 1, "\(command): \(outcome.errors)")
            #expect(outcome.errors.contains(#"sent a web page, perhaps a login: "Sign in""#), "\(command): \(outcome.errors)")
            #expect(!outcome.errors.contains(".backup") && !outcome.errors.contains("segplan unlock"), "\(outcome.errors)")
            #expect(outcome.output.isEmpty, "\(command): \(outcome.output)")
          }
          let apply = try await rehearsal.segapply("--auto-approve", environment: environment)
          #expect(apply.exitCode == 1 && apply.errors.contains("a web page, perhaps a login"), "\(apply.errors)")
        }
        #expect(rehearsal.store.membershipWrites.count == writes)
      }
    }
  }

  @Test func `GitLab's 404 Project Not Found stops plan, drift and apply, with GitLab's message`() async throws {
    try await withScriptedServer { _ in
      .json(#"{"message":"404 Project Not Found"}"#, status: 404)
    } _: { server in
      try await withRehearsal(profiles: 10) { rehearsal in
        try rehearsal.declare(["A": [1]])
        let environment = ["SEGPLAN_STATE": "\(server.address)/api/v4/projects/42/terraform/state/segments"]
        for outcome in [
          try await rehearsal.segplan("plan", environment: environment),
          try await rehearsal.segplan("drift", environment: environment),
          try await rehearsal.segapply("--auto-approve", environment: environment),
        ] {
          #expect(outcome.exitCode == 1)
          #expect(outcome.errors.contains("404 Project Not Found"), "\(outcome.errors)")
        }
        #expect(rehearsal.store.membershipWrites.isEmpty)
      }
    }
  }

  @Test func `a server that stores JSON in another form works`() async throws {
    try await withStateServer(StateServerPlaces(.terraform, storing: JSONForm.rewritten)) { server in
      try await withRehearsal(profiles: 20) { rehearsal in
        let environment = ["SEGPLAN_STATE": server.address()]
        for last in [3, 9, 5] {
          try rehearsal.declare(["A": Array(1...last)])
          let apply = try await rehearsal.segapply("--auto-approve", environment: environment)
          #expect(apply.exitCode == 0, "\(apply.errors)")
        }
        let drift = try await rehearsal.segplan("drift", environment: environment)
        #expect(drift.exitCode == 0, "\(drift.errors)")
        #expect(server.stored()?.contains("3.0") == true)
      }
    }
  }

  @Test(arguments: ["drops fields", "cuts off", "keeps nothing"])
  func `a server that does not keep a state is detected before the store is changed`(fault: String) async throws {
    let places = StateServerPlaces(.terraform) { bytes in
      switch fault {
      case "drops fields": JSONForm.withTerraformsFields(bytes)
      case "cuts off": Array(bytes.prefix(40))
      default: nil
      }
    }
    try await withStateServer(places) { server in
      try await withRehearsal(profiles: 10) { rehearsal in
        try rehearsal.declare(["A": [1]])
        let apply = try await rehearsal.segapply("--auto-approve", environment: ["SEGPLAN_STATE": server.address()])
        #expect(apply.exitCode == 1)
        #expect(apply.errors.contains("does not store what this run writes"), "\(apply.errors)")
        #expect(rehearsal.store.membershipWrites.isEmpty)
        #expect(server.lockID() == nil)
      }
    }
  }

  @Test(arguments: [BucketServer.Condition.notImplemented, .ignored, .neverHolds])
  func `a bucket without If-Match is refused before the store is changed`(ifMatch: BucketServer.Condition) async throws {
    let bucket = BucketServer(ifMatch: ifMatch)
    try await withScriptedServer {
      bucket.answer($0)
    } _: { server in
      try await withRehearsal(profiles: 10) { rehearsal in
        try rehearsal.declare(["A": [1]])
        let environment = [
          "SEGPLAN_STATE": "s3://bucket/key?region=x&endpoint=\(server.address)", "AWS_ACCESS_KEY_ID": "a",
          "AWS_SECRET_ACCESS_KEY": "b",
        ]
        let apply = try await rehearsal.segapply("--auto-approve", environment: environment)
        #expect(apply.exitCode == 1)
        #expect(apply.errors.contains("has no conditional writes"), "\(apply.errors)")
        #expect(rehearsal.store.membershipWrites.isEmpty)
        #expect(bucket.paths.isEmpty)
      }
    }
  }

  @Test func `a lock that is given to everyone stops apply and unlock, which do not say that someone released it`() async throws {
    try await withScriptedServer {
      .status($0.method == "GET" ? 404 : 200)
    } _: { server in
      try await withRehearsal(profiles: 10) { rehearsal in
        try rehearsal.declare(["A": [1]])
        let environment = ["SEGPLAN_STATE": "\(server.address)/segments"]
        for outcome in [
          try await rehearsal.segapply("--auto-approve", environment: environment),
          try await rehearsal.segplan("unlock", "-f", "id", environment: environment),
        ] {
          #expect(outcome.exitCode == 1)
          #expect(outcome.errors.contains("gives its lock to several processes"), "\(outcome.errors)")
        }
        #expect(rehearsal.store.membershipWrites.isEmpty)
      }
    }
  }

  @Test func `a file that is not a state is not pushed, and the advice names that file`() async throws {
    try await withRehearsal(profiles: 10) { rehearsal in
      try rehearsal.write("{}", to: "copy.json")
      let push = try await rehearsal.segplan("state", "push", "copy.json")
      #expect(push.exitCode == 1)
      #expect(push.errors.contains("the file copy.json does not contain a state"), "\(push.errors)")
      #expect(!push.errors.contains(".backup"))
    }
  }
}
