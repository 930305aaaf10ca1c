package import Diagnostics
package import SegmentModel

/// The values of one file of a list, each with its line: 20 bytes for a shopper profile id.
package struct MemberListFile: Sendable {
  /// What the file lists, in its order; a value that stands there twice is here twice.
  package enum Values: Hashable, Sendable {
    case profiles([ShopperProfileID])
    case customers([CustomerReference])
  }

  /// The file, as the user would name it: the manifest's folder joined with the path in the manifest.
  package let path: String
  package let kind: MemberListKind
  package let values: Values
  /// The line of each value, from 1; as many as there are values.
  package let lines: [UInt32]

  init(path: String, kind: MemberListKind, values: Values, lines: [UInt32]) {
    self.path = path
    self.kind = kind
    self.values = values
    self.lines = lines
  }

  /// The beginning of the line that has the value with this index.
  ///
  /// Columns are not kept: a line says enough, and a million columns take four megabytes.
  package func range(at index: Int) -> SourceRange {
    let line = Int(lines[index])
    return SourceRange(
      file: path,
      start: SourcePosition(line: line, column: 1),
      end: SourcePosition(line: line, column: 2)
    )
  }
}
