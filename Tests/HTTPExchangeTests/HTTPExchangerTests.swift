import HTTPExchange
import TestSupport
import Testing

@Suite(.timeLimit(.minutes(5))) struct HTTPExchangerTests {
  /// What comes of one request to a server that answers so; the time for it is never up.
  private static func exchange(
    _ method: String = "GET",
    path: String = "/a",
    headers: [(name: String, value: String)] = [],
    body: [UInt8]? = nil,
    maximumBody: Int = 1_000,
    script: @escaping ScriptedServer.Script
  ) async throws -> (result: Result<HTTPAnswer, HTTPFailure>, requests: [RecordedRequest]) {
    try await withScriptedServer(script) { server in
      try await HTTPExchanger.withExchanger { exchanger in
        let call = HTTPCall(method, server.address + path, headers: headers, body: body)
        do throws(any Error) {
          let answer = try await exchanger.answer(to: call, deadline: .seconds(600), maximumBody: maximumBody) { _ in
            try await never()
          }
          return (.success(answer), server.requests)
        } catch let failure as HTTPFailure {
          return (.failure(failure), server.requests)
        }
      }
    }
  }

  @Test func `a request is sent as it is, and its answer is complete`() async throws {
    let (result, requests) = try await Self.exchange(
      "PUT",
      path: "/a%2Fb?c%3Ain=%2B",
      headers: [(name: "X-Auth-Token", value: "t")],
      body: Array("body".utf8)
    ) { _ in .status(404, body: "none", headers: ["X-Request-ID": "7"]) }
    let request = try #require(requests.first)
    #expect(requests.count == 1)
    #expect(request.method == "PUT")
    #expect(request.target == "/a%2Fb?c%3Ain=%2B")
    #expect(request.values(of: "x-auth-token") == ["t"])
    #expect(request.text == "body")
    let answer = try result.get()
    #expect(answer.status == 404)
    #expect(answer.headers["x-request-id"] == "7")
    #expect(answer.body == Array("none".utf8))
  }

  @Test(arguments: [301, 302, 303, 307, 308], ["GET", "DELETE", "POST"])
  func `no redirect is followed`(status: Int, method: String) async throws {
    try await withScriptedServer { _ in
      .status(200)
    } _: { stranger in
      let location = "\(stranger.address)/elsewhere"
      let (result, requests) = try await Self.exchange(method) { _ in .status(status, headers: ["Location": location]) }
      #expect(try result.get().status == status)
      #expect(try result.get().headers["location"] == location)
      #expect(requests.count == 1)
      #expect(stranger.requests.isEmpty)
    }
  }

  @Test(arguments: [false, true]) func `the deadline ends an answer that never starts or never ends`(drips: Bool)
    async throws
  {
    let begun = Occurrence()
    try await withScriptedServer { _ in
      drips ? .drip { begun.give() } : .silence { begun.give() }
    } _: { server in
      try await HTTPExchanger.withExchanger { exchanger in
        let failure = await #expect(throws: HTTPFailure.self) {
          try await exchanger.answer(
            to: HTTPCall("GET", "\(server.address)/", headers: []),
            deadline: .seconds(77),
            maximumBody: 1_000
          ) { deadline in
            #expect(deadline == .seconds(77))
            await begun.wait()
          }
        }
        #expect(failure == .timedOut(seconds: 77))
      }
    }
  }

  @Test func `a body up to the limit is read, and a larger one is not`() async throws {
    let chunk = [UInt8](repeating: 0x20, count: 100)
    #expect(try await Self.exchange { _ in .chunked(200, chunk: chunk, times: 10) }.result.get().body.count == 1_000)
    for answer in [ScriptedAnswer.chunked(200, chunk: chunk, times: 11), .cutOff(200, body: "{", length: 1_001)] {
      let result = try await Self.exchange { _ in answer }.result
      #expect(throws: HTTPFailure.tooLarge(limit: 1_000)) { try result.get() }
    }
  }

  @Test func `an answer that ends too early is a failure`() async throws {
    let hungUp = try await Self.exchange { _ in .hangUp }.result
    let closed = HTTPFailure.unreachable(reason: "the connection was closed before the answer was complete")
    #expect(throws: closed) { try hungUp.get() }
    let short = try await Self.exchange { _ in .cutOff(200, body: "{}", length: 3) }.result
    #expect(throws: HTTPFailure.self) { try short.get() }
  }

  @Test func `nothing is sent twice`() async throws {
    let (_, requests) = try await Self.exchange { _ in .hangUp }
    #expect(requests.count == 1)
  }

  @Test func `a refused connection is reported without its address`() async throws {
    try await withPortWithoutListener { port in
      try await HTTPExchanger.withExchanger { exchanger in
        let call = HTTPCall("POST", "http://127.0.0.1:\(port)/services/secret?key=secret", headers: [], body: [])
        let failure = await #expect(throws: HTTPFailure.self) {
          try await exchanger.answer(to: call, deadline: .seconds(600), maximumBody: 10) { _ in try await never() }
        }
        guard case .unreachable(let reason) = failure else {
          Issue.record("\(String(describing: failure))")
          return
        }
        #expect(reason.lowercased().contains("refused"), "\(reason)")
        #expect(!reason.contains("secret"))
      }
    }
  }

  @Test(arguments: ["no address", "ftp://127.0.0.1/secret", "http:///secret"])
  func `an invalid address is a failure that does not show it`(url: String) async throws {
    try await HTTPExchanger.withExchanger { exchanger in
      let failure = await #expect(throws: HTTPFailure.self) {
        try await exchanger.answer(to: HTTPCall("GET", url, headers: []), deadline: .seconds(600), maximumBody: 10) { _ in
          try await never()
        }
      }
      guard case .unreachable(let reason) = failure else {
        Issue.record("\(String(describing: failure))")
        return
      }
      #expect(!reason.contains("secret"))
    }
  }

  @Test func `the client uses as many connections at once as requested`() async throws {
    let barrier = Barrier(count: 10)
    try await withScriptedServer { _ in
      await barrier.wait()
      return .status(200)
    } _: { server in
      let statuses = try await HTTPExchanger.withExchanger(connectionsPerHost: 10) { exchanger in
        try await withThrowingTaskGroup(of: Int.self) { group in
          for _ in 0..<10 {
            group.addTask {
              let call = HTTPCall("GET", "\(server.address)/", headers: [])
              return try await exchanger.answer(to: call, deadline: .seconds(600), maximumBody: 10) { _ in try await never() }
                .status
            }
          }
          return try await group.reduce(into: [Int]()) { $0.append($1) }
        }
      }
      #expect(statuses == Array(repeating: 200, count: 10))
    }
  }

  @Test func `a cancelled task receives only the cancellation`() async throws {
    let begun = Occurrence()
    try await withScriptedServer { _ in
      .drip { begun.give() }
    } _: { server in
      try await HTTPExchanger.withExchanger { exchanger in
        let task = Task {
          try await exchanger.answer(
            to: HTTPCall("GET", "\(server.address)/", headers: []),
            deadline: .seconds(600),
            maximumBody: 1_000
          ) {
            _ in try await never()
          }
        }
        await begun.wait()
        task.cancel()
        await #expect(throws: CancellationError.self) { try await task.value }
      }
    }
  }
}
