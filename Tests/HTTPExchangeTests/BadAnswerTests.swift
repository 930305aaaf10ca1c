import FoundationEssentials
import HTTPExchange
import TestSupport
import Testing

/// Answers that HTTP does not allow, byte by byte.
@Suite(.timeLimit(.minutes(5))) struct BadAnswerTests {
  private static func ask(_ answer: [UInt8], maximumBody: Int = 100_000) async throws -> Result<HTTPAnswer, HTTPFailure> {
    try await withScriptedServer { _ in
      .raw(answer)
    } _: { server in
      try await HTTPExchanger.withExchanger { exchanger in
        do {
          let call = HTTPCall("GET", "\(server.address)/", headers: [])
          return .success(try await exchanger.answer(to: call, deadline: .seconds(60), maximumBody: maximumBody))
        } catch let failure as HTTPFailure {
          return .failure(failure)
        }
      }
    }
  }

  @Test(
    arguments: [
      "000", "001", "007", "042", "099", "100", "101", "103", "199", "1000", "2000", "20", "-20", "+200", "2 0", "abc", "",
      "99999999999999999999",
      "0x1",
    ],
    ["Content-Length: 2\r\n\r\n{}", "\r\n", "Transfer-Encoding: chunked\r\n\r\n2\r\n{}\r\n0\r\n\r\n"]
  )
  func `an invalid status is a bad answer`(status: String, rest: String) async throws {
    let result = try await Self.ask(Array("HTTP/1.1 \(status) X\r\n\(rest)".utf8))
    guard case .failure(.unreachable(let reason)) = result else {
      Issue.record("\(result)")
      return
    }
    #expect(!reason.isEmpty && !reason.contains("\n"))
  }

  @Test(arguments: ["600", "999"]) func `an unknown status is an answer`(status: String) async throws {
    let answer = try await Self.ask(Array("HTTP/1.1 \(status) X\r\nContent-Length: 0\r\n\r\n".utf8)).get()
    #expect(answer.status == Int(status))
    #expect(!answer.isTransientFailure)
  }

  /// `{"a":1}` as gzip and zlib write it.
  private static let gzip: [UInt8] = [
    0x1F, 0x8B, 0x08, 0x00, 0x00, 0x00, 0x00, 0x00, 0x02, 0x03, 0xAB, 0x56, 0x4A, 0x54, 0xB2, 0x32, 0xAC, 0x05, 0x00, 0xAF, 0xAC,
    0x1B, 0x56,
    0x07, 0x00, 0x00, 0x00,
  ]

  private static func packed(_ encoding: String, _ body: [UInt8]) -> [UInt8] {
    Array(
      "HTTP/1.1 200 OK\r\nContent-Encoding: \(encoding)\r\nContent-MD5: abc\r\nContent-Length: \(body.count)\r\n\r\n".utf8
    ) + body
  }

  @Test(arguments: ["gzip", "GZIP", "deflate"]) func `an unrequested compression is unpacked`(encoding: String) async throws {
    let answer = try await Self.ask(Self.packed(encoding, Self.gzip)).get()
    #expect(String(decoding: answer.body, as: UTF8.self) == "{\"a\":1}")
    // What is about the packed bytes is not left beside the others.
    #expect(answer.headers["content-encoding"] == nil && answer.headers["content-md5"] == nil)
  }

  @Test func `no compression is requested`() async throws {
    let values = try await withScriptedServer { _ in
      .status(200)
    } _: { server in
      _ = try await HTTPExchanger.withExchanger { exchanger in
        try await exchanger.answer(
          to: HTTPCall("GET", "\(server.address)/", headers: []),
          deadline: .seconds(60),
          maximumBody: 10
        ).status
      }
      return server.requests.first?.values(of: "accept-encoding")
    }
    #expect(values == ["identity"])
  }

  @Test(arguments: ["br", "zstd", "compress", "gzip, gzip", "x\u{7F}y"]) func `an unknown compression is refused with a message`(
    encoding: String
  )
    async throws
  {
    let result = try await Self.ask(Self.packed(encoding, [1, 2, 3]))
    guard case .failure(let failure) = result else {
      Issue.record("\(result)")
      return
    }
    #expect("\(failure)".contains("Content-Encoding: ") || encoding.contains("x"), "\(failure)")
  }

  @Test func `a truncated or invalid compressed answer is a failure`() async throws {
    for body in [Array(Self.gzip.dropLast(9)), Array("not packed at all".utf8), Self.gzip + [1, 2, 3], []] {
      let result = try await Self.ask(Self.packed("gzip", body))
      #expect("\(result)".contains("cannot be unpacked"), "\(result)")
    }
  }

  @Test func `a decompression bomb is stopped`() async throws {
    // 20,000,000 zeros in 20 KB, of which the bound allows 100,000 bytes.
    let bomb = try await Self.bomb()
    let result = try await Self.ask(Self.packed("gzip", bomb))
    guard case .failure = result else {
      Issue.record("\(result)")
      return
    }
  }

  private static func bomb() async throws -> [UInt8] {
    try await withTemporaryFolder { folder in
      let path = "\(folder)/bomb.gz"
      _ = try await ChildProcess.run("bash", ["-c", "head -c 20000000 /dev/zero | gzip > \(path)"])
      return Array(try Data(contentsOf: URL(filePath: path)))
    }
  }
}
