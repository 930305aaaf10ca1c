package import Diagnostics
import FileAccess

/// Reads the files that an entry of `members_from:` names.
package struct MemberListLoader {
  private let request: MemberListRequest
  private let manifestFolder: String
  private let root: String
  private let entry: ListEntryPlace

  /// Reads every file that the entry names.
  ///
  /// - Parameters:
  ///   - request: What the manifest says.
  ///   - manifestFolder: The folder of the manifest as the user named it, `.` for the working directory.
  ///   - root: The folder that no path may leave, links followed.
  ///   - allowsOutside: Whether paths may leave it all the same (`--allow-outside`).
  ///   - range: The value of `file:` in the manifest.
  ///   - sourceLine: The whole line of the manifest there.
  /// - Returns: The list, or every reason why there is none.
  package static func load(
    _ request: MemberListRequest,
    manifestFolder: String,
    root: String,
    allowsOutside: Bool,
    at range: SourceRange,
    sourceLine: String?
  ) -> ReadMemberList {
    let loader = MemberListLoader(
      request: request,
      manifestFolder: manifestFolder.isEmpty ? "." : manifestFolder,
      root: root.isEmpty ? "." : root,
      entry: ListEntryPlace(range: range, sourceLine: sourceLine)
    )
    do throws(FileAccessError) {
      let realRoot = allowsOutside ? nil : try FileAccess.realPath(of: loader.root)
      let pattern = GlobPattern(request.pattern)
      if let problem = try loader.problem(pattern, realRoot: realRoot) { return loader.failed(problem) }
      let paths = try loader.paths(pattern, realRoot: realRoot)
      return paths.isEmpty ? loader.failed(.noMatch(request.pattern)) : loader.read(paths, realRoot: realRoot)
    } catch {
      return ReadMemberList(list: nil, diagnostics: loader.located(error))
    }
  }

  private func failed(_ problem: MemberListProblem) -> ReadMemberList {
    ReadMemberList(list: nil, diagnostics: [diagnostic(problem)])
  }

  private func read(_ paths: [String], realRoot: String?) -> ReadMemberList {
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
    guard diagnostics.isEmpty else { return ReadMemberList(list: nil, diagnostics: diagnostics) }
    let assembled = MemberListAssembly.list(of: files, request: request, entry: entry)
    return ReadMemberList(list: assembled.list, diagnostics: assembled.problems)
  }

  /// Reads one file: packed bytes at once, a text as it comes.
  private func read(
    _ path: String,
    realRoot: String?
  ) throws(FileAccessError) -> (file: MemberListFile?, problems: [Diagnostic]) {
    let limits = MemberListLimits.standard
    var reader = try FileReader(path, limit: limits.bytes, insideFolder: realRoot)
    if MemberListFormat(path: path).isPacked {
      return MemberListDecoder.decode(try reader.readToEnd(), of: path, request: request, entry: entry, limits: limits)
    }
    return try MemberListDecoder.decode(
      unpackedOf: path,
      request: request,
      entry: entry,
      limits: limits
    ) { room throws(FileAccessError) in try reader.read(into: room) }
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
      [diagnostic(.missingFile(path))]
    case .outsideFolder(let path, _):
      [diagnostic(.outsideRoot(path: path, root: root))]
    default:
      error.diagnostics.map { problem in
        var located = problem
        located.range = entry.range
        located.sourceLine = entry.sourceLine
        return located
      }
    }
  }

  private func diagnostic(_ problem: MemberListProblem) -> Diagnostic {
    problem.diagnostic(in: request.pattern, at: entry.range, sourceLine: entry.sourceLine)
  }
}
