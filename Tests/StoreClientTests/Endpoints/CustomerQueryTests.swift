import SegmentModel
import TestSupport
import Testing

@testable import StoreClient

@Suite struct CustomerQueryTests {
  /// What a query's parameter asks for, read the way a server does.
  private static func values(_ query: CustomerQuery, named name: String) throws -> [String] {
    let parameter = query.parameter
    try #require(parameter.hasPrefix("\(name)%3Ain="))
    return parameter.dropFirst(name.count + "%3Ain=".count).split(separator: "%2C", omittingEmptySubsequences: false).map(
      String.init
    )
  }

  @Test func `no references give no query`() {
    #expect(CustomerQuery.queries(for: [], fixedBytes: 100).isEmpty)
  }

  @Test func `up to 249 ids are requested at a time, each once and in order, so that no answer fills a page`() throws {
    let references = try customers((1...600).reversed()) + customers([7, 600])
    let queries = CustomerQuery.queries(for: references, fixedBytes: 120)
    #expect(queries.map(\.references.count) == [249, 249, 102])
    #expect(try queries.flatMap { try Self.values($0, named: "id") } == (1...600).map(String.init))
  }

  @Test func `ids and emails are requested separately`() throws {
    let references = try customers([2]) + emails(["b@example.com", "A@example.com", "a@EXAMPLE.com"])
    let queries = CustomerQuery.queries(for: references, fixedBytes: 120)
    #expect(
      queries.map(\.parameter) == [
        "id%3Ain=2", "email%3Ain=A%40example.com%2Ca%40EXAMPLE.com%2Ca%40example.com%2Cb%40example.com",
      ]
    )
    #expect(queries.map(\.customerCount) == [1, 2])
  }

  @Test(arguments: [
    ("ada+shop@example.com", "ada%2Bshop%40example.com"), ("o'neil&co=1@example.com", "o%27neil%26co%3D1%40example.com"),
    ("100%@example.com", "100%25%40example.com"), ("a/b?c#d@example.com", "a%2Fb%3Fc%23d%40example.com"),
    ("jos\u{e9}@example.com", "jos%C3%A9%40example.com"), ("a.b-c_d~e@example.com", "a.b-c_d~e%40example.com"),
  ])
  func `every character with another meaning in an address is encoded`(email: String, encoded: String) throws {
    let queries = CustomerQuery.queries(for: try emails([email]), fixedBytes: 120)
    #expect(queries.map(\.parameter) == ["email%3Ain=\(encoded)"])
  }

  @Test func `an address is asked for as written and in lower case, in the composed form of Unicode`() throws {
    for email in ["Jose\u{301}@Example.com", "Jos\u{e9}@Example.com"] {
      let queries = CustomerQuery.queries(for: try emails([email]), fixedBytes: 120)
      #expect(queries.map(\.parameter) == ["email%3Ain=Jos%C3%A9%40Example.com%2Cjos%C3%A9%40example.com"])
    }
  }

  @Test(arguments: SeededRandom.seeds(30))
  func `both spellings of addresses keep to the length, and none is lost or asked for twice`(seed: UInt64) throws {
    var random = SeededRandom(seed: seed)
    let fixed = Int.random(in: 60...600, using: &random)
    let texts = (1...Int.random(in: 1...900, using: &random)).map { number in
      let name = ["Ada", "ada", "e\u{301}", "É", "q"].randomElement(using: &random) ?? ""
      return String(repeating: name, count: Int.random(in: 0...20, using: &random)) + "\(number % 700)@example.com"
    }
    let queries = CustomerQuery.queries(for: try emails(texts), fixedBytes: fixed)
    #expect(queries.allSatisfy { fixed + $0.parameter.utf8.count <= CustomerQuery.maximumAddressLength })
    #expect(queries.allSatisfy { (1...CustomerQuery.maximumCount).contains($0.references.count) })
    let asked = try queries.flatMap { try Self.values($0, named: "email") }
    let wanted = try Set(texts + texts.map { $0.lowercased() }).flatMap { text in
      let alone = CustomerQuery.queries(for: try emails([text]), fixedBytes: fixed)
      return try alone.flatMap { try Self.values($0, named: "email") }
    }
    #expect(asked.count == Set(asked).count)
    #expect(Set(asked) == Set(wanted))
    let people = queries.reduce(0) { $0 + $1.customerCount }
    // A person whose spellings fall into two queries counts in both.
    #expect((0..<queries.count).contains(people - Set(texts.map { $0.lowercased() }).count))
  }

  @Test(arguments: SeededRandom.seeds(30))
  func `queries keep the maximum length, lose no reference, and are as few as possible`(seed: UInt64) throws {
    var random = SeededRandom(seed: seed)
    let fixed = Int.random(in: 60...600, using: &random)
    let texts = (1...Int.random(in: 1...900, using: &random)).map { number in
      String(repeating: ["+", "a", "é", "b"].randomElement(using: &random) ?? "", count: Int.random(in: 0...60, using: &random))
        + "\(number)@example.com"
    }
    let queries = CustomerQuery.queries(for: try emails(texts), fixedBytes: fixed)
    let lengths = queries.map { fixed + $0.parameter.utf8.count }
    #expect(lengths.allSatisfy { $0 <= CustomerQuery.maximumAddressLength })
    #expect(queries.allSatisfy { (1...CustomerQuery.maximumCount).contains($0.references.count) })
    let asked = try queries.flatMap { try Self.values($0, named: "email") }
    #expect(asked.count == texts.count)
    #expect(Set(asked).count == texts.count)
    for (query, next) in zip(queries, queries.dropFirst()) where query.references.count < CustomerQuery.maximumCount {
      let first = try #require(try Self.values(next, named: "email").first)
      let length = fixed + query.parameter.utf8.count + "%2C\(first)".utf8.count
      #expect(length > CustomerQuery.maximumAddressLength, "the next email would have fit")
    }
  }

  @Test func `an email that is too long for the maximum is sent alone`() throws {
    let queries = CustomerQuery.queries(for: try emails(["a@example.com", "b@example.com"]), fixedBytes: 10_000)
    #expect(queries.map(\.references.count) == [1, 1])
  }
}
