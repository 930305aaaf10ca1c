import FoundationEssentials
import TestSupport

/// The project's files as they lie on the disk.
enum SourceTree {
  /// A Swift file.
  struct File {
    /// From the project's folder on, such as `Sources/Planning/Plan/Plan.swift`.
    let path: String
    let text: String

    /// The path's second part: the module of a source file, the target of a test.
    var module: String { String(path.split(separator: "/")[1]) }

    /// From the module's folder on, such as `Plan/Plan.swift`.
    var pathInModule: String { path.split(separator: "/").dropFirst(2).joined(separator: "/") }
  }

  /// Every Swift file below a folder of the project, by path.
  static func swiftFiles(below folder: String) throws -> [File] {
    let root = "\(RepositoryRoot.path)/\(folder)"
    return try FileManager.default.subpathsOfDirectory(atPath: root).filter { $0.hasSuffix(".swift") }.sorted().map { path in
      File(
        path: "\(folder)/\(path)",
        text: String(decoding: try Data(contentsOf: URL(filePath: "\(root)/\(path)")), as: UTF8.self)
      )
    }
  }

  /// The names of everything in a folder of the project, sorted; hidden ones too.
  ///
  /// The project's own folder is the empty path.
  static func names(in folder: String) throws -> [String] {
    try FileManager.default.contentsOfDirectory(atPath: "\(RepositoryRoot.path)/\(folder)").sorted()
  }
}
