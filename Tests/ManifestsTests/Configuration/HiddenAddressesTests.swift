import Diagnostics
import Testing

@testable import Manifests

struct HiddenAddressesTests {
  @Test(arguments: [
    ("- email: ada@example.com", "- email: ***************"),
    ("- {emial: \"Ada@Example.com\", expires: never}", "- {emial: \"***************\", expires: never}"),
    ("ada@example.com", "***************"),
    ("é@é,ü@ü", "***,***"),
    ("name: Team @home, a @ b", "name: Team @home, a @ b"),
    ("no address", "no address"),
    ("", ""),
  ])
  func `an address is shown as one asterisk per character`(_ text: String, _ shown: String) {
    #expect(HiddenAddresses.masked(text) == shown)
  }

  @Test(arguments: [
    "- ada@example.com",
    "- emial: ada@example.com",
    "- {email: ada@example.com, expires: 2026-13-01}",
    "- {customer: ada@example.com}",
    "- {email: ada@example.com, customer: 1}",
    "- [ada@example.com",
  ])
  func `no problem in a manifest shows an address`(_ member: String) {
    let problems = read(manifest("name: A\nmembers:\n  \(member)")).diagnostics.sorted
    #expect(!problems.isEmpty)
    for problem in problems {
      let shown = [problem.summary, problem.sourceLine, problem.suggestion].compactMap(\.self).joined(separator: "\n")
      #expect(!shown.contains("example.com"), "\(shown)")
    }
  }

  @Test(arguments: [("4527", "- customer: 4527"), ("ada@example.com", "- email: ada@example.com"), ("vip", "UUID")])
  func `a bare number or address comes with advice on naming a customer`(_ member: String, _ advice: String) throws {
    let problem = try #require(read(manifest("name: A\nmembers:\n  - \(member)")).diagnostics.sorted.first)
    #expect(problem.code == "bad-profile-id")
    #expect(problem.detail?.contains(advice) == true, "\(problem.detail ?? "")")
  }
}
