import FoundationEssentials
import TestSupport
import Testing

/// What documents point at is there.
struct DocumentTests {
  /// Every Markdown file of the project, by path; golden files are no documents.
  private static func documents() throws -> [(path: String, text: String)] {
    let root = RepositoryRoot.path
    let folders = ["docs", "examples"].flatMap { folder in
      (FileManager.default.enumeratorPaths(below: "\(root)/\(folder)")).map { "\(folder)/\($0)" }
    }
    return try (["README.md", "CHANGELOG.md"] + folders).filter { $0.hasSuffix(".md") }.sorted().map { path in
      (path, String(decoding: try Data(contentsOf: URL(filePath: "\(root)/\(path)")), as: UTF8.self))
    }
  }

  private static func isThere(_ path: String) -> Bool { FileManager.default.fileExists(atPath: "\(RepositoryRoot.path)/\(path)") }

  @Test func `every relative link leads to an existing file, and to an existing heading if it names one`() throws {
    let documents = try Self.documents()
    try #require(documents.count > 20)
    for document in documents {
      let folder = document.path.split(separator: "/").dropLast()
      for link in document.text.matches(of: /\]\(([^)\s]+)\)/).map({ String($0.1) }) where !link.contains("://") {
        let parts = link.split(separator: "#", maxSplits: 1, omittingEmptySubsequences: false)
        var path = parts[0].isEmpty ? document.path.split(separator: "/") : folder + parts[0].split(separator: "/")
        while let up = path.firstIndex(of: "..") { path.removeSubrange((up - 1)...up) }
        let target = path.joined(separator: "/")
        #expect(Self.isThere(target), "\(document.path): \(link)")
        guard parts.count == 2, let text = documents.first(where: { $0.path == target })?.text else { continue }
        #expect(Self.anchors(text).contains(String(parts[1])), "\(document.path): there is no heading for \(link)")
      }
    }
  }

  @Test func `every source file that the architecture and the guide for contributors name exists`() throws {
    for document in try Self.documents() where ["docs/architecture.md", "docs/CONTRIBUTING.md"].contains(document.path) {
      let paths = document.text.matches(of: /`((?:Sources|Tests|docs|examples)\/[A-Za-z0-9_+.\/-]+)`/).map { String($0.1) }
      for path in paths { #expect(Self.isThere(path), "\(document.path): \(path)") }
    }
  }

  /// The headings of a document as GitHub names them in links.
  private static func anchors(_ text: String) -> Set<String> {
    let headings = text.split(separator: "\n").filter { $0.hasPrefix("#") }
    return Set(
      headings.map { heading in
        let words = heading.drop { $0 == "#" }.drop { $0 == " " }.lowercased()
        return String(
          words.filter { $0.isLetter || $0.isNumber || $0 == "-" || $0 == "_" || $0 == " " }.map { $0 == " " ? "-" : $0 }
        )
      }
    )
  }
}

extension FileManager {
  /// Paths of everything below a folder; none if it cannot be read.
  fileprivate func enumeratorPaths(below folder: String) -> [String] {
    (try? subpathsOfDirectory(atPath: folder)) ?? []
  }
}
