import Diagnostics
import SegmentModel

/// Puts the files of one entry together, and looks at what they are as a whole.
enum MemberListAssembly {
  /// The list of these files, of which there is at least one, with warnings; or the errors that it has as a whole.
  static func list(
    of files: [MemberListFile],
    request: MemberListRequest,
    entry: ListEntryPlace
  ) -> (list: MemberList?, problems: [Diagnostic]) {
    let profiles = Column(files) { if case .profiles(let ids) = $0 { ids } else { nil } }
    let customers = Column(files) { if case .customers(let references) = $0 { references } else { nil } }
    // The set is wanted anyway, and tells at once whether any id is repeated: which one is looked for only then.
    let members = MemberSet(profiles.values)
    let repeatedProfiles = RepetitionSearch(of: members.count < profiles.values.count ? profiles.values : [])
    let repeatedCustomers = RepetitionSearch(of: customers.values)
    var problems: [Diagnostic] = []
    let repeated = repeatedProfiles.count + repeatedCustomers.count
    if let first = profiles.ranges(of: repeatedProfiles) ?? customers.ranges(of: repeatedCustomers) {
      let problem = MemberListProblem.repetitions(repeated, first: first.earlier)
      problems.append(problem.diagnostic(in: first.again.file, at: first.again, sourceLine: nil))
    }
    let uniqueCount = files.reduce(0) { $0 + $1.places.count } - repeated
    if let problem = sizeProblem(uniqueCount, request) {
      problems.append(problem.diagnostic(in: request.pattern, at: entry.range, sourceLine: entry.sourceLine))
      return (nil, problems)
    }
    return (MemberList(files: files, profiles: members, uniqueCount: uniqueCount), problems)
  }

  private static func sizeProblem(_ count: Int, _ request: MemberListRequest) -> MemberListProblem? {
    if let minimum = request.minimum, count < minimum { return .tooFew(count, minimum: minimum) }
    if let maximum = request.maximum, count > maximum { return .tooMany(count, maximum: maximum) }
    return nil
  }

  /// The values of one sort in all files, as if they stood in one.
  private struct Column<Value> {
    private let files: [(file: MemberListFile, count: Int)]
    let values: [Value]

    init(_ files: [MemberListFile], values: (MemberListFile.Values) -> [Value]?) {
      let parts = files.compactMap { file in values(file.values).map { (file: file, values: $0) } }
      self.files = parts.map { ($0.file, $0.values.count) }
      self.values = parts.count == 1 ? parts[0].values : parts.flatMap(\.values)
    }

    /// Where the first repetition stands, and what it repeats.
    func ranges(of search: RepetitionSearch) -> (again: SourceRange, earlier: SourceRange)? {
      guard let first = search.first, let again = range(at: first.again), let earlier = range(at: first.earlier) else {
        return nil
      }
      return (again, earlier)
    }

    private func range(at index: Int) -> SourceRange? {
      var index = index
      for part in files {
        if index < part.count { return part.file.range(at: index) }
        index -= part.count
      }
      return nil
    }
  }
}
