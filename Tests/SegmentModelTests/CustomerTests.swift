import SegmentModel
import Testing

@Suite struct CustomerTests {
  @Test(arguments: [("1", 1), ("4527", 4527), ("2147483647", 2_147_483_647), ("007", 7)])
  func `a customer id is a positive whole number`(text: String, number: Int) {
    #expect(CustomerID(text: text) == CustomerID(number))
    #expect(CustomerID(text: text) != nil)
  }

  @Test(arguments: ["", "0", "-1", "+1", "1.5", "2147483648", "99999999999", "12a", " 1", "１"])
  func `anything else is no customer id`(text: String) {
    #expect(CustomerID(text: text) == nil)
  }

  @Test func `email addresses compare without regard to case`() {
    #expect(EmailAddress("Ada@Example.COM") == EmailAddress("ada@example.com"))
    #expect(EmailAddress("ada@example.com")?.text == "ada@example.com")
  }

  @Test(arguments: ["", "ada", "@example.com", "ada@", "a@b@c", "a da@example.com", "ada@exa,mple.com", "ada@example.com\n"])
  func `what the store could not be asked for is no email address`(text: String) {
    #expect(EmailAddress(text) == nil)
  }

  @Test func `no way of printing an email address shows it`() throws {
    let email = try #require(EmailAddress("ada@example.com"))
    var dumped = ""
    dump(email, to: &dumped)
    dump(CustomerReference.email(email), to: &dumped)
    let shown = "\(email) \(String(reflecting: email)) \(CustomerReference.email(email)) \(String(describing: [email])) \(dumped)"
    #expect(!shown.contains("ada"))
    #expect(shown.contains("<redacted>"))
  }

  @Test func `customers are cut into batches of at most 50, none of them empty`() throws {
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
