/// Foreign text for Markdown that GitHub and GitLab render.
///
/// Names come from the store and from manifests. People who can edit those must not be able to put pictures, links,
/// mentions or markup into the comment of a bot. A character with a possible meaning becomes a numeric reference, which
/// CommonMark never treats as structure, not even in tables and raw HTML (CommonMark 0.31, 2.5).
enum MarkdownText {
  /// The maximum length of a name, in scalars; longer ones end in `…`.
  static let maximumName = 120

  /// Plain text, with an empty comment after `@` and `#` so that GitHub does not make mentions and references of them.
  static func escaped(_ text: String) -> String {
    escaped(VisibleText.of(text).unicodeScalars) { scalar in
      scalar == "@" || scalar == "#" ? "&#\(scalar.value);<!-- -->" : "&#\(scalar.value);"
    }
  }

  /// Plain text, cut to this many scalars.
  static func escaped(_ text: String, atMost length: Int) -> String {
    let scalars = text.unicodeScalars
    let rest = scalars.dropFirst(length)
    return rest.isEmpty ? escaped(text) : escaped(String(scalars.prefix(length))) + "…"
  }

  /// A name or a command as code, in which renderers look for nothing.
  static func code(_ text: String) -> String {
    let visible = VisibleText.of(text).unicodeScalars
    let isCut = !visible.dropFirst(maximumName).isEmpty
    let shown = escaped(isCut ? String(visible.prefix(maximumName)).unicodeScalars : visible) { "&#\($0.value);" }
    return "<code>\(shown)\(isCut ? "…" : "")</code>"
  }

  private static func escaped(_ scalars: String.UnicodeScalarView, reference: (Unicode.Scalar) -> String) -> String {
    var result = ""
    var index = scalars.startIndex
    while index < scalars.endIndex {
      let scalar = scalars[index]
      index = scalars.index(after: index)
      let endsWord = index == scalars.endIndex || scalars[index] == " "
      // A full stop and a colon have a meaning only inside an address.
      if isPlain(scalar) || (endsWord && (scalar == "." || scalar == ":")) {
        result.unicodeScalars.append(scalar)
      } else {
        result += reference(scalar)
      }
    }
    return result
  }

  /// Whether a scalar never has a meaning after other text on its line.
  private static func isPlain(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar {
    case "a"..."z", "A"..."Z", "0"..."9", " ", ",", "-", ";", "(", ")", "%", "'", "\"", "?", "=", "+": true
    default: !scalar.isASCII
    }
  }
}
