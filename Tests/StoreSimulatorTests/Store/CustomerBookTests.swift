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

  @Test func `a default email is made from the number`() {
    let book = Self.book(7)
    #expect(book.customer(7) == StoredCustomer(id: 7, email: "customer7@example.com"))
    #expect(book.customer(8) == nil)
    #expect(book.ids(withEmail: "Customer7@EXAMPLE.com") == [7])
    for email in ["customer07@example.com", "customer8@example.com", "customer@example.com", "customer+7@example.com"] {
      #expect(book.ids(withEmail: email).isEmpty, "\(email)")
    }
  }

  @Test func `a customer with another email is found only by that email, in any case`() {
    var book = Self.book(7)
    book.register(StoredCustomer(id: 7, email: "Ada@Example.com"))
    #expect(book.customer(7)?.email == "Ada@Example.com")
    #expect(book.ids(withEmail: "ADA@example.COM") == [7])
    #expect(book.ids(withEmail: "customer7@example.com").isEmpty)
    book.register(StoredCustomer(id: 7, email: "ada.l@example.com"))
    #expect(book.ids(withEmail: "ada@example.com").isEmpty)
    #expect(book.ids(withEmail: "ada.l@example.com") == [7])
  }

  @Test func `an exact comparison tells customers apart whose emails differ in case`() {
    var book = Self.book(7, 8, 9)
    book.register(StoredCustomer(id: 7, email: "Ada@example.com"))
    book.register(StoredCustomer(id: 8, email: "ada@example.com"))
    #expect(book.ids(withEmail: "ada@example.com") == [7, 8])
    #expect(book.ids(withEmail: "ada@example.com", isExact: true) == [8])
    #expect(book.ids(withEmail: "ADA@example.com", isExact: true).isEmpty)
    #expect(book.ids(withEmail: "customer9@example.com", isExact: true) == [9])
    #expect(book.ids(withEmail: "Customer9@example.com", isExact: true).isEmpty)
  }

  @Test func `a customer that the store forgets is found neither by number nor by email`() {
    var book = Self.book(7, 8)
    book.register(StoredCustomer(id: 7, email: "ada@example.com"))
    book.forget(7)
    book.forget(8)
    #expect(book.ids.isEmpty && book.customer(7) == nil)
    #expect(book.ids(withEmail: "ada@example.com").isEmpty && book.ids(withEmail: "customer8@example.com").isEmpty)
  }
}
