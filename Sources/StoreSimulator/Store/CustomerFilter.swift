/// Which customers a list is to hold.
package struct CustomerFilter: Hashable, Sendable {
  /// These ids; `nil` for any.
  package let ids: [Int]?
  /// These emails, compared without regard to case; `nil` for any.
  package let emails: [String]?

  package init(ids: [Int]? = nil, emails: [String]? = nil) {
    self.ids = ids
    self.emails = emails
  }
}
