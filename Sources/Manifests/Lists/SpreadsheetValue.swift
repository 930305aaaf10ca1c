import SegmentModel

/// Ids as spreadsheets write them.
enum SpreadsheetValue {
  /// A value without spaces at its ends, including spaces such as U+00A0.
  static func trimmed(_ text: String) -> String {
    var scalars = text.unicodeScalars[...]
    while scalars.first?.properties.isWhitespace == true { scalars.removeFirst() }
    while scalars.last?.properties.isWhitespace == true { scalars.removeLast() }
    return String(scalars)
  }

  /// The id in a value with other characters around it; `nil` when the value has no other characters, or when the id is not clear.
  static func restored(_ written: String, of kind: MemberListKind) -> String? {
    var text = kind == .email ? written : trimmed(written)
    if text.hasPrefix("=\"") && text.hasSuffix("\"") && text.count > 3 { text = String(text.dropFirst(2).dropLast()) }
    if kind != .email && text.hasPrefix("'") { text = String(text.dropFirst().dropLast(text.hasSuffix("'") ? 1 : 0)) }
    switch kind {
    case .shopperProfileID:
      if text.lowercased().hasPrefix("urn:uuid:") { text = String(text.dropFirst(9)) }
      if text.hasPrefix("{") && text.hasSuffix("}") { text = String(text.dropFirst().dropLast()) }
    case .customerID:
      // With three zeros, it may be a thousand times as much.
      if let ending = [".0", ".00", ",0", ",00"].first(where: text.hasSuffix) { text = String(text.dropLast(ending.count)) }
    case .email: break
    }
    return text == written ? nil : text
  }

  /// How a spreadsheet damaged a value, and how to avoid it; `nil` when that is not known.
  static func damage(_ written: String, of kind: MemberListKind) -> String? {
    let text = trimmed(written)
    if kind == .email {
      return text.hasPrefix("'") ? "Spreadsheets put an apostrophe before a text. Remove it, or export the list again." : nil
    }
    let separators = ".,'’ \u{A0}\u{202F}"
    let others = text.filter { !$0.isNumber }
    guard kind == .customerID, text.first?.isNumber == true, !others.isEmpty else { return nil }
    if others.allSatisfy(separators.contains) {
      return """
        It may be a fraction, or a number with a separator for thousands. Format the column as a number without decimals and separators, \
        and export the list again.
        """
    }
    guard others.contains(where: "eE".contains), others.allSatisfy("eE+-.,".contains) else { return nil }
    return """
      A spreadsheet has shortened the number, and its last digits may be lost. Format the column as a number without decimals, and export \
      the list again from where it came.
      """
  }
}
