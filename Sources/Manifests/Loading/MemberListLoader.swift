import Diagnostics
import FileAccess

/// Reads the files of one entry of `members_from:`.
struct MemberListLoader {
  private let entry: MemberListEntry
  private let manifestFolder: String
  private let root: String
  private var request: MemberListRequest { entry.request }

  /// The files, sorted by path, each with at least one value; none if the diagnostics have an error.
  typealias Result = (files: [MemberListFile], diagnostics: [Diagnostic])

  /// Reads every file of the entry.
  ///
  /// `root` is the folder that no path may leave, links followed, unless `--allow-outside` is given.
  static func load(_ entry: MemberListEntry, manifestFolder: String, root: String, allowsOutside: Bool) -> Result {
    let loader = MemberListLoader(
      entry: entry,
      manifestFolder: manifestFolder.isEmpty ? "." : manifestFolder,
      root: root.isEmpty ? "." : root
    )
    do throws(FileAccessError) {
      let realRoot = allowsOutside ? nil : try FileAccess.realPath(of: loader.root)
      let pattern = GlobPattern(entry.request.pattern)
      if let problem = try loader.problem(pattern, realRoot: realRoot) { return ([], [entry.diagnostic(problem)]) }
      let paths = try loader.paths(pattern, realRoot: realRoot)
      if paths.isEmpty { return ([], [entry.diagnostic(.noMatch(entry.request.pattern))]) }
      return loader.read(paths, realRoot: realRoot)
    } catch {
      return ([], loader.located(error))
    }
  }

  private func read(_ paths: [String], realRoot: String?) -> Result {
    var diagnostics: [Diagnostic] = []
    if let minimum = request.minimumFiles, paths.count < minimum {
      diagnostics.append(entry.diagnostic(.tooFewFiles(paths, minimum: minimum, in: request.pattern)))
    }
    var files: [MemberListFile] = []
    for path in paths {
      do throws(FileAccessError) {
        let bytes = try FileAccess.read(path, limit: MemberListReader.Limits.standard.bytes, insideFolder: realRoot)
        let read = MemberListReader.read(bytes, of: path, for: entry)
        diagnostics += read.problems
        if let file = read.file { files.append(file) }
      } catch {
        diagnostics += located(error)
      }
    }
    // Without one of its files, the list would have fewer members.
    guard diagnostics.isEmpty else { return ([], diagnostics) }
    let problems = entry.problems(of: files)
    return (problems.contains { $0.severity == .error } ? [] : files, problems)
  }

  /// What is wrong with the path as it is written.
  private func problem(_ pattern: GlobPattern, realRoot: String?) throws(FileAccessError) -> ManifestProblem? {
    if pattern.parts.isEmpty { return .emptyPath }
    // To the system, the path would end there.
    if request.pattern.utf8.contains(0) { return .missingFile(request.pattern.replacing("\0", with: "\u{FFFD}")) }
    if pattern.climbsBehindWildcard { return .upwardsBehindWildcard(request.pattern) }
    if let realRoot, try climbs(pattern, outOf: realRoot) { return .outsideRoot(path: request.pattern, root: root) }
    return nil
  }

  /// The paths of the entry.
  ///
  /// A path without wildcards may lead nowhere.
  private func paths(_ pattern: GlobPattern, realRoot: String?) throws(FileAccessError) -> [String] {
    if pattern.hasWildcards { return try GlobWalk.paths(pattern, in: manifestFolder, realRoot: realRoot) }
    return [pattern.isAbsolute ? request.pattern : FileAccess.join(manifestFolder, request.pattern)]
  }

  /// Whether the names of the path lead out of a folder, so that nothing is looked up.
  ///
  /// Links are checked when the files are open.
  private func climbs(_ pattern: GlobPattern, outOf realRoot: String) throws(FileAccessError) -> Bool {
    var names = pattern.isAbsolute ? [] : try FileAccess.realPath(of: manifestFolder).split(separator: "/").map(String.init)
    for name in pattern.leadingNames where name != "." {
      if name != ".." { names.append(name) } else if !names.isEmpty { names.removeLast() }
    }
    return !FileAccess.isInside("/" + names.joined(separator: "/"), folder: realRoot)
  }

  private func located(_ error: FileAccessError) -> [Diagnostic] {
    switch error {
    case .cannotRead(let path, .missing):
      [entry.diagnostic(.missingFile(path))]
    case .outsideFolder(let path, _):
      [entry.diagnostic(.outsideRoot(path: path, root: root))]
    default:
      error.diagnostics.map { problem in
        var located = problem
        located.range = entry.range
        located.sourceLine = entry.sourceLine
        return located
      }
    }
  }
}
