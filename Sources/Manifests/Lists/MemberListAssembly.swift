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
    var problems: [Diagnostic] = []
    // The set is wanted anyway. It tells whether any id is repeated, which is rare, so only then are the repetitions looked for.
    let profiles = files.flatMap(\.values.profiles)
    let members = MemberSet(profiles)
    var repetitions = Repetitions()
    if members.count < profiles.count { repetitions.search(files, \.profiles) }
    repetitions.search(files, \.customers)
    if let first = repetitions.first {
      let problem = MemberListProblem.repetitions(repetitions.count, first: first.earlier)
      problems.append(problem.diagnostic(in: first.again.file, at: first.again, sourceLine: nil))
    }
    let uniqueCount = files.reduce(0) { $0 + $1.places.count } - repetitions.count
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

  /// Values that stand in the files more than once.
  private struct Repetitions {
    var count = 0
    /// The first of them, and the place that it repeats.
    var first: (again: SourceRange, earlier: SourceRange)?

    mutating func search<Value: Hashable>(_ files: [MemberListFile], _ values: KeyPath<MemberListFile.Values, [Value]>) {
      var seen: [Value: (file: Int, index: Int)] = [:]
      for (number, file) in files.enumerated() {
        for (index, value) in file.values[keyPath: values].enumerated() {
          guard let earlier = seen[value] else {
            seen[value] = (number, index)
            continue
          }
          count += 1
          first = first ?? (file.range(at: index), files[earlier.file].range(at: earlier.index))
        }
      }
    }
  }
}
