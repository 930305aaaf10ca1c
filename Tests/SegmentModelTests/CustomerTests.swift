import SegmentModel
import TestSupport
import Testing

@Suite struct CustomerTests {
  @Test(arguments: [("1", 1), ("4527", 4527), ("2147483647", 2_147_483_647), ("007", 7)])
  func `a customer id is a positive whole number`(text: String, number: Int) {
    #expect(CustomerID(text: text) == CustomerID(number))
    #expect(CustomerID(text: text) != nil)
  }

  @Test(arguments: ["", "0", "-1", "+1", "1.5", "2147483648", "99999999999", "12a", " 1", "１"])
  func `anything else is not a customer id`(text: String) {
    #expect(CustomerID(text: text) == nil)
  }

  @Test func `email addresses compare without regard to case`() {
    #expect(EmailAddress("Ada@Example.COM") == EmailAddress("ada@example.com"))
    #expect(EmailAddress("ada@example.com")?.text == "ada@example.com")
    #expect(EmailAddress("Ada@Example.COM")?.written == "Ada@Example.COM")
    #expect(EmailAddress("Ada@Example.COM")?.lowercased.written == "ada@example.com")
  }

  @Test func `an address is in the composed form of Unicode, however it is typed`() throws {
    let typed = try #require(EmailAddress("JOSE\u{301}@Example.com"))
    #expect(Array(typed.written.utf8) == Array("JOS\u{C9}@Example.com".utf8))
    #expect(Array(typed.text.utf8) == Array("jos\u{E9}@example.com".utf8))
    #expect(typed == EmailAddress("jos\u{E9}@example.com"))
    // The Greek question mark is the same character as a semicolon.
    #expect(EmailAddress("a\u{37E}b@example.com") == nil)
  }

  @Test(arguments: [
    "", "ada", "@example.com", "ada@", "a@b@c", "a da@example.com", "ada@exa,mple.com", "ada@example.com\n",
    " ada@example.com", "ada@example.com ", "ada@ example.com", "ada @example.com", "a\tda@example.com", "ada@example.com\r",
    "ada\u{85}@example.com", "ada@example.com\u{2028}", "\u{2003}ada@example.com", "ada\u{202F}@example.com",
    "ada@example.com\u{2060}",
    "\u{FEFF}ada@example.com", "ada\u{115F}@example.com", "ada@example\u{2800}.com", "ada\0@example.com",
  ])
  func `a text that cannot be looked up is not an email address`(text: String) {
    #expect(EmailAddress(text) == nil)
  }

  @Test(arguments: [
    "jo\u{200B}e@example.com", "joe@example.com\u{A0}", "\u{FEFF}joe@example.com", "joe@exam\u{AD}ple.com",
    "joe\u{3000}@example.com",
    "joe@example.com\u{200E}", "\"a\"b\"@example.com", "\"\"@x", "joe@[127.0.0.1]", "<joe@example.com>", "mailto:joe@example.com",
    "joe@a;b",
  ])
  func `a text with a hidden character, a quote or a bracket is not an address`(text: String) {
    #expect(EmailAddress(text) == nil)
  }

  @Test(arguments: [
    "o'brien@example.com", "joe@corp", "jörg@münchen.example", "r&d+x@a-b.example", "{x}@y", "\"a b\"@example.com", "\"q\"@e.f",
    "朋@例え.テスト",
  ])
  func `unusual but valid email addresses are accepted`(text: String) { #expect(EmailAddress(text)?.text == text) }

  @Test(arguments: [
    ("joe@corp", "[]"), ("to o'brien@corp.example.", "to []."), ("'o''brien@corp'", "'[]'"), ("{email: joe@corp}", "{email: []}"),
    ("{\"email\":\"joe@corp\",\"x\":1}", "{\"email\":\"[]\",\"x\":1}"), ("\"a b\"@corp.example x", "[] x"),
    ("{\"e\":\"\\\"a b\\\"@corp\"}", "{\"e\":\"[]\"}"), ("line\\njoe@corp", "line\\n[]"),
    ("x\\u0041joe@corp\\n", "x\\u0041[]\\n"),
    ("joe@[127.0.0.1], x", "[], x"), ("<joe@corp>", "<[]>"), ("a@b@c", "[]"), ("jörg@münchen.example!", "[]!"),
    ("(joe@corp)", "([])"),
    ("joe@a,ann@b", "[],[]"), ("@team a @ b c@", "@team a @ b c@"), ("joe@corp:12", "[]:12"), ("", ""),
  ])
  func `one rule finds all addresses in texts`(text: String, shown: String) {
    var bytes = Array(text.utf8)
    for range in EmailAddress.ranges(in: bytes).reversed() { bytes.replaceSubrange(range, with: "[]".utf8) }
    #expect(String(decoding: bytes, as: UTF8.self) == shown)
  }

  @Test(arguments: SeededRandom.seeds(100))
  func `every address that the reader accepts is found in full`(seed: UInt64) {
    var random = SeededRandom(seed: seed)
    let pieces = Array("ab.'`{}!#$%&*+-/=?^_|~éß例0".map(String.init))
    func word() -> String {
      (0...Int.random(in: 0..<8, using: &random)).map { _ in pieces[Int.random(in: 0..<pieces.count, using: &random)] }.joined()
    }
    let address = "a\(word())@\(word())z"
    #expect(EmailAddress(address) != nil)
    for text in ["\(address)", "- email: \(address)\n", "{\"email\": \"\(address)\"}", "x (\(address)), y"] {
      let ranges = EmailAddress.ranges(in: Array(text.utf8))
      #expect(ranges.map { String(decoding: Array(text.utf8)[$0], as: UTF8.self) } == [address], "\(random)")
    }
  }

  @Test func `no way to print an email address shows it`() throws {
    let email = try #require(EmailAddress("ada@example.com"))
    var dumped = ""
    dump(email, to: &dumped)
    dump(CustomerReference.email(email), to: &dumped)
    let shown = "\(email) \(String(reflecting: email)) \(CustomerReference.email(email)) \(String(describing: [email])) \(dumped)"
    #expect(!shown.contains("ada"))
    #expect(shown.contains("<redacted>"))
  }

  @Test func `customers are split into batches of 1 to 50`() throws {
    let customers = (1...101).compactMap { CustomerID($0) }
    let batches = CustomerBatch.batches(of: customers.reversed() + customers)
    #expect(batches.map(\.customers.count) == [50, 50, 1])
    #expect(batches.flatMap(\.customers) == customers)
    #expect(CustomerBatch.batches(of: []).isEmpty)
    #expect(CustomerBatch([]) == nil)
    #expect(CustomerBatch(customers) == nil)
    let halves = try #require(batches[0].halves)
    #expect(halves.0.customers + halves.1.customers == batches[0].customers)
    #expect(batches[2].halves == nil)
  }
}
