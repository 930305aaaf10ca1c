import SegmentModel
import TestSupport
import Testing

@testable import StoreSimulator

@Suite struct QueryTests {
  private static let first = ShopperProfileID.numbered(1)
  private static let second = ShopperProfileID.numbered(2)

  @Test(arguments: [
    "id:in=\(first),\(second)", "id%3Ain=\(first)%2C\(second)", "id%3ain=\(first)%2c\(second)", "id:in=\(first)&id:in=\(second)",
    "page=1&id:in=\(first),\(second.description.uppercased())", "id:in=\(first),,\(second),",
  ])
  func `ids are separated by commas or repeated, plain or percent-encoded`(text: String) throws {
    #expect(try Query(text).ids(ShopperProfileID.self) == [Self.first, Self.second])
  }

  @Test(arguments: [nil, "", "page=2", "id:in", "id:in=", "id:in=,", "ids:in=\(first)"])
  func `a parameter without ids is not a filter`(text: String?) throws {
    #expect(try Query(text).ids(ShopperProfileID.self) == nil)
  }

  @Test func `the refusal names the part that is not a UUID`() {
    #expect(throws: StoreRefusal.invalidIDs(["x"])) { try Query("id:in=\(Self.first),x").ids(ShopperProfileID.self) }
  }

  @Test func `a page has a number and a limit`() throws {
    #expect(try Query("").page() == PageRequest(number: 1, limit: 50))
    #expect(try Query("page=3&limit=250").page() == PageRequest(number: 3, limit: 250))
  }

  @Test(arguments: [
    ("limit=251", "limit"), ("limit=0", "limit"), ("limit=x", "limit"), ("page=0", "page"), ("page=-1", "page"),
    ("page=99999999999999999999", "page"),
  ])
  func `a page out of range is refused`(text: String, parameter: String) {
    #expect(throws: StoreRefusal.invalidPage(parameter: parameter)) { try Query(text).page() }
  }
}
