/// An entry of `members_from:`, as its manifest writes it.
package struct MemberListRequest: Hashable, Sendable {
  /// A path, or a pattern with wildcards for several files; relative to the folder of the manifest.
  package let pattern: String
  /// The column of a CSV file; `nil` for the one that bears a kind's name.
  package let column: String?
  /// What the values are (`as:`); `nil` where the column's name says it, or in a plain text, for shopper profile ids.
  package let kind: MemberListKind?
  /// The least number of different ids that all files together must have.
  package let minimum: Int?
  /// The greatest number of different ids that all files together may have.
  package let maximum: Int?

  package init(
    pattern: String,
    column: String? = nil,
    kind: MemberListKind? = nil,
    minimum: Int? = nil,
    maximum: Int? = nil
  ) {
    self.pattern = pattern
    self.column = column
    self.kind = kind
    self.minimum = minimum
    self.maximum = maximum
  }
}
