package import Diagnostics

/// Problems in GitLab's Code Quality format, which shows them beside the changed lines of a merge request (GitLab docs, *Code Quality*,
/// "Code Quality report format").
package enum CodeQualityReport {
  /// An array with an entry a problem; an empty one clears what an earlier run found.
  package static func text(_ problems: [Diagnostic]) -> String {
    var known: [String: Int] = [:]
    let findings = problems.map { problem -> JSONValue in
      let place = ReportPlace(problem)
      let identity = "\(problem.code)\n\(place.path)\n\(problem.summary)"
      let ordinal = known[identity, default: 0]
      known[identity] = ordinal + 1
      return [
        "description": .text(VisibleText.of(problem.summary)),
        "check_name": .text(problem.code),
        "fingerprint": .text(StableHash.hexadecimal("\(identity)\n\(ordinal)")),
        "severity": problem.severity == .error ? "critical" : "minor",
        "location": ["path": .text(place.path), "lines": ["begin": .number(place.line)]],
      ]
    }
    return JSONText.document(.list(findings))
  }
}

/// Where a problem is, for formats that want a file for each.
struct ReportPlace {
  /// With slashes, without `./` before it, as the formats want it relative to the repository.
  let path: String
  let line: Int

  /// A problem without a place is put to the top of the folder.
  init(_ problem: Diagnostic) {
    path = Self.path(of: problem.range?.file ?? ".")
    line = problem.range?.start.line ?? 1
  }

  static func path(of file: String) -> String {
    var file = Substring(file)
    while file.hasPrefix("./") { file = file.dropFirst(2) }
    return file.isEmpty ? "." : String(file)
  }
}

/// A hash that stays the same from run to run and between machines: FNV-1a with 64 bits (Fowler, Noll, Vo).
///
/// For fingerprints that recognize a known problem; it protects nothing.
enum StableHash {
  static func hexadecimal(_ text: String) -> String {
    var hash: UInt64 = 0xCBF2_9CE4_8422_2325
    for byte in text.utf8 { hash = (hash ^ UInt64(byte)) &* 0x100_0000_01B3 }
    let digits = String(hash, radix: 16)
    return String(repeating: "0", count: 16 - digits.count) + digits
  }
}
