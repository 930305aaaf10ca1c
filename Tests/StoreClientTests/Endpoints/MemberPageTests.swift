import HTTPExchange
import SegmentModel
import TestSupport
import Testing

@testable import StoreClient

/// The shortcut for pages of members, held against the decoder.
@Suite struct MemberPageTests {
  private static let page = WireText.page(
    WireText.profiles((1...3).map { .numbered($0) }),
    total: 3,
    count: 3,
    perPage: 250,
    currentPage: 1,
    totalPages: 1,
    next: "?page=2"
  )

  /// Pieces that a page could go wrong, or be written otherwise, with.
  private static let pieces = [
    "", "\"", "{", "}", "[", "]", ",", ":", " ", "\n", "\\", "\\u0069", "\\\"", "0", "01", "-1", "1.0", "1e3", "1.5", "null",
    "true", "é", "\u{0}", "\u{7F}",
    "\"id\":", "\"data\":[],", "\"meta\":{},", "\"total\":1,", "\"links\":{},", "\"links\":[],", "\"next\":null,",
    "\"next\":\"\",", "99999999999999999999", "123456789012345678", "\"id\": \"x\",",
    "{}", "[[[[]]]]",
    "\u{FEFF}", "A", "f", "-",
  ]

  @Test func `the fast reader reads a page of the documented form`() throws {
    let page = try #require(MemberPageScanner.page(Array(Self.page.utf8)))
    #expect(page.data.map(\.id) == (1...3).map { .numbered($0) })
    #expect(page.pagination?.total == 3)
    #expect(page.pagination?.count == 3)
    #expect(page.pagination?.perPage == 250)
    #expect(page.pagination?.currentPage == 1)
    #expect(page.pagination?.totalPages == 1)
    #expect(page.pagination?.hasNext == true)
  }

  @Test(arguments: [
    "", "{}", "[]", #"{"data":[{}]}"#, #"{"data":[{"id":7}]}"#, #"{"data":[],"data":[]}"#, #"{"data":[]} x"#, #"{"data":[],}"#,
    #"{"data":[{"id":"00000000-0000-4000-8000-00000000000g"}]}"#, #"{"data":[],"meta":{"pagination":{"total":-1}}}"#,
    #"{"d\u0061ta":[]}"#,
    #"{"data":[],"x":1.5}"#,
    #"{"data":[],"x":"é"}"#, #"{"data":[],"x":[[[[[[[[[[[[[[[[[[1]]]]]]]]]]]]]]]]]]}"#,
  ]) func `a page in another form is left to the decoder`(body: String) {
    #expect(MemberPageScanner.page(Array(body.utf8)) == nil)
  }

  @Test(arguments: SeededRandom.seeds(400))
  func `the decoder reads every page that the fast reader accepts in the same way`(seed: UInt64) {
    var random = SeededRandom(seed: seed)
    for _ in 0..<25 {
      var bytes = Array(Self.page.utf8)
      for _ in 0..<Int.random(in: 1...3, using: &random) { Self.damage(&bytes, using: &random) }
      guard let page = MemberPageScanner.page(bytes) else { continue }
      let text = String(decoding: bytes, as: UTF8.self)
      let response = StoreResponse(status: 200, headers: [:], body: bytes)
      do {
        let decoded = try response.decodedByFoundation(WirePage<WireProfile>.self)
        #expect(decoded.data.map(\.id) == page.data.map(\.id), "\(text)")
        #expect(decoded.pagination == page.pagination, "\(text)")
        #expect(decoded.isBlank == page.isBlank, "\(text)")
      } catch {
        Issue.record("the decoder says \(error) of \(text)")
      }
    }
  }

  @Test func `the fast reader and the decoder give the same members`() throws {
    func response(_ text: String) -> StoreResponse { StoreResponse(status: 200, headers: [:], body: Array(text.utf8)) }
    let page = try response(Self.page).decoded(WirePage<WireProfile>.self)
    #expect(try page.data.map(\.id) == response(Self.page).decodedByFoundation(WirePage<WireProfile>.self).data.map(\.id))
    #expect(throws: StoreError.Kind.notJSON) { try response("<html>").decoded(WirePage<WireProfile>.self) }
  }

  /// Takes a part out, doubles it, overwrites it or puts a piece in.
  private static func damage(_ bytes: inout [UInt8], using random: inout SeededRandom) {
    let start = Int.random(in: 0..<bytes.count, using: &random)
    let end = min(bytes.count, start + Int.random(in: 0...12, using: &random))
    switch Int.random(in: 0..<4, using: &random) {
    case 0: bytes.removeSubrange(start..<end)
    case 1: bytes.insert(contentsOf: bytes[start..<end], at: start)
    case 2: bytes[start] = UInt8.random(in: .min ... .max, using: &random)
    default: bytes.replaceSubrange(start..<min(end, start + 2), with: Array((pieces.randomElement(using: &random) ?? "").utf8))
    }
    if bytes.isEmpty { bytes = [UInt8(ascii: "{")] }
  }
}
