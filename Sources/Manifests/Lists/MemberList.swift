package import Diagnostics
package import SegmentModel

/// The members that one entry of `members_from:` stands for, of one file or, with a pattern, of several.
package struct MemberList: Sendable {
  /// Sorted by path; at least one, and each with at least one value.
  package let files: [MemberListFile]
  /// How many different ids and addresses all files have together.
  package let uniqueCount: Int

  init(files: [MemberListFile], uniqueCount: Int) {
    self.files = files
    self.uniqueCount = uniqueCount
  }

  /// The paths of the files, as the user would name them.
  package var paths: [String] { files.map(\.path) }

  /// The lines where these members are listed, the first one if there are several; members that are not listed have none.
  ///
  /// O(n log m) for n listed ids and m members asked for: ask for all at once.
  package func ranges(of members: MemberSet) -> [ShopperProfileID: SourceRange] {
    var ranges: [ShopperProfileID: SourceRange] = [:]
    guard !members.isEmpty else { return ranges }
    for file in files {
      guard case .profiles(let ids) = file.values else { continue }
      for (index, id) in ids.enumerated() where members.contains(id) && ranges[id] == nil {
        ranges[id] = file.range(at: index)
      }
    }
    return ranges
  }

  /// The lines where these customers are listed, the first one if there are several; customers that are not listed have none.
  ///
  /// O(n) for n listed customers: ask for all at once.
  package func ranges(of customers: Set<CustomerReference>) -> [CustomerReference: SourceRange] {
    var ranges: [CustomerReference: SourceRange] = [:]
    guard !customers.isEmpty else { return ranges }
    for file in files {
      guard case .customers(let references) = file.values else { continue }
      for (index, reference) in references.enumerated() where customers.contains(reference) && ranges[reference] == nil {
        ranges[reference] = file.range(at: index)
      }
    }
    return ranges
  }
}
