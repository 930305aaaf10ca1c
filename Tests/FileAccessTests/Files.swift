import FoundationEssentials
import TestSupport
import Testing

/// Looks at and makes files without the code under test.
enum Files {
  static func write(_ text: String, to path: String, permissions: Int? = nil) throws {
    try Data(text.utf8).write(to: URL(filePath: path))
    if let permissions { try FileManager.default.setAttributes([.posixPermissions: permissions], ofItemAtPath: path) }
  }

  static func text(_ path: String) throws -> String {
    String(decoding: try Data(contentsOf: URL(filePath: path)), as: UTF8.self)
  }

  static func permissions(_ path: String) throws -> Int {
    let value = try FileManager.default.attributesOfItem(atPath: path)[.posixPermissions]
    return try #require(value as? Int) & 0o777
  }

  /// The names in a folder, sorted, hidden ones too.
  static func names(in folder: String) throws -> [String] {
    try FileManager.default.contentsOfDirectory(atPath: folder).sorted()
  }

  static func makeFolder(_ path: String) throws {
    try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
  }

  static func link(_ path: String, to destination: String) throws {
    try FileManager.default.createSymbolicLink(atPath: path, withDestinationPath: destination)
  }

  static func hardLink(_ path: String, to other: String) throws {
    try FileManager.default.linkItem(atPath: other, toPath: path)
  }

  /// Where a link leads; `nil` for anything else.
  static func destination(_ path: String) -> String? {
    try? FileManager.default.destinationOfSymbolicLink(atPath: path)
  }

  static func makePipe(_ path: String) async throws {
    let outcome = try await ChildProcess.run("mkfifo", [path])
    try #require(outcome.exitCode == 0, "\(outcome.errors)")
  }

  static func exists(_ path: String) -> Bool { FileManager.default.fileExists(atPath: path) }
}

extension Files {
  /// For clean-up: what cannot be removed stays behind in a temporary folder.
  static func remove(_ path: String) { try? FileManager.default.removeItem(atPath: path) }
}
