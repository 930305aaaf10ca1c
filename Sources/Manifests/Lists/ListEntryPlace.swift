package import Diagnostics

/// Where a manifest names a list: problems that are mended there are told there.
package struct ListEntryPlace: Hashable, Sendable {
  /// The value of `file:`.
  package let range: SourceRange
  /// The whole line of the manifest.
  package let sourceLine: String?

  package init(range: SourceRange, sourceLine: String?) {
    self.range = range
    self.sourceLine = sourceLine
  }
}
