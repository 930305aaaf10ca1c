import Testing

@testable import Reporting

@Suite("Text style")
struct TextStyleTests {
  @Test func `Colour starts before the text and ends after it`() {
    let style = TextStyle(isColored: true)
    #expect(style.added("x") == "\u{1B}[32mx\u{1B}[0m")
    #expect(style.removed("x") == "\u{1B}[31mx\u{1B}[0m")
    #expect(style.changed("x") == "\u{1B}[33mx\u{1B}[0m")
    #expect(style.error("x") == "\u{1B}[1;31mx\u{1B}[0m")
    #expect(style.warning("x") == "\u{1B}[1;33mx\u{1B}[0m")
    #expect(style.strong("x") == "\u{1B}[1mx\u{1B}[0m")
    #expect(style.faint("x") == "\u{1B}[2mx\u{1B}[0m")
  }

  @Test func `Plain text does not change`() {
    for decorate in [TextStyle.plain.added, TextStyle.plain.error, TextStyle.plain.faint, TextStyle.plain.strong] {
      #expect(decorate("x") == "x")
    }
  }
}
