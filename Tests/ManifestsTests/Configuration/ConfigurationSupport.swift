import Diagnostics
import SegmentModel

@testable import Manifests

/// The day of the tests of manifests: 2026-11-25.
let someDay = CalendarDay(daysSinceEpoch: 20_782)

extension SegmentDeclaration {
  /// The profiles that count on ``someDay``.
  var members: MemberSet { profiles.members(.inForce, on: someDay) }

  var profiles: DeclaredMembers<ShopperProfileID> { group.listed.profiles }

  var customers: DeclaredMembers<CustomerReference> { group.listed.customers }
}

/// Reads manifests from texts; `m1.yaml` is the first of several.
func read(_ texts: String...) -> ReadConfiguration {
  var assembly = ConfigurationAssembly(LoadingOptions(day: someDay))
  for (index, text) in texts.enumerated() {
    let file = texts.count == 1 ? "m.yaml" : "m\(index + 1).yaml"
    assembly.add(SourceText(file: file, bytes: Array(text.utf8)))
  }
  return assembly.result()
}

/// The problems as `line:column code`, by place.
func codes(_ texts: String...) -> [String] {
  precondition(texts.count == 1)
  return read(texts[0]).diagnostics.sorted.map { problem in
    let place = problem.range.map { "\($0.start.line):\($0.start.column)" } ?? "nowhere"
    return "\(place) \(problem.code)"
  }
}

/// A manifest with these lines as its only segment.
func manifest(_ segment: String) -> String {
  let lines = segment.split(separator: "\n", omittingEmptySubsequences: false)
  return "version: 1\nsegments:\n  - " + lines.joined(separator: "\n    ") + "\n"
}
