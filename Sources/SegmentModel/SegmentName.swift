/// The name of a declared segment: not blank, without blanks at its ends, without control characters and without characters that do not show.
///
/// Names are unique in a store. Whether the vendor compares them with case is not documented, and people cannot tell names apart that differ
/// in what does not show. Such names have the same ``likeness``, and a configuration may hold just one of them.
package struct SegmentName: Hashable, Comparable, Sendable, CustomStringConvertible {
  /// The name as the store shows it.
  package let text: String

  /// - Throws: ``SegmentNameError`` when the text makes no name.
  package init(_ text: String) throws(SegmentNameError) {
    let scalars = text.unicodeScalars
    guard scalars.contains(where: { !$0.properties.isWhitespace }) else { throw .blank }
    for end in [scalars.first, scalars.last].compactMap(\.self) where end.properties.isWhitespace {
      if end == " " { throw .surroundingBlanks }
      throw .hiddenCharacter(end)
    }
    if let hidden = HiddenCharacters.first(in: text, allowsSpaces: true) { throw .hiddenCharacter(hidden) }
    self.text = text
  }

  /// What the name has in common with all names that look like it; see ``HiddenCharacters/likeness(of:)``.
  package var likeness: String { HiddenCharacters.likeness(of: text) }

  package var description: String { text }

  package static func < (left: SegmentName, right: SegmentName) -> Bool { left.text < right.text }
}

/// Why a text makes no segment name.
package enum SegmentNameError: Error, Hashable, CustomStringConvertible {
  case blank
  case surroundingBlanks
  /// A control character, or one that does not show; at either end a space other than the ordinary one.
  case hiddenCharacter(Unicode.Scalar)

  package var description: String {
    switch self {
    case .blank: "a segment name needs at least one visible character"
    case .surroundingBlanks: "a segment name must not begin or end with a blank"
    case .hiddenCharacter(let scalar):
      "a segment name must not contain \(HiddenCharacters.name(of: scalar)), a character that does not show"
    }
  }
}
