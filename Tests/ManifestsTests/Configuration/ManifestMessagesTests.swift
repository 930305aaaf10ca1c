import Diagnostics
import Reporting
import TestSupport
import Testing

@testable import Manifests

/// What people read when a manifest is wrong, held as files.
struct ManifestMessagesTests {
  private static func report(_ texts: String...) -> String {
    var assembly = ConfigurationAssembly(LoadingOptions(day: someDay))
    for (index, text) in texts.enumerated() {
      assembly.add(SourceText(file: "segments/\(index + 1).yaml", bytes: Array(text.utf8)))
    }
    return DiagnosticReport(style: .plain).text(assembly.result().diagnostics.sorted)
  }

  @Test func `messages about mistakes in a manifest match the golden file`() throws {
    let text = """
      version: 1
      defaults: {mode: authoritive, guardrails: {max_removals: 250%}}
      segments:
        - name: VIP customers
          memebers:
            - a3f1c9e2-4b7d-4f3a-9c2e-8b7d6f9a1234
        - name: vip Customers
          members:
            - a3f1c9e2-4b7d-4f3a-9c2e-8b7d6f9a123
            - a3f1c9e2-4b7d-4f3a-9c2e-8b7d6f9a1234
            - a3f1c9e2-4b7d-4f3a-9c2e-8b7d6f9a1234
            - {customer: 4527}
        - name: Beta
          members:
          allow_empty: yes
        - {id: 17, ensure: absent, name: Old, name: Older, members: [x]}
        - members: []
        - name: " Spring"
      """
    try GoldenFile.expect(Self.report(text), is: "mistakes.txt")
  }

  @Test func `messages about mistakes that end the reading match the golden file`() throws {
    try GoldenFile.expect(
      Self.report(
        "version: 1\nsegments:\n  - name: VIP\n   members: []\n",
        "version: 1\nsegments: [\n",
        "version: 1\nsegments: *nobody\n",
        "&all [*all]\n",
        "version: !include version.yaml\n",
        "version: 1\nname: \u{7}\n",
        "# nothing here\n",
        String(repeating: "[", count: 70),
        "version: 2\nsegments: []\n"
      ),
      is: "unreadable.txt"
    )
  }
}
