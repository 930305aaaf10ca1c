import SegmentModel
import Testing

@Suite("Segment names")
struct SegmentNameTests {
  @Test(arguments: ["VIP", "VIP customers", "a", "Größe XL", "夏 2024", "Clients\u{A0}VIP", "50% off: \"big\" & <small>"])
  func `A name is kept as written`(text: String) throws {
    #expect(try SegmentName(text).text == text)
    #expect(try SegmentName(text).description == text)
  }

  @Test(arguments: ["", " ", "\t\n", "\u{A0}", "\u{3000}"])
  func `A name of only spaces is refused`(text: String) {
    #expect(throws: SegmentNameError.blank) { try SegmentName(text) }
  }

  @Test(arguments: [" VIP", "VIP ", " VIP "])
  func `Spaces at the ends of a name are refused`(text: String) {
    #expect(throws: SegmentNameError.surroundingBlanks) { try SegmentName(text) }
  }

  @Test(arguments: [
    ("V\nIP", "\n"), ("V\u{1B}[31mIP", "\u{1B}"), ("V\u{0}IP", "\u{0}"), ("V\u{7F}IP", "\u{7F}"), ("V\u{85}IP", "\u{85}"),
    ("V\r\nIP", "\r"), ("VIP\n", "\n"), ("\u{A0}VIP", "\u{A0}"), ("VIP\u{2003}", "\u{2003}"), ("VIP\u{200B}", "\u{200B}"),
    ("\u{FEFF}VIP", "\u{FEFF}"), ("V\u{AD}IP", "\u{AD}"), ("\u{200E}VIP", "\u{200E}"), ("a\u{200D}b", "\u{200D}"),
  ])
  func `invisible characters are refused with their name`(text: String, hidden: Unicode.Scalar) {
    #expect(throws: SegmentNameError.hiddenCharacter(hidden)) { try SegmentName(text) }
    #expect(SegmentNameError.hiddenCharacter(hidden).description.contains(HiddenCharacters.name(of: hidden)))
  }

  @Test func `Names that differ only in case have the same likeness`() throws {
    #expect(try SegmentName("VIP Größe").likeness == SegmentName("vip größe").likeness)
    #expect(try SegmentName("VIP").likeness != SegmentName("VIPs").likeness)
    #expect(try SegmentName("VIP") != SegmentName("vip"))
  }

  @Test func `Names sort by their texts`() throws {
    #expect(try ["b", "a", "B"].map { try SegmentName($0) }.sorted().map(\.text) == ["B", "a", "b"])
  }

  @Test(arguments: [SegmentNameError.blank, .surroundingBlanks, .hiddenCharacter("\u{7}")])
  func `Each refusal says what a name needs`(error: SegmentNameError) {
    #expect(error.description.contains("segment name"))
  }
}
