package import Diagnostics
package import Planning

/// Problems in GitLab's Code Quality format, which shows them beside the changed lines of a merge request (GitLab docs,
/// *Code Quality*, "Code Quality report format").
package enum CodeQualityReport {
  /// An array with an entry per problem; an empty one clears the problems of an earlier run.
  package static func text(_ problems: [Diagnostic]) -> String {
    var known: [String: Int] = [:]
    let findings = problems.map { problem -> JSONValue in
      let identity = problem.identity
      let ordinal = known[identity, default: 0]
      known[identity] = ordinal + 1
      return [
        "description": .text(VisibleText.of(problem.summary)),
        "check_name": .text(problem.code),
        "fingerprint": .text(StableHash.hexadecimal("\(identity)\n\(ordinal)")),
        "severity": problem.severity == .error ? "critical" : "minor",
        "location": ["path": .text(problem.path), "lines": ["begin": .number(problem.range?.start.line ?? 1)]],
      ]
    }
    return JSONText.document(.list(findings))
  }
}

extension Diagnostic {
  /// The file in the repository; a problem without a place gets the folder, for formats that require one.
  fileprivate var path: String { range?.repositoryPath ?? "." }

  /// What stays the same after the lines of a problem have moved.
  var identity: String { "\(code)\n\(path)\n\(summary)" }
}

extension SourceRange {
  /// The file, relative to the repository, without `./` before it.
  var repositoryPath: String {
    var file = Substring(file)
    while file.hasPrefix("./") { file = file.dropFirst(2) }
    return file.isEmpty ? "." : String(file)
  }
}

/// A hash that is the same in every run and on every machine: FNV-1a with 64 bits (Fowler, Noll, Vo).
///
/// It is for fingerprints of known problems, not for security.
enum StableHash {
  static func hexadecimal(_ text: String) -> String {
    var hash: UInt64 = 0xCBF2_9CE4_8422_2325
    for byte in text.utf8 { hash = (hash ^ UInt64(byte)) &* 0x100_0000_01B3 }
    let digits = String(hash, radix: 16)
    return String(repeating: "0", count: 16 - digits.count) + digits
  }
}

/// The counts that GitLab's merge-request widget for Terraform shows (GitLab docs, *artifacts:reports:terraform*).
///
/// Each segment and each membership counts as a resource: `create` counts segments to create and members to add,
/// `delete` segments to delete and members to remove, `update` segments that get another name or description.
package enum GitLabPlanReport {
  package static func text(_ plan: Plan) -> String {
    let summary = plan.summary
    let updates = plan.segments.count { if case .update = $0.change { true } else { false } }
    return JSONText.document([
      "create": .number(summary.segmentsToCreate + summary.membersToAdd),
      "update": .number(updates),
      "delete": .number(summary.segmentsToDelete + summary.membersToRemove),
    ])
  }
}
