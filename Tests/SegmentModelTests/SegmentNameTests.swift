import SegmentModel
import Testing

@Suite("Segment names")
struct SegmentNameTests {
  @Test(arguments: ["VIP", "VIP customers", "a", "Größe XL", "夏 2024", "x\u{200D}y", "50% off: \"big\" & <small>"])
  func `A name is kept as it is written`(text: String) throws {
    #expect(try SegmentName(text).text == text)
    #expect(try SegmentName(text).description == text)
  }

  @Test(arguments: ["", " ", "\t\n", "\u{A0}", "\u{3000}"])
  func `A blank is no name`(text: String) {
    #expect(throws: SegmentNameError.blank) { try SegmentName(text) }
  }

  @Test(arguments: [" VIP", "VIP ", "VIP\n", "\u{A0}VIP", "VIP\u{2003}"])
  func `Blanks at the ends are refused`(text: String) {
    #expect(throws: SegmentNameError.surroundingBlanks) { try SegmentName(text) }
  }

  @Test(arguments: ["V\nIP", "V\u{1B}[31mIP", "V\u{0}IP", "V\u{7F}IP", "V\u{85}IP", "V\r\nIP"])
  func `Control characters are refused`(text: String) {
    #expect(throws: SegmentNameError.controlCharacter) { try SegmentName(text) }
  }

  @Test func `Names that differ in case only have the same folded form`() throws {
    #expect(try SegmentName("VIP Größe").caseFolded == SegmentName("vip größe").caseFolded)
    #expect(try SegmentName("VIP").caseFolded != SegmentName("VIPs").caseFolded)
    #expect(try SegmentName("VIP") != SegmentName("vip"))
  }

  @Test func `Names sort by their text`() throws {
    #expect(try ["b", "a", "B"].map { try SegmentName($0) }.sorted().map(\.text) == ["B", "a", "b"])
  }

  @Test(arguments: [SegmentNameError.blank, .surroundingBlanks, .controlCharacter])
  func `Each refusal says what a name needs`(error: SegmentNameError) {
    #expect(error.description.contains("segment name"))
  }
}
