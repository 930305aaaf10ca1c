import Diagnostics
import FileAccess
import Planning

/// Names files relative to the root of the repository, whatever folder the program runs in.
struct RepositoryPaths {
  /// The real paths of possible roots.
  private let roots: [String]

  /// Jobs of GitHub and GitLab name the repository in the environment; elsewhere the root is the top folder of git.
  init(_ environment: [String: String]) {
    let named = ["GITHUB_WORKSPACE", "CI_PROJECT_DIR"].compactMap { environment[$0] }.filter { !$0.isEmpty }
    roots = named.compactMap { try? FileAccess.realPath(of: $0) }
  }

  /// The path from the root; if no root is above the file, the path without `./` before it.
  func path(_ file: String) -> String {
    let name = file.split(separator: "/").last.map(String.init) ?? file
    guard let folder = try? FileAccess.realPath(of: FileAccess.folder(of: file)) else { return file }
    let real = FileAccess.join(folder, name)
    guard let root = roots.first(where: { FileAccess.isInside(real, folder: $0) }) ?? Self.topFolder(of: folder) else {
      return file.hasPrefix("./") ? String(file.dropFirst(2)) : file
    }
    return String(real.dropFirst(root == "/" ? 1 : root.count + 1))
  }

  /// The nearest folder upwards that contains `.git`, which is a file in worktrees.
  private static func topFolder(of folder: String) -> String? {
    var folder = folder
    while true {
      if (try? FileAccess.isThere(FileAccess.join(folder, ".git"))) == true { return folder }
      if folder == "/" { return nil }
      folder = FileAccess.folder(of: folder)
    }
  }

  func problem(_ problem: Diagnostic) -> Diagnostic {
    var placed = problem
    placed.range = problem.range.map(range)
    return placed
  }

  func review(_ review: Review) -> Review {
    var placed = review
    placed.plan = review.plan.map(plan)
    placed.problems = review.problems.map(problem)
    placed.places = review.places.mapValues(range)
    return placed
  }

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
