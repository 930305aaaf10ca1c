import SegmentModel

/// The members that one entry of `members_from:` stands for, of one file or, with a pattern, of several.
package struct MemberList: Sendable {
  /// Sorted by path; at least one, and each with at least one value.
  package let files: [MemberListFile]
  /// How many different ids and addresses all files have together.
  package let uniqueCount: Int

  /// The shopper profiles of all files; empty for a list of customers.
  let profiles: MemberSet

  init(files: [MemberListFile], profiles: MemberSet, uniqueCount: Int) {
    self.files = files
    self.profiles = profiles
    self.uniqueCount = uniqueCount
  }
}
