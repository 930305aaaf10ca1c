import Reporting
import Testing

@Suite("Quantities")
struct QuantityTests {
  @Test(arguments: [
    (0, "0"), (7, "7"), (999, "999"), (1000, "1,000"), (1340, "1,340"), (12_345, "12,345"), (100_000, "100,000"),
    (1_234_567, "1,234,567"), (-1, "-1"), (-1000, "-1,000"), (Int.max, "9,223,372,036,854,775,807"),
    (Int.min, "-9,223,372,036,854,775,808"),
  ])
  func `Thousands are separated`(value: Int, text: String) {
    #expect(Quantity.number(value) == text)
  }

  @Test(arguments: [(0, "0 members"), (1, "1 member"), (2, "2 members"), (1340, "1,340 members")])
  func `One takes the singular, and every other number the plural`(value: Int, text: String) {
    #expect(Quantity.of(value, "member") == text)
  }
}
