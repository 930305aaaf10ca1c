/// The name of a declared segment: not blank, without blanks at its ends, without control characters.
///
/// Names are unique in a store. Whether the vendor compares them with case is not documented, so two names that differ in case
/// only have the same ``caseFolded`` form, and a configuration may hold just one of them.
package struct SegmentName: Hashable, Comparable, Sendable, CustomStringConvertible {
  /// The name as the store shows it.
  package let text: String

  /// - Throws: ``SegmentNameError`` when the text makes no name.
  package init(_ text: String) throws(SegmentNameError) {
    let scalars = text.unicodeScalars
    guard scalars.contains(where: { !$0.properties.isWhitespace }) else { throw .blank }
    if let first = scalars.first, let last = scalars.last,
      first.properties.isWhitespace || last.properties.isWhitespace
    {
      throw .surroundingBlanks
    }
    guard !scalars.contains(where: { $0.properties.generalCategory == .control }) else { throw .controlCharacter }
    self.text = text
  }

  /// The form under which names are compared without regard to case.
  package var caseFolded: String { text.lowercased() }

  package var description: String { text }

  package static func < (left: SegmentName, right: SegmentName) -> Bool { left.text < right.text }
}

/// Why a text makes no segment name.
package enum SegmentNameError: Error, Equatable, CustomStringConvertible {
  case blank
  case surroundingBlanks
  case controlCharacter

  package var description: String {
    switch self {
    case .blank: "a segment name needs at least one visible character"
    case .surroundingBlanks: "a segment name must not begin or end with a blank"
    case .controlCharacter: "a segment name must not contain control characters"
    }
  }
}
