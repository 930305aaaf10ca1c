/// The release of all programs, which no other place names.
package enum ToolVersion {
  package static let current = "0.1.0"

  /// What `--version` prints.
  package static var description: String {
    // `git archive` replaces this with the commit (.gitattributes), and releases are built from such an archive.
    let commit = "$Format:%H$"
    // The standard library does not know its patch release.
    let swift = "\(_SwiftStdlibVersion.current)".split(separator: ".").prefix(2).joined(separator: ".")
    return "\(current) (\(commit.hasPrefix("$") ? "working copy" : commit), Swift \(swift))"
  }
}
