/// HTML or XML in which foreign text is always escaped: everything interpolated is text, except ``Markup``.
struct Markup: ExpressibleByStringInterpolation, Sendable {
  let html: String

  init(stringLiteral html: String) { self.html = html }

  init(stringInterpolation: StringInterpolation) { html = stringInterpolation.html }

  fileprivate init(joining parts: [Markup]) { html = parts.map(\.html).joined() }

  /// Text that is already HTML, a style sheet or a script.
  init(trusted html: String) { self.html = html }

  static let none: Markup = ""

  struct StringInterpolation: StringInterpolationProtocol {
    fileprivate var html = ""

    init(literalCapacity: Int, interpolationCount: Int) { html.reserveCapacity(literalCapacity) }

    mutating func appendLiteral(_ literal: String) { html += literal }

    mutating func appendInterpolation(_ text: String) { html += Markup.escaped(VisibleText.lines(of: text)) }

    mutating func appendInterpolation(_ number: Int) { html += String(number) }

    mutating func appendInterpolation(_ markup: Markup) { html += markup.html }

    mutating func appendInterpolation(_ markup: [Markup]) { html += Markup(joining: markup).html }
  }

  /// The text for element content and for attribute values in quotes.
  static func escaped(_ text: String) -> String {
    var result = ""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "&": result += "&amp;"
      case "<": result += "&lt;"
      case ">": result += "&gt;"
      case "\"": result += "&quot;"
      case "'": result += "&#39;"
      // XML does not allow these characters, not even as references.
      case "\u{FFFE}", "\u{FFFF}": result += "\u{FFFD}"
      default: result.unicodeScalars.append(scalar)
      }
    }
    return result
  }
}
