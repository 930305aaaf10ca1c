import TestSupport
import Testing

@testable import Manifests

struct UnifiedDifferenceTests {
  private static func difference(_ old: String, _ new: String) -> String {
    UnifiedDifference(from: Array(old.utf8), to: Array(new.utf8)).text(name: "m.yaml")
  }

  @Test func `changes are shown in hunks, between lines of context`() {
    let old = (1...20).map { "\($0)\n" }.joined()
    let new = old.replacing("\n4\n", with: "\nfour\n").replacing("\n18\n", with: "\n18\nnew\n")
    #expect(
      Self.difference(old, new) == """
        --- m.yaml
        +++ m.yaml
        @@ -1,7 +1,7 @@
         1
         2
         3
        -4
        +four
         5
         6
         7
        @@ -16,5 +16,6 @@
         16
         17
         18
        +new
         19
         20

        """
    )
  }

  @Test func `equal texts have no difference, and a missing line break at the end is reported`() {
    #expect(Self.difference("a\n", "a\n") == "")
    #expect(Self.difference("", "") == "")
    #expect(
      Self.difference("a", "a\n") == "--- m.yaml\n+++ m.yaml\n@@ -1 +1 @@\n-a\n\\ No newline at end of file\n+a\n"
    )
    #expect(Self.difference("", "a\n") == "--- m.yaml\n+++ m.yaml\n@@ -0,0 +1 @@\n+a\n")
  }

  @Test(arguments: [
    "email: u6 at joe.example", "email: '@joe.example'", "email: u5＠joe.example", "email: joe doe <x@y.example>",
    "{email: joe at home, expires: 2026-01-01}", "\"email\" : joe", "Email: \"a\n    joe\"", "email: >-\n    joe\n\n    joe",
    "{email:\n joe\n joe}", "email:\n  - joe", "# email: joe",
  ])
  func `every value of an email is hidden, in any form`(entry: String) {
    let text = Self.difference("", "members:\n- \(entry)\n- profile: jim\n  until: then\n")
    #expect(!text.contains("joe") && text.contains("+- profile: jim\n+  until: then\n"), "\(text)")
    // The key may stand above the context that is shown.
    let lines = "- \(entry)".split(separator: "\n")
    let cut = Self.difference(lines.joined(separator: "\n"), (lines + ["  end: 1"]).joined(separator: "\n"))
    #expect(!cut.contains("joe"), "\(cut)")
  }

  @Test(arguments: SeededRandom.seeds(100))
  func `the old text and the difference together give the new text`(seed: UInt64) {
    var random = SeededRandom(seed: seed)
    let old = (0..<Int.random(in: 0...30, using: &random)).map { _ in "\(Int.random(in: 0...20, using: &random))\n" }
    var new = old.filter { _ in Int.random(in: 0...5, using: &random) > 0 }
    for _ in 0..<Int.random(in: 0...4, using: &random) {
      new.insert("\(Int.random(in: 0...20, using: &random))\n", at: Int.random(in: 0...new.count, using: &random))
    }
    let text = Self.difference(old.joined(), new.joined())
    #expect(Self.patched(old, text) == new, "\(text)")
  }

  /// The lines with a difference applied.
  private static func patched(_ old: [String], _ difference: String) -> [String] {
    var new: [String] = []
    var next = 0
    for line in difference.split(separator: "\n").dropFirst(2) {
      if let hunk = line.wholeMatch(of: /@@ -(\d+)(,0)?.*/) {
        let start = (Int(hunk.1) ?? 0) - (hunk.2 == nil ? 1 : 0)
        new += old[next..<start]
        next = start
      } else if line.first == "+" {
        new.append("\(line.dropFirst())\n")
      } else {
        if line.first == " " { new.append(old[next]) }
        if old[next] != "\(line.dropFirst())\n" { return ["does not fit: \(line)"] }
        next += 1
      }
    }
    return new + old[next...]
  }
}
