import Testing

@testable import SegmentModel

@Suite struct TimestampTests {
  @Test(
    arguments: [
      (0, "1970-01-01T00:00:00Z"), (951_782_400, "2000-02-29T00:00:00Z"), (1_767_225_600, "2026-01-01T00:00:00Z"),
      (1_709_251_199, "2024-02-29T23:59:59Z"), (253_402_300_799, "9999-12-31T23:59:59Z"),
    ] as [(Int64, String)]
  )
  func `seconds and text give the same time`(seconds: Int64, text: String) {
    #expect(Timestamp(seconds: seconds).text == text)
    #expect(Timestamp(text)?.seconds == seconds)
  }

  @Test(arguments: [
    "", "2026-01-01", "2026-02-29T00:00:00Z", "2026-13-01T00:00:00Z", "2026-01-01T24:00:00Z", "2026-01-01T00:00:00+01",
    "2026-01-01 00:00:00Z", "1969-12-31T23:59:59Z", "2026-0a-01T00:00:00Z",
  ])
  func `a text in another form is refused`(text: String) {
    #expect(Timestamp(text) == nil)
  }
}
