import Diagnostics
import FileAccess
import Planning

/// Names files as the readers of reports know them: from the root of the repository, whatever folder the program runs in.
struct RepositoryPaths {
  /// Real paths of folders that a path may be named from.
  private let roots: [String]

  /// - Parameter environment: Says where a job of GitHub or GitLab has the repository; else git's top folder is looked for.
  init(_ environment: [String: String]) {
    let named = ["GITHUB_WORKSPACE", "CI_PROJECT_DIR"].compactMap { environment[$0] }.filter { !$0.isEmpty }
    roots = named.compactMap { try? FileAccess.realPath(of: $0) }
  }

  /// The path from the root; the path as it was, without `./` before it, where there is no root above the file.
  func path(_ file: String) -> String {
    let name = file.split(separator: "/").last.map(String.init) ?? file
    guard let folder = try? FileAccess.realPath(of: FileAccess.folder(of: file)) else { return file }
    let real = FileAccess.join(folder, name)
    guard let root = roots.first(where: { FileAccess.isInside(real, folder: $0) }) ?? Self.topFolder(of: folder) else {
      return file.hasPrefix("./") ? String(file.dropFirst(2)) : file
    }
    return String(real.dropFirst(root == "/" ? 1 : root.count + 1))
  }

  /// The nearest folder upwards that git keeps its own things in; a file in the place of a folder in worktrees.
  private static func topFolder(of folder: String) -> String? {
    var folder = folder
    while true {
      if (try? FileAccess.isThere(FileAccess.join(folder, ".git"))) == true { return folder }
      if folder == "/" { return nil }
      folder = FileAccess.folder(of: folder)
    }
  }

  /// The problem at its place from the root.
  func problem(_ problem: Diagnostic) -> Diagnostic {
    var placed = problem
    placed.range = problem.range.map(range)
    return placed
  }

  /// The review with all places from the root.
  func review(_ review: Review) -> Review {
    Review(
      plan: review.plan.map(plan),
      findings: review.findings,
      problems: review.problems.map(problem),
      places: review.places.mapValues(range)
    )
  }

  /// The plan with the places of all members from the root.
  func plan(_ plan: Plan) -> Plan {
    plan.replacing(
      segments: plan.segments.map { segment in
        var segment = segment
        segment.notes.additions = segment.notes.additions.mapping(files: path, causes: \.self)
        segment.notes.removals = segment.notes.removals.mapping(files: path, causes: \.self)
        return segment
      }
    )
  }

  private func range(_ range: SourceRange) -> SourceRange {
    SourceRange(file: path(range.file), start: range.start, end: range.end)
  }
}
