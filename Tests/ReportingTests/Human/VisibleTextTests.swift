import Testing

@testable import Reporting

@Suite("Visible text")
struct VisibleTextTests {
  @Test(arguments: ["", "VIP", "Größe 夏 🎉", "e\u{301}", "a\u{200D}b", "\u{A0}", "שלום"])
  func `Harmless text stays as it is`(text: String) {
    #expect(VisibleText.of(text) == text)
  }

  @Test(arguments: [
    ("a\nb", "a␊b"), ("a\r\nb", "a␍␊b"), ("\u{0}", "␀"), ("\u{1B}[31mred", "␛[31mred"), ("\u{7F}", "␡"), ("\t", "␉"),
    ("\u{85}\u{9B}", "\u{FFFD}\u{FFFD}"), ("\u{2028}\u{2029}", "\u{FFFD}\u{FFFD}"),
    ("\u{202A}\u{202B}\u{202C}\u{202D}\u{202E}", "\u{FFFD}\u{FFFD}\u{FFFD}\u{FFFD}\u{FFFD}"),
    ("\u{2066}\u{2067}\u{2068}\u{2069}", "\u{FFFD}\u{FFFD}\u{FFFD}\u{FFFD}"),
  ])
  func `What steers a terminal becomes a picture`(text: String, visible: String) {
    #expect(VisibleText.of(text) == visible)
    #expect(VisibleText.quoted(text) == "\"\(visible)\"")
  }

  @Test func `No control character is left, whatever it is`() {
    for value in UInt32(0)...0x2FFF {
      guard let scalar = Unicode.Scalar(value) else { continue }
      #expect(VisibleText.visible(scalar).properties.generalCategory != .control)
    }
  }
}
