/// The width and the colours of a text.
package struct TextStyle: Hashable, Sendable {
  /// The width of lines for a file or a CI log.
  package static let standardWidth = 100

  package let isColored: Bool
  /// The maximum number of columns of a line.
  package let width: Int

  package init(isColored: Bool, width: Int = standardWidth) {
    self.isColored = isColored
    self.width = width
  }

  package static let plain = TextStyle(isColored: false)

  func added(_ text: String) -> String { decorated(text, "32") }
  func removed(_ text: String) -> String { decorated(text, "31") }
  func changed(_ text: String) -> String { decorated(text, "33") }
  func warning(_ text: String) -> String { decorated(text, "1;33") }
  func error(_ text: String) -> String { decorated(text, "1;31") }
  func strong(_ text: String) -> String { decorated(text, "1") }
  func faint(_ text: String) -> String { decorated(text, "2") }

  /// Select Graphic Rendition, ECMA-48.
  private func decorated(_ text: String, _ code: String) -> String {
    isColored ? "\u{1B}[\(code)m\(text)\u{1B}[0m" : text
  }
}
