import Testing

@testable import StoreSimulator

@Suite struct CustomerBookTests {
  private static func book(_ ids: Int...) -> CustomerBook {
    var book = CustomerBook()
    for id in ids { book.register(id) }
    return book
  }

  @Test func `customers are sorted and unique`() {
    let book = Self.book(5, 2, 9, 2, 7, 5, 1)
    #expect(book.ids == [1, 2, 5, 7, 9])
    #expect([1, 3, 9, 10].map(book.contains) == [true, false, true, false])
  }

  @Test func `a default email follows from the number`() {
    let book = Self.book(7)
    #expect(book.customer(7) == StoredCustomer(id: 7, email: "customer7@example.com"))
    #expect(book.customer(8) == nil)
    #expect(book.id(withEmail: "Customer7@EXAMPLE.com") == 7)
    for email in ["customer07@example.com", "customer8@example.com", "customer@example.com", "customer+7@example.com"] {
      #expect(book.id(withEmail: email) == nil, "\(email)")
    }
  }

  @Test func `a customer with its own email is found only by that email, in any case`() {
    var book = Self.book(7)
    book.register(StoredCustomer(id: 7, email: "Ada@Example.com"))
    #expect(book.customer(7)?.email == "Ada@Example.com")
    #expect(book.id(withEmail: "ADA@example.COM") == 7)
    #expect(book.id(withEmail: "customer7@example.com") == nil)
    book.register(StoredCustomer(id: 7, email: "ada.l@example.com"))
    #expect(book.id(withEmail: "ada@example.com") == nil)
    #expect(book.id(withEmail: "ada.l@example.com") == 7)
  }
}
