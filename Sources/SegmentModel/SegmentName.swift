/// The name of a declared segment: not blank, without blanks at its ends, without control characters and invisible
/// characters.
///
/// Names are unique in a store. The vendor does not document whether case counts, and people cannot tell apart names
/// that differ only in invisible characters. Such names have the same ``likeness``, and a configuration may hold only
/// one of them.
package struct SegmentName: Hashable, Comparable, Sendable, CustomStringConvertible {
  /// The name as the store shows it.
  package let text: String

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

  /// Equal for names that look alike; see ``HiddenCharacters/likeness(of:)``.
  package var likeness: String { HiddenCharacters.likeness(of: text) }

  package var description: String { text }

  package static func < (left: SegmentName, right: SegmentName) -> Bool { left.text < right.text }
}

/// Why a text cannot be a segment name.
package enum SegmentNameError: Error, Hashable, CustomStringConvertible {
  case blank
  case surroundingBlanks
  /// A control character or an invisible one; at either end also a space other than the ordinary one.
  case hiddenCharacter(Unicode.Scalar)

  package var description: String {
    switch self {
    case .blank: "a segment name must have at least one visible character"
    case .surroundingBlanks: "a segment name must not begin or end with a blank"
    case .hiddenCharacter(let scalar):
      "a segment name must not contain \(HiddenCharacters.name(of: scalar)), an invisible character"
    }
  }
}

/// A segment that another one includes or excludes.
package enum SegmentPart: Hashable, Sendable {
  /// A declared segment, which stands for its desired members.
  case declared(SegmentName)
  /// A segment of the store that no manifest declares, which stands for its live members.
  case live(String)

  package var name: String {
    switch self {
    case .declared(let name): name.text
    case .live(let name): name
    }
  }
}
