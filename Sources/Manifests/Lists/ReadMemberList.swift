package import Diagnostics

/// What came of reading the files of one entry of `members_from:`.
package struct ReadMemberList: Sendable {
  /// The members; `nil` when there is an error among the diagnostics.
  package let list: MemberList?
  /// Everything to say, warnings of a list that was read among it.
  package let diagnostics: [Diagnostic]

  init(list: MemberList?, diagnostics: [Diagnostic]) {
    self.list = list
    self.diagnostics = diagnostics
  }
}
