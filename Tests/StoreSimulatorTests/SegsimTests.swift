import FoundationEssentials
import SegmentModel
import StoreSimulator
import TestSupport
import Testing

/// The program as a child process.
@Suite(.timeLimit(.minutes(10))) struct SegsimTests {
  /// Runs segsim with arguments with which it must not begin to serve.
  private static func failure(_ arguments: String...) async throws -> (exitCode: Int32?, output: String, errors: String) {
    let outcome = try await ServingSegsim.run(arguments) { _ in Issue.record("segsim serves anyway") }
    return (outcome.exitCode, outcome.output, outcome.errors)
  }

  @Test(arguments: ServingSegsim.Stop.allCases)
  func `segsim prints one line, serves, and exits with 0 on a signal`(stop: ServingSegsim.Stop) async throws {
    let outcome = try await ServingSegsim.run(["--profiles", "3", "--token", "secret"], stop: stop) { address in
      let answer = try await StoreAddress(address).send("GET", "/shopper-profiles", token: "secret")
      #expect(try answer.json(TestPage.self).data.count == 3)
    }
    #expect(outcome.exitCode == 0)
    #expect(outcome.output.wholeMatch(of: /segsim listening on http:\/\/127\.0\.0\.1:\d+/) != nil, "\(outcome.output)")
    #expect(outcome.errors.isEmpty)
  }

  @Test func `segsim serves customers with emails, all except every tenth with a profile`() async throws {
    let outcome = try await ServingSegsim.run(["--customers", "30", "--without-profile-every", "10"]) { address in
      let path = "/customers?include=shopper_profile_id&email:in=customer9@example.com,customer10@example.com"
      let answer = try await StoreAddress(address).send("GET", path)
      #expect(answer.status == 200)
      #expect(
        answer.text.contains(#"{"email":"customer9@example.com","id":9,"shopper_profile_id":"\#(ShopperProfileID.numbered(9))"}"#)
      )
      #expect(answer.text.contains(#"{"email":"customer10@example.com","id":10,"shopper_profile_id":null}"#))
      let profiles = try await StoreAddress(address).send("GET", "/shopper-profiles").json(TestPage.self)
      #expect(profiles.meta?.pagination?.total == 27)
    }
    #expect(outcome.exitCode == 0)
  }

  @Test func `segsim stops at once although a request is delayed for an hour`() async throws {
    let outcome = try await ServingSegsim.run(["--fault", "latency:ms=3600000"]) { address in
      // Cancelled at the end of this block; the store still holds it.
      async let _ = StoreAddress(address).send("GET", "/segments")
      var log = ""
      var tries = 0
      repeat {
        log = try await StoreAddress(address).send("GET", "/_sim/log", token: nil).text
        tries += 1
      } while log == "[]" && tries < 2_000
      #expect(log.contains("\"status\":null"))
    }
    #expect(outcome.exitCode == 0)
  }

  @Test func `a store that is kept is loaded by the next run`() async throws {
    try await withTemporaryFolder { folder in
      let file = "\(folder)/store.json"
      let first = try await ServingSegsim.run(["--data", file, "--profiles", "2"]) { address in
        let created = try await StoreAddress(address).send("POST", "/segments", json: #"[{"name":"VIP"}]"#)
        #expect(created.status == 201)
      }
      #expect(first.exitCode == 0)
      // The content of the file has precedence over `--profiles`.
      let second = try await ServingSegsim.run(["--data", file, "--profiles", "9"]) { address in
        let segments = try await StoreAddress(address).send("GET", "/segments")
        #expect(segments.text.contains("\"VIP\""))
        let profiles = try await StoreAddress(address).send("GET", "/shopper-profiles").json(TestPage.self)
        #expect(profiles.data.count == 2)
      }
      #expect(second.exitCode == 0)
    }
  }

  @Test func `a problem at the start is reported in one line of text`() async throws {
    try await withTemporaryFolder { folder in
      try Data("{\"segments\": 1}".utf8).write(to: URL(filePath: "\(folder)/bad.json"))
      let missing = try await Self.failure("--seed-file", "\(folder)/none.json")
      #expect(missing == (1, "", "error: there is no file \"\(folder)/none.json\"\n"))
      let malformed = try await Self.failure("--seed-file", "\(folder)/bad.json")
      #expect(malformed == (1, "", "error: \"\(folder)/bad.json\" is not a seed file: segments: an array expected\n"))
      let unwritable = try await Self.failure("--data", "\(folder)/none/store.json")
      #expect(unwritable.exitCode == 1)
      #expect(unwritable.errors.hasPrefix("error: cannot write"))
    }
  }

  @Test func `a port in use is reported in one line`() async throws {
    try await withSimulator { simulator in
      let port = try #require(simulator.address.split(separator: ":").last.map(String.init))
      let taken = try await Self.failure("--port", port)
      #expect(taken == (1, "", "error: cannot listen on 127.0.0.1:\(port): another program uses the port\n"))
    }
  }

  @Test(arguments: [
    (["--fault", "eror"], "there is no fault \"eror\""), (["--port", "70000"], "--port takes 0 to 65535"),
    (["--scope", "none"], "'none' is invalid"), (["--token", ""], "--token must"),
    (["--seed-file", "a", "--profiles", "1"], "Use only one"), (["--profiles", "-1"], "--profiles"),
    (["--customers", "-1"], "--customers"), (["--without-profile-every", "2"], "needs --customers"),
    (["--customers", "1", "--without-profile-every", "0"], "1 or more"),
  ])
  func `invalid usage exits with 64`(arguments: [String], reason: String) async throws {
    let outcome = try await ServingSegsim.run(arguments) { _ in Issue.record("segsim serves anyway") }
    #expect(outcome.exitCode == 64)
    #expect(outcome.output.isEmpty)
    #expect(outcome.errors.contains(reason))
  }
}
