/// A place in a text; line and column count from 1, columns in Unicode scalars.
package struct SourcePosition: Hashable, Comparable, Sendable {
  package let line: Int
  package let column: Int

  package init(line: Int, column: Int) {
    self.line = line
    self.column = column
  }

  package static func < (left: SourcePosition, right: SourcePosition) -> Bool {
    left.line == right.line ? left.column < right.column : left.line < right.line
  }
}

/// A part of a file, which has the name that the user gave; `end` is after its last character.
package struct SourceRange: Hashable, Comparable, Sendable {
  package let file: String
  package let start: SourcePosition
  package let end: SourcePosition

  package init(file: String, start: SourcePosition, end: SourcePosition) {
    self.file = file
    self.start = start
    self.end = end
  }

  package static func < (left: SourceRange, right: SourceRange) -> Bool {
    (left.file, left.start, left.end) < (right.file, right.start, right.end)
  }
}

extension SourceRange: CustomStringConvertible {
  /// `file:line:column` of the start, which editors and terminals turn into a link.
  package var description: String { "\(file):\(start.line):\(start.column)" }
}
