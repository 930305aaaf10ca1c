/// Foreign text for Markdown that GitHub and GitLab render.
///
/// Names come from the store and from manifests, and whoever may edit those must not be able to put pictures, links, mentions or markup into
/// the comment of a bot. A character that could mean anything is written as a numeric reference, which CommonMark never takes for structure
/// (CommonMark 0.31, 2.5), inside tables and raw HTML alike.
enum MarkdownText {
  /// The longest name that is shown, in scalars; longer ones end in `…`.
  static let longestName = 120

  /// Running text.
  ///
  /// An empty comment behind `@` and `#` keeps GitHub from making mentions and references of them.
  static func escaped(_ text: String) -> String {
    escaped(VisibleText.of(text).unicodeScalars) { scalar in
      scalar == "@" || scalar == "#" ? "&#\(scalar.value);<!-- -->" : "&#\(scalar.value);"
    }
  }

  /// Running text, cut to so many scalars.
  static func escaped(_ text: String, atMost length: Int) -> String {
    let scalars = text.unicodeScalars
    let rest = scalars.dropFirst(length)
    return rest.isEmpty ? escaped(text) : escaped(String(scalars.prefix(length))) + "…"
  }

  /// A name or a command as code, in which nothing is looked for by any renderer.
  static func code(_ text: String) -> String {
    let visible = VisibleText.of(text).unicodeScalars
    let isCut = !visible.dropFirst(longestName).isEmpty
    let shown = escaped(isCut ? String(visible.prefix(longestName)).unicodeScalars : visible) { "&#\($0.value);" }
    return "<code>\(shown)\(isCut ? "…" : "")</code>"
  }

  private static func escaped(_ scalars: String.UnicodeScalarView, reference: (Unicode.Scalar) -> String) -> String {
    var result = ""
    var index = scalars.startIndex
    while index < scalars.endIndex {
      let scalar = scalars[index]
      index = scalars.index(after: index)
      if isPlain(scalar) || (endsWords(scalar) && (index == scalars.endIndex || scalars[index] == " ")) {
        result.unicodeScalars.append(scalar)
      } else {
        result += reference(scalar)
      }
    }
    return result
  }

  /// Whether a scalar means nothing wherever it stands behind other text on its line.
  private static func isPlain(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar {
    case "a"..."z", "A"..."Z", "0"..."9", " ", ",", "-", ";", "(", ")", "%", "'", "\"", "?", "=", "+": true
    default: !scalar.isASCII
    }
  }

  /// What means something inside of an address only.
  private static func endsWords(_ scalar: Unicode.Scalar) -> Bool { scalar == "." || scalar == ":" }
}
