package import Diagnostics
package import SegmentModel

/// A segment of the store was to be planned, and its members had not been listed.
package struct UnlistedSegmentError: DiagnosedError, Hashable {
  /// The segment's name, as it is declared or as the store has it.
  package let segment: String

  package init(segment: SegmentName) { self.init(name: segment.text) }

  package init(name: String) { segment = name }

  package var diagnostics: [Diagnostic] {
    [
      Diagnostic(
        .error,
        code: "unlisted-segment",
        summary: "the members of segment \"\(segment)\" were not read, so it cannot be planned",
        detail: "Nothing was changed. This is a bug in this program; please report it with the command that led here."
      )
    ]
  }
}
