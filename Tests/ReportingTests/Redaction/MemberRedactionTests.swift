import Diagnostics
import Reporting
import SegmentModel
import TestSupport
import Testing

@testable import Planning

struct MemberRedactionTests {
  private static let redaction = MemberRedaction(salt: Array("pepper".utf8))

  private static func isLabel(_ text: some StringProtocol) -> Bool { String(text).wholeMatch(of: /id-[0-9a-f]{10}/) != nil }

  @Test(arguments: [
    "a3f1c9e2-4b7d-4f3a-9c2e-8b7d6f9a1234",
    "A3F1C9E2-4B7D-4F3A-9C2E-8B7D6F9A1234",
    // Misspelled, and without hyphens.
    "a3f1c9e2-4b7d-4f3a-9c2e-8b7d6f9a12",
    "a3f1c9e24b7d4f3a9c2e8b7d6f9a1234",
  ])
  func `text that looks like an id becomes a short hash`(id: String) {
    #expect(Self.isLabel(Self.redaction.text(id)))
    let inside = Self.redaction.text("+ member \"\(id)\", path=/segments/\(id)/x\n")
    #expect(!inside.lowercased().contains(id.lowercased()))
    #expect(inside.hasPrefix("+ member \"id-") && inside.hasSuffix("/x\n"))
  }

  @Test func `ids that a query joins are redacted too`() {
    let ids = (1...3).map { "\(ShopperProfileID.numbered($0))" }
    let text = Self.redaction.text("DELETE /x?id%3Ain=\(ids.joined(separator: "%2C"))")
    #expect(ids.allSatisfy { !text.contains($0.suffix(20)) }, "\(text)")
  }

  @Test func `equal ids have equal labels in any case, and another salt gives other labels`() {
    let id = ShopperProfileID.numbered(7)
    #expect(Self.redaction.text("\(id)") == Self.redaction.label(id))
    #expect(Self.redaction.text("\(id)".uppercased()) == Self.redaction.label(id))
    #expect(Self.redaction.label(id) != Self.redaction.label(ShopperProfileID.numbered(8)))
    #expect(MemberRedaction(salt: [1]).label(id) != Self.redaction.label(id))
    #expect(MemberRedaction().label(id) != MemberRedaction().label(id))
  }

  @Test(arguments: [
    ("ada@example.com", "[mail]"),
    ("mail to ada.l+x@mail.example.co.uk.", "mail to [mail]."),
    ("\"email\": \"ädä@exämple.com\"", "\"email\": \"[mail]\""),
    ("a@b.cc", "[mail]"),
    ("a@b", "***"),
    ("o'brien@corp", "[mail]"),
    ("\"a b\"@example.com", "[mail]"),
    ("{\"x\":\"1\\njoe@corp\"}", "{\"x\":\"1\\n[mail]\"}"),
    ("root@host", "[mail]"),
    ("segplan/abc@loopback/", "segplan/abc@loopback/"),
    ("store abc@loopback.", "store abc@loopback."),
    ("@team", "@team"),
    ("customer: 4527", "customer: ?"),
    ("customer 4527 has", "customer ? has"),
    ("{\"customer_id\":\"4527\"}", "{\"customer_id\":\"?\"}"),
    ("no customer with the id 4527", "no customer with the id ?"),
    ("not have a customer with the number 4527", "not have a customer with the number ?"),
    ("VIP customers: 12", "VIP customers: 12"),
    ("1,200/4,000 members (30 %)", "1,200/4,000 members (30 %)"),
    ("sha256:5f70bf18a086007016e948b04aed3b82103a36bea41755b6cddfaf10ace3c6ef", nil),
    ("2026-04-01T08:00:00Z", nil),
    ("", nil),
  ])
  func `emails and customer numbers are removed, and other text stays`(text: String, redacted: String?) {
    #expect(Self.redaction.text(text) == redacted ?? text)
  }

  @Test(arguments: SeededRandom.seeds(40))
  func `redaction makes no text longer, and a second redaction changes nothing`(seed: UInt64) {
    var random = SeededRandom(seed: seed)
    let pieces = ["0a-", "a3f1c9e2-4b7d-4f3a-9c2e-8b7d6f9a1234", "@", "b.cc", "customer", " 12", "é", "\"", "x", "--", "."]
    var text = ""
    for _ in 0..<50 { text += pieces[Int.random(in: 0..<pieces.count, using: &random)] }
    let once = Self.redaction.text(text)
    #expect(once.utf8.count <= text.utf8.count, "\(random): \(text)")
    #expect(!once.contains("4b7d-4f3a"), "\(random)")
  }

  @Test func `a redacted problem has no source line and no quotation from it`() {
    let problem = Diagnostic(
      .error,
      code: "bad-profile-id",
      summary: "\"4527\" is not a shopper profile id of \"VIP\"",
      range: ReviewExample.place(line: 2),
      sourceLine: "  - 4527"
    )
    let redacted = Self.redaction.diagnostic(problem)
    #expect(redacted.summary == "\"…\" is not a shopper profile id of \"VIP\"")
    #expect(redacted.sourceLine == nil)
    #expect(redacted.range == problem.range)
  }

  @Test func `names with emails are redacted before Markdown escapes hide them`() throws {
    let segment = try Sample.planned("Friends of ada@example.com", .create(description: "x@example.com"), add: [1])
    let plan = Sample.plan([segment])
    let review = Self.redaction.review(Review(plan: plan, findings: []))
    let text = Self.redaction.text(MarkdownReport().text(review))
    #expect(text.contains("<code>Friends of &#91;mail&#93;</code>"), "\(text)")
    #expect(!text.contains("example"))
    #expect(!text.contains("\(ShopperProfileID.numbered(1))"))
  }

  @Test func `a redacted plan keeps the order of risk`() throws {
    let risky = try Sample.planned("Friends of ada@example.com", Sample.update(1), remove: 1...1, live: 1...2)
    let large = try Sample.planned("Large", Sample.update(2), add: 3...9)
    let finding = GuardrailFinding(segment: risky.name, problem: .members(resulting: 1, limit: 0))
    let review = Self.redaction.review(Review(plan: Sample.plan([large, risky]), findings: [finding]))
    let text = MarkdownReport().text(review)
    let names = text.matches(of: /\|~\|<code>(Friends|Large)/).map { String($0.1) }
    #expect(names == ["Friends", "Large"], "\(text)")
  }
}
