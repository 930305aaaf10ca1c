import SegmentModel
import TestSupport
import Testing

struct HiddenCharactersTests {
  @Test(
    arguments: [
      "\u{AD}", "\u{34F}", "\u{61C}", "\u{115F}", "\u{1160}", "\u{17B4}", "\u{180E}", "\u{200B}", "\u{200C}", "\u{200D}",
      "\u{200E}", "\u{200F}",
      "\u{202A}", "\u{202E}", "\u{2060}", "\u{2064}", "\u{2066}", "\u{2069}", "\u{206F}", "\u{3164}", "\u{FE00}", "\u{FE0F}",
      "\u{FEFF}",
      "\u{FFA0}", "\u{FFF0}", "\u{FFF9}", "\u{FFFE}", "\u{1BCA0}", "\u{1D173}", "\u{E0001}", "\u{E0041}", "\u{E0100}", "\u{2028}",
      "\u{2029}",
      "\u{85}", "\u{7}", "\u{7F}", "\u{2800}",
    ] as [Unicode.Scalar]
  )
  func `an invisible character between letters counts as hidden`(scalar: Unicode.Scalar) {
    let text = "VI\(Character(scalar))P"
    #expect(HiddenCharacters.first(in: text, allowsSpaces: true) == scalar)
    #expect(HiddenCharacters.removed(from: text) == "VIP")
    #expect(HiddenCharacters.likeness(of: text) == "vip" || scalar.properties.isWhitespace || scalar.value < 0x80)
  }

  @Test(arguments: ["\u{A0}", "\u{1680}", "\u{2003}", "\u{200A}", "\u{202F}", "\u{205F}"] as [Unicode.Scalar])
  func `other spaces are allowed inside a name, and look like an ordinary space`(space: Unicode.Scalar) {
    let name = "Clients\(Character(space))VIP"
    #expect(HiddenCharacters.first(in: name, allowsSpaces: true) == nil)
    #expect(HiddenCharacters.first(in: name) == space)
    #expect(HiddenCharacters.likeness(of: name) == HiddenCharacters.likeness(of: "Clients  VIP"))
    #expect(HiddenCharacters.shown(in: name) == "Clients<\(HiddenCharacters.name(of: space))>VIP")
  }

  @Test(arguments: [
    "VIP 👩‍👩‍👧‍👦", "Cœur ❤️", "Text ❤︎", "Top 1️⃣", "Crew 👩🏽‍🚀", "🏴󠁧󠁢󠁥󠁮󠁧󠁿 England", "Pride 🏳️‍🌈", "Runner 🏃🏽‍♀️‍➡️", "نامه‌ها", "می‌خواهم", "ශ්‍රී ලංකා",
    "র‍্যাব", "ക്‍", "ᠮᠣᠩᠭᠣᠯ ᠤ᠋", "葛󠄀城", "夏　2026", "e\u{301}te\u{301}", "שלום", "Größe",
  ])
  func `scripts and emoji keep the joiners and selectors that they need`(name: String) throws {
    #expect(HiddenCharacters.first(in: name, allowsSpaces: true) == nil)
    #expect(HiddenCharacters.shown(in: name) == name)
    #expect(try SegmentName(name).text == name)
  }

  @Test(arguments: [
    "👩\u{200D}", "👩\u{200D}a", "a\u{200C}b", "\u{200D}👩", "a\u{FE0F}", "1\u{FE0F}", "👩\u{200C}👩", "ا\u{200C}b", "a\u{E0067}",
  ])
  func `the same characters in other places count as hidden`(text: String) {
    #expect(HiddenCharacters.first(in: text, allowsSpaces: true) != nil)
  }

  @Test(arguments: ["\u{301}VIP", "VIP \u{301}"])
  func `a mark without a base counts as hidden`(text: String) {
    #expect(HiddenCharacters.first(in: text, allowsSpaces: true) == "\u{301}")
  }

  @Test(arguments: [
    ("VIP", "vip"), ("VIP", "V\u{AD}IP"), ("VIP", "VIP "), ("Cafe\u{301}", "Café"), ("VIP ❤", "VIP ❤️"), ("A  B", "A B"),
    ("A\u{A0}B", "A B"),
    ("می‌خواهم", "میخواهم"),
  ])
  func `names that look the same have the same likeness`(left: String, right: String) {
    #expect(HiddenCharacters.likeness(of: left) == HiddenCharacters.likeness(of: right))
  }

  @Test func `JSON keeps its values, and shows hidden characters as escapes`() {
    func escaped(_ text: String) -> String { String(decoding: HiddenCharacters.escapedInJSON(Array(text.utf8)), as: UTF8.self) }
    #expect(escaped("{\"name\" : \"V\u{200B}P\"}\n") == "{\"name\" : \"V\\u200bP\"}\n")
    #expect(escaped("[\"\u{E0041}é👩‍👧\"]") == "[\"\\udb40\\udc41é👩‍👧\"]")
    #expect(
      escaped("[\"##[stop-commands]\", \"##vso[task]\", \"#1\"]")
        == "[\"#\\u0023[stop-commands]\", \"#\\u0023vso[task]\", \"#1\"]"
    )
  }
}
