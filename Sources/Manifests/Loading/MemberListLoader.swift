import Diagnostics
import FileAccess

/// Reads the files that an entry of `members_from:` names.
struct MemberListLoader {
  private let entry: MemberListEntry
  private let manifestFolder: String
  private let root: String
  private var request: MemberListRequest { entry.request }

  /// What was read: no list if there is an error among the diagnostics.
  typealias Result = (list: MemberList?, diagnostics: [Diagnostic])

  /// Reads every file that the entry names.
  ///
  /// A manifest folder of `.` is the working directory. The root is the folder that no path may leave, links followed, unless
  /// `--allow-outside` is given.
  static func load(_ entry: MemberListEntry, manifestFolder: String, root: String, allowsOutside: Bool) -> Result {
    let loader = MemberListLoader(
      entry: entry,
      manifestFolder: manifestFolder.isEmpty ? "." : manifestFolder,
      root: root.isEmpty ? "." : root
    )
    do throws(FileAccessError) {
      let realRoot = allowsOutside ? nil : try FileAccess.realPath(of: loader.root)
      let pattern = GlobPattern(entry.request.pattern)
      if let problem = try loader.problem(pattern, realRoot: realRoot) { return (nil, [problem.diagnostic(of: entry)]) }
      let paths = try loader.paths(pattern, realRoot: realRoot)
      if paths.isEmpty { return (nil, [MemberListProblem.noMatch(entry.request.pattern).diagnostic(of: entry)]) }
      return loader.read(paths, realRoot: realRoot)
    } catch {
      return (nil, loader.located(error))
    }
  }

  private func read(_ paths: [String], realRoot: String?) -> Result {
    var diagnostics: [Diagnostic] = []
    var files: [MemberListFile] = []
    for path in paths {
      do throws(FileAccessError) {
        let read = try read(path, realRoot: realRoot)
        diagnostics += read.problems
        if let file = read.file { files.append(file) }
      } catch {
        diagnostics += located(error)
      }
    }
    // A list without one of its files is another list.
    guard diagnostics.isEmpty else { return (nil, diagnostics) }
    return MemberList.assemble(files, for: entry)
  }

  private func read(_ path: String, realRoot: String?) throws(FileAccessError) -> MemberListReader.Result {
    var reader = try FileReader(path, limit: MemberListReader.Limits.standard.bytes, insideFolder: realRoot)
    if MemberListReader.isPacked(path) { return MemberListReader.read(try reader.readToEnd(), of: path, for: entry) }
    return try MemberListReader.read(unpackedOf: path, for: entry) { room throws(FileAccessError) in
      try reader.read(into: room)
    }
  }

  /// What is wrong with the path as it is written; `nil` when it may be looked up.
  private func problem(_ pattern: GlobPattern, realRoot: String?) throws(FileAccessError) -> MemberListProblem? {
    if pattern.parts.isEmpty { return .emptyPath }
    // The system would take the path to end there.
    if request.pattern.utf8.contains(0) { return .missingFile(request.pattern.replacing("\0", with: "\u{FFFD}")) }
    if pattern.climbsBehindWildcard { return .upwardsBehindWildcard(request.pattern) }
    if let realRoot, try climbs(pattern, outOf: realRoot) { return .outsideRoot(path: request.pattern, root: root) }
    return nil
  }

  /// The paths that the entry stands for; a path without wildcards is not looked up.
  private func paths(_ pattern: GlobPattern, realRoot: String?) throws(FileAccessError) -> [String] {
    if pattern.hasWildcards { return try GlobWalk.paths(pattern, in: manifestFolder, realRoot: realRoot) }
    return [pattern.isAbsolute ? request.pattern : FileAccess.join(manifestFolder, request.pattern)]
  }

  /// Whether the path climbs out of a folder by its names alone: then nothing is looked up.
  ///
  /// Links are judged when the files are open.
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
      [MemberListProblem.missingFile(path).diagnostic(of: entry)]
    case .outsideFolder(let path, _):
      [MemberListProblem.outsideRoot(path: path, root: root).diagnostic(of: entry)]
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
