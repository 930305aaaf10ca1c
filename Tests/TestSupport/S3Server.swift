import FoundationEssentials
import Subprocess

/// An S3 server for tests: moto's, from `Tests/s3-server.py`.
///
/// One serves all tests of a process, each with a key of its own; it ends with the process.
package struct S3Server: Sendable {
  /// Keys of a user.
  package struct Keys: Sendable, Decodable {
    package let id: String
    package let secret: String
  }

  /// Such as `http://127.0.0.1:49152`.
  package let address: String
  /// May do everything.
  package let writer: Keys
  /// May read objects and list buckets.
  package let reader: Keys

  private static let checking = Pool(arguments: ["--check-signatures"])
  private static let trusting = Pool(arguments: [])

  /// The server, started by whoever asks first.
  ///
  /// With `checksSignatures` it looks at signatures and permissions, as S3 does.
  ///
  /// - Throws: ``CannotStart`` with what to do.
  package static func running(checksSignatures: Bool = true) async throws -> S3Server {
    try await (checksSignatures ? checking : trusting).server()
  }

  /// The environment of a program that has these keys; the bucket's location has the rest.
  package func environment(_ keys: Keys) -> [String: String] {
    ["AWS_ACCESS_KEY_ID": keys.id, "AWS_SECRET_ACCESS_KEY": keys.secret]
  }

  /// The location of a state that no other test uses, as `--state` takes it; the bucket that is there is `segplan-tests`.
  package func freshLocation(bucket: String = "segplan-tests") -> String {
    "s3://\(bucket)/\(UUID().uuidString)/state of segments.json?region=us-east-1&endpoint=\(address)"
  }

  /// The server could not be started.
  package struct CannotStart: Error, CustomStringConvertible {
    package var description: String {
      "the S3 server did not start; \(Python.Missing())"
    }
  }

  private struct Announcement: Decodable {
    let port: Int
    let writer: Keys
    let reader: Keys
  }

  /// Starts a server once.
  private actor Pool {
    private let arguments: [String]
    private var starting: Task<S3Server, any Error>?

    init(arguments: [String]) { self.arguments = arguments }

    func server() async throws -> S3Server {
      let task = starting ?? Task { [arguments] in try await S3Server.start(arguments) }
      starting = task
      return try await task.value
    }
  }

  private static func start(_ arguments: [String]) async throws -> S3Server {
    let (lines, news) = AsyncStream.makeStream(of: [UInt8].self)
    let python = Python.path
    // Lives as long as this process: its end closes the child's standard input.
    Task.detached {
      defer { news.finish() }
      _ = try await Subprocess.run(
        // A name on the search path or a path, which `env` tells apart.
        .name("env"),
        arguments: Arguments([python, "\(RepositoryRoot.path)/Tests/s3-server.py"] + arguments),
        input: .inputWriter,
        output: .sequence,
        error: .discarded
      ) { child in
        for try await piece in child.standardOutput { news.yield(piece.withUnsafeBytes { Array($0) }) }
      }
    }
    var text: [UInt8] = []
    for await piece in lines {
      text += piece
      guard text.last == UInt8(ascii: "\n") else { continue }
      let ready = try JSONDecoder().decode(Announcement.self, from: Data(text))
      return S3Server(address: "http://127.0.0.1:\(ready.port)", writer: ready.writer, reader: ready.reader)
    }
    throw CannotStart()
  }
}
