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
    let profiles = repetitions(files) { file -> [ShopperProfileID]? in
      if case .profiles(let ids) = file.values { ids } else { nil }
    } search: {
      RepetitionSearch(of: $0)
    }
    let customers = repetitions(files) { file -> [CustomerReference]? in
      if case .customers(let references) = file.values { references } else { nil }
    } search: {
      RepetitionSearch(of: $0)
    }
    var problems: [Diagnostic] = []
    let repeated = profiles.count + customers.count
    if let first = profiles.first ?? customers.first {
      let problem = MemberListProblem.repetitions(repeated, first: first.earlier)
      problems.append(problem.diagnostic(in: first.again.file, at: first.again, sourceLine: nil))
    }
    let uniqueCount = files.reduce(0) { $0 + $1.lines.count } - repeated
    if let problem = sizeProblem(uniqueCount, request) {
      problems.append(problem.diagnostic(in: request.pattern, at: entry.range, sourceLine: entry.sourceLine))
      return (nil, problems)
    }
    return (MemberList(files: files, uniqueCount: uniqueCount), problems)
  }

  private static func sizeProblem(_ count: Int, _ request: MemberListRequest) -> MemberListProblem? {
    if let minimum = request.minimum, count < minimum { return .tooFew(count, minimum: minimum) }
    if let maximum = request.maximum, count > maximum { return .tooMany(count, maximum: maximum) }
    return nil
  }

  /// Searches the values of one sort in all files, as if they stood in one.
  private static func repetitions<Value>(
    _ files: [MemberListFile],
    values: (MemberListFile) -> [Value]?,
    search: ([Value]) -> RepetitionSearch
  ) -> (count: Int, first: (again: SourceRange, earlier: SourceRange)?) {
    let parts = files.compactMap { file in values(file).map { (file: file, values: $0) } }
    guard let only = parts.first else { return (0, nil) }
    let found = search(parts.count == 1 ? only.values : parts.flatMap(\.values))
    func range(at index: Int) -> SourceRange {
      var index = index
      for part in parts {
        if index < part.values.count { return part.file.range(at: index) }
        index -= part.values.count
      }
      return only.file.range(at: 0)
    }
    return (found.count, found.first.map { (again: range(at: $0.again), earlier: range(at: $0.earlier)) })
  }
}
