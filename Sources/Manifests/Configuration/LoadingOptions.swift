package import SegmentModel

/// What else than the manifests says what a configuration declares.
package struct LoadingOptions: Sendable {
  /// The day as of which members count, UTC.
  package let day: CalendarDay
  /// Values of variables, which come before those in manifests.
  package let variables: [String: String]
  /// Files with values of variables: they are no manifests where a folder is searched.
  package let variableFiles: [String]
  /// Whether lists may lie outside the configuration's root.
  package let allowsOutside: Bool

  package init(
    day: CalendarDay,
    variables: [String: String] = [:],
    variableFiles: [String] = [],
    allowsOutside: Bool = false
  ) {
    self.day = day
    self.variables = variables
    self.variableFiles = variableFiles
    self.allowsOutside = allowsOutside
  }
}
