/// Characters that a reader cannot see, or that change how the text around them reads.
///
/// Names that differ only in such characters look the same. Names, addresses and ids must not contain any, and messages
/// print them as `<U+200B>`. Some scripts and emoji need a few of them, such as joiners in Persian words; there they do
/// not count as hidden.
package enum HiddenCharacters {
  /// The first hidden character of a text; `nil` if all characters are visible.
  ///
  /// With `allowsSpaces`, the text may have spaces other than the ordinary one, as a name may.
  package static func first(in text: some StringProtocol, allowsSpaces: Bool = false) -> Unicode.Scalar? {
    guard mayHide(text) else { return nil }
    let scalars = Array(text.unicodeScalars)
    return scalars.indices.first { index in
      isHidden(at: index, in: scalars) || !allowsSpaces && (isOddSpace(scalars[index]) || scalars[index] == "\u{3000}")
    }.map { scalars[$0] }
  }

  /// How messages name a character: `U+200B`.
  package static func name(of scalar: Unicode.Scalar) -> String { "U+" + scalar.value.padded(to: 4, radix: 16, uppercase: true) }

  /// The text with every hidden character written as `<U+200B>`; control characters stay.
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

  /// A form that is equal for names that look alike: lower case, no invisible characters, single spaces.
  ///
  /// Swift's strings already compare canonically equivalent texts as equal.
  package static func likeness(of name: String) -> String {
    guard mayHide(name) || name.utf8.contains(UInt8(ascii: " ")) else { return name.lowercased() }
    let visible = name.unicodeScalars.filter { !$0.properties.isDefaultIgnorableCodePoint && !isStructural($0) }
    let words = visible.split { $0.properties.isWhitespace }
    return words.map { String(String.UnicodeScalarView($0)) }.joined(separator: " ").lowercased()
  }

  /// Whether a space looks like the one on the keyboard but is another character.
  package static func isOddSpace(_ scalar: Unicode.Scalar) -> Bool {
    scalar.properties.generalCategory == .spaceSeparator && scalar != " " && scalar != "\u{3000}"
  }

  /// Whether the character at an index is hidden there.
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
      // Without a letter below it, it is drawn over whatever precedes the name.
      return index == 0 || scalars[index - 1].properties.isWhitespace
    default: return isStructural(scalar)
    }
  }

  /// Annotation marks, hieroglyph format controls, noncharacters and the empty braille pattern.
  private static func isStructural(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.value {
    case 0xFFF9...0xFFFB, 0x13430...0x1345F, 0x2800: true
    default: scalar.properties.isNoncharacterCodePoint
    }
  }

  /// Whether an invisible character belongs between its neighbours (RFC 5892, A.1 and A.2; Unicode Technical Standard
  /// 51, 1.4.9).
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

  /// Leaves out digits, which are emoji only below a key cap.
  private static func isEmoji(_ scalar: Unicode.Scalar) -> Bool { scalar.properties.isEmoji && !scalar.isASCII }

  private static func isEndOfEmoji(_ scalar: Unicode.Scalar) -> Bool {
    isEmoji(scalar) || scalar == "\u{FE0F}" || scalar == "\u{E007F}"
  }

  /// Whether the script joins its letters: Arabic, Syriac, Mandaic, N'Ko, Mongolian or Adlam.
  private static func isCursive(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.value {
    case 0x0610...0x061A, 0x0620...0x065F, 0x066E...0x06EF, 0x06FA...0x08FF, 0x1807...0x180A, 0x1820...0x18AA,
      0xFB50...0xFDFF, 0xFE70...0xFEFC, 0x1E900...0x1E95F:
      true
    default: false
    }
  }

  /// Whether a text has more than printable ASCII.
  ///
  /// Most texts do not, and this check is much faster than one per character.
  private static func mayHide(_ text: some StringProtocol) -> Bool { !text.utf8.allSatisfy { (0x20...0x7E).contains($0) } }
}

extension HiddenCharacters {
  /// JSON text with hidden characters written as escapes, so that the values stay the same.
  ///
  /// It also escapes `##`: CI runners take `##[…]` and `##vso[…]` for commands anywhere in a line.
  package static func escapedInJSON(_ json: [UInt8]) -> [UInt8] {
    guard json.contains(where: { $0 >= 0x7F || $0 == UInt8(ascii: "#") }) else { return json }
    let scalars = Array(String(decoding: json, as: UTF8.self).unicodeScalars)
    var result = String.UnicodeScalarView()
    for index in scalars.indices {
      let scalar = scalars[index]
      let isCommand = scalar == "#" && index > 0 && scalars[index - 1] == "#"
      // The control characters in JSON text are the line breaks between values.
      guard isCommand || scalar.value >= 0x7F && isHidden(at: index, in: scalars) else {
        result.append(scalar)
        continue
      }
      for unit in String(scalar).utf16 { result += "\\u\(unit.padded(to: 4, radix: 16))".unicodeScalars }
    }
    return Array(String(result).utf8)
  }
}
