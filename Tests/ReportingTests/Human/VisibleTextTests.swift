import Testing

@testable import Reporting

@Suite("Visible text")
struct VisibleTextTests {
  @Test(arguments: ["", "VIP", "Größe 夏 🎉", "e\u{301}", "👩‍👧", "שלום"])
  func `Harmless text does not change`(text: String) {
    #expect(VisibleText.of(text) == text)
  }

  @Test(arguments: [
    ("a\nb", "a␊b"), ("a\r\nb", "a␍␊b"), ("\u{0}", "␀"), ("\u{1B}[31mred", "␛[31mred"), ("\u{7F}", "␡"), ("\t", "␉"),
    ("\u{85}\u{9B}", "<U+0085><U+009B>"), ("\u{2028}\u{2029}", "<U+2028><U+2029>"), ("VIP\u{200B}", "VIP<U+200B>"),
    ("\u{202A}\u{202E}", "<U+202A><U+202E>"), ("\u{2066}\u{2069}", "<U+2066><U+2069>"), ("a\u{A0}b", "a<U+00A0>b"),
    ("\u{FEFF}a\u{200D}b\u{AD}", "<U+FEFF>a<U+200D>b<U+00AD>"), ("\u{E0041}", "<U+E0041>"),
  ])
  func `Characters that control a terminal are replaced by visible ones`(text: String, visible: String) {
    #expect(VisibleText.of(text) == visible)
    #expect(VisibleText.quoted(text) == "\"\(visible)\"")
  }

  @Test func `No control character is left`() {
    for value in UInt32(0)...0x2FFF {
      guard let scalar = Unicode.Scalar(value) else { continue }
      #expect(VisibleText.shown([scalar]).joined().unicodeScalars.allSatisfy { $0.properties.generalCategory != .control })
    }
  }
}
