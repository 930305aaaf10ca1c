/// Characters that a reader cannot see, or that change how the text around them reads.
///
/// Two names that differ in such a character only look like one, and an address with one belongs to nobody. So names, addresses and ids
/// must not have any, and every message prints them as `<U+200B>`.
///
/// Some scripts and emoji need a few of them: joiners in Persian and Indic words, emoji that are joined or drawn in colour, flags. There
/// they are not hidden.
package enum HiddenCharacters {
  /// The first hidden character of a text; `nil` for a text that shows all it has.
  ///
  /// With `allowsSpaces` spaces other than the ordinary one are fine, as inside a name.
  package static func first(in text: some StringProtocol, allowsSpaces: Bool = false) -> Unicode.Scalar? {
    guard mayHide(text) else { return nil }
    let scalars = Array(text.unicodeScalars)
    return scalars.indices.first { index in
      isHidden(at: index, in: scalars) || !allowsSpaces && (isOddSpace(scalars[index]) || scalars[index] == "\u{3000}")
    }.map { scalars[$0] }
  }

  /// How messages name a character: `U+200B`.
  package static func name(of scalar: Unicode.Scalar) -> String {
    let digits = String(scalar.value, radix: 16, uppercase: true)
    return "U+" + String(repeating: "0", count: max(0, 4 - digits.count)) + digits
  }

  /// The text with every hidden character as `<U+200B>`; control characters stay.
  package static func shown(in text: String) -> String {
    guard mayHide(text) else { return text }
    let scalars = Array(text.unicodeScalars)
    var result = ""
    for index in scalars.indices {
      if scalars[index].properties.generalCategory != .control, isHidden(at: index, in: scalars) || isOddSpace(scalars[index]) {
        result += "<\(name(of: scalars[index]))>"
      } else {
        result.unicodeScalars.append(scalars[index])
      }
    }
    return result
  }

  package static func removed(from text: String) -> String {
    let scalars = Array(text.unicodeScalars)
    return String(String.UnicodeScalarView(scalars.indices.filter { !isHidden(at: $0, in: scalars) }.map { scalars[$0] }))
  }

  /// What names that look alike have in common: no character without a glyph, one ordinary space for any run of spaces, one case.
  ///
  /// Canonically equivalent texts are equal as strings already.
  package static func likeness(of name: String) -> String {
    guard mayHide(name) || name.utf8.contains(UInt8(ascii: " ")) else { return name.lowercased() }
    let visible = name.unicodeScalars.filter { !$0.properties.isDefaultIgnorableCodePoint && !isStructural($0) }
    let words = visible.split { $0.properties.isWhitespace }
    return words.map { String(String.UnicodeScalarView($0)) }.joined(separator: " ").lowercased()
  }

  /// A space that is not the one on the keyboard, and cannot be told from it.
  package static func isOddSpace(_ scalar: Unicode.Scalar) -> Bool {
    scalar.properties.generalCategory == .spaceSeparator && scalar != " " && scalar != "\u{3000}"
  }

  /// Whether the character at an index hides in its surroundings.
  package static func isHidden(at index: Int, in scalars: [Unicode.Scalar]) -> Bool {
    let scalar = scalars[index]
    if scalar.isASCII { return scalar.value < 0x20 || scalar.value == 0x7F }
    let properties = scalar.properties
    if properties.isDefaultIgnorableCodePoint {
      return !isNeeded(
        scalar,
        after: index > 0 ? scalars[index - 1] : nil,
        before: index + 1 < scalars.count ? scalars[index + 1] : nil
      )
    }
    switch properties.generalCategory {
    case .control, .lineSeparator, .paragraphSeparator: return true
    case .nonspacingMark, .enclosingMark:
      // Without a base it is drawn over whatever stands before the name.
      return index == 0 || scalars[index - 1].properties.isWhitespace
    default: return isStructural(scalar)
    }
  }

  /// Marks of annotations and of hieroglyphs, characters that are none, and the braille pattern without a dot.
  private static func isStructural(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.value {
    case 0xFFF9...0xFFFB, 0x13430...0x1345F, 0x2800: true
    default: scalar.properties.isNoncharacterCodePoint
    }
  }

  /// Whether a character without a glyph belongs between its neighbours (RFC 5892, A.1 and A.2; Unicode Technical Standard 51, 1.4.9).
  private static func isNeeded(_ scalar: Unicode.Scalar, after previous: Unicode.Scalar?, before next: Unicode.Scalar?) -> Bool {
    guard let previous else { return false }
    switch scalar.value {
    case 0x200C, 0x200D:
      guard let next else { return scalar == "\u{200D}" && isVirama(previous) }
      if isVirama(previous) || isVirama(next) { return true }
      if isCursive(previous) && isCursive(next) { return true }
      return scalar == "\u{200D}" && isEndOfEmoji(previous) && isEmoji(next)
    case 0xFE0E, 0xFE0F: return isEmoji(previous) || (previous.properties.isEmoji && next == "\u{20E3}")
    case 0xE0020...0xE007F: return previous == "\u{1F3F4}" || (0xE0020...0xE007E).contains(previous.value)
    case 0xE0100...0xE01EF: return previous.properties.isIdeographic
    case 0x180B...0x180D, 0x180F: return (0x1820...0x18AA).contains(previous.value)
    default: return false
    }
  }

  private static func isVirama(_ scalar: Unicode.Scalar) -> Bool { scalar.properties.canonicalCombiningClass == .virama }

  /// Digits are emoji only below a key cap.
  private static func isEmoji(_ scalar: Unicode.Scalar) -> Bool { scalar.properties.isEmoji && !scalar.isASCII }

  private static func isEndOfEmoji(_ scalar: Unicode.Scalar) -> Bool {
    isEmoji(scalar) || scalar == "\u{FE0F}" || scalar == "\u{E007F}"
  }

  /// Letters and marks of scripts that join their letters: Arabic, Syriac, Mandaic, N'Ko, Mongolian, Adlam.
  private static func isCursive(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.value {
    case 0x0610...0x061A, 0x0620...0x065F, 0x066E...0x06EF, 0x06FA...0x08FF, 0x1807...0x180A, 0x1820...0x18AA,
      0xFB50...0xFDFF, 0xFE70...0xFEFC, 0x1E900...0x1E95F:
      true
    default: false
    }
  }

  /// Whether a text has more than printable ASCII; most texts do not, and asking each character takes far longer.
  private static func mayHide(_ text: some StringProtocol) -> Bool { !text.utf8.allSatisfy { (0x20...0x7E).contains($0) } }
}

extension HiddenCharacters {
  /// A JSON text in which hidden characters are written as escapes, and nothing is taken for a command by the runner of a CI job.
  ///
  /// The values are the same to every reader of JSON. Runners take `##[…]` and `##vso[…]` anywhere in a line.
  package static func escapedInJSON(_ json: [UInt8]) -> [UInt8] {
    guard json.contains(where: { $0 >= 0x7F || $0 == UInt8(ascii: "#") }) else { return json }
    let scalars = Array(String(decoding: json, as: UTF8.self).unicodeScalars)
    var result = String.UnicodeScalarView()
    for index in scalars.indices {
      let scalar = scalars[index]
      let isCommand = scalar == "#" && index > 0 && scalars[index - 1] == "#"
      // Between values there are control characters: line breaks.
      guard isCommand || scalar.value >= 0x7F && isHidden(at: index, in: scalars) else {
        result.append(scalar)
        continue
      }
      for unit in String(scalar).utf16 {
        let digits = String(unit, radix: 16)
        result += "\\u\(String(repeating: "0", count: 4 - digits.count))\(digits)".unicodeScalars
      }
    }
    return Array(String(result).utf8)
  }
}
