import Diagnostics
import Testing

@testable import Reporting

@Suite("Source excerpts")
struct SourceExcerptTests {
  private static func lines(_ line: String, _ columns: Range<Int>, number: Int = 7) -> [String] {
    SourceExcerpt(range: Sample.range(number, columns), line: line).lines(.plain)
  }

  @Test(arguments: [
    ("name: VIP", 7..<10, "name: VIP", "      ^~~"),
    ("name: VIP", 1..<2, "name: VIP", "^"),
    // Behind the last character, and a place without width.
    ("name:", 6..<6, "name:", "     ^"),
    ("", 1..<1, "", "^"),
    // Further than the line goes.
    ("ab", 9..<12, "ab", "  ^"),
    ("ab", 2..<99, "ab", " ^"),
    // A tab takes one column, so that the caret stands right.
    ("\t\tx: y", 3..<4, "  x: y", "  ^"),
    ("a\tb", 1..<4, "a b", "^~~"),
    // East Asian characters take two.
    ("夏夏x", 3..<4, "夏夏x", "    ^"),
    ("x夏夏y", 2..<4, "x夏夏y", " ^~~~"),
    ("한글: x", 1..<3, "한글: x", "^~~~"),
    ("ＡＢ c", 4..<5, "ＡＢ c", "     ^"),
    // Emoji take two, marks on a character none.
    ("🎉 x", 3..<4, "🎉 x", "   ^"),
    ("e\u{301} x", 4..<5, "e\u{301} x", "  ^"),
    ("👩‍👧 c", 5..<6, "👩‍👧 c", "     ^"),
    // A hidden character takes as much as its name.
    ("a\u{200B}b c", 2..<3, "a<U+200B>b c", " ^~~~~~~~"),
    ("a\u{200B}b c", 5..<6, "a<U+200B>b c", "           ^"),
    // Pictures of control characters take one.
    ("\u{1B}[0m x", 6..<7, "␛[0m x", "     ^"),
    ("\u{202E}x", 2..<3, "<U+202E>x", "        ^"),
  ])
  func `The caret is under its character`(line: String, columns: Range<Int>, shown: String, caret: String) {
    #expect(Self.lines(line, columns) == ["  7 | \(shown)", "    | \(caret)"])
  }

  @Test func `The gutter is as wide as the number`() {
    #expect(Self.lines("x", 1..<2, number: 1234) == ["  1234 | x", "       | ^"])
  }

  @Test func `A place over several lines is marked to the end of its first line`() {
    let range = SourceRange(
      file: "f",
      start: SourcePosition(line: 2, column: 3),
      end: SourcePosition(line: 5, column: 1)
    )
    #expect(SourceExcerpt(range: range, line: "a bcd").lines(.plain) == ["  2 | a bcd", "    |   ^~~"])
  }

  // MARK: long lines

  /// Each character says where it stands, by its last digit.
  private static let long = (1...1000).map { String($0 % 10) }.joined()

  @Test(arguments: [1, 2, 39, 40, 41, 42, 60, 100, 119, 120, 121, 500, 880, 881, 919, 920, 960, 999, 1000])
  func `A long line is shown in part, with the caret under its character`(column: Int) throws {
    let lines = Self.lines(Self.long, column..<(column + 1))
    let shown = Array(try #require(lines.first).dropFirst(6))
    let caret = Array(try #require(lines.last).dropFirst(6))
    #expect(shown.count <= 122)
    #expect(caret.last == "^")
    #expect(shown[caret.count - 1] == Character(String(column % 10)))
    #expect((shown.first == "…") == (column > 41))
    #expect((shown.last == "…") == (column < 921))
  }

  @Test func `A line that just fits is shown in full`() {
    let fitting = String(Self.long.prefix(120))
    #expect(Self.lines(fitting, 120..<121) == ["  7 | \(fitting)", "    | \(String(repeating: " ", count: 119))^"])
  }

  @Test func `The mark ends where the shown part of the line ends`() throws {
    let lines = Self.lines(Self.long, 100..<1001)
    let shown = try #require(lines.first)
    let caret = try #require(lines.last)
    #expect(caret.count == shown.count - 1)
    #expect(Self.lines(Self.long, 1001..<1001).last?.hasSuffix("^") == true)
  }
}
