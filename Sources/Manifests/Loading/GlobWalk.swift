import FileAccess

/// Finds the files that match a pattern.
struct GlobWalk {
  private struct Step: Hashable {
    let folder: String
    let part: Int
  }

  private let parts: [GlobPattern.Part]
  /// The real path of the folder that the walk may not leave.
  private let realRoot: String?
  private var found: Set<String> = []
  /// Several `**` lead to the same folders many times.
  private var taken: Set<Step> = []

  /// The paths of matching files below a folder, sorted by their bytes, each beginning with the folder as given.
  ///
  /// Links that lead nowhere match, so that reading them reports what is missing. `**` does not follow links to
  /// folders, so that the walk ends; other parts do. A folder outside the real root is not listed, so that no message
  /// shows what is in it.
  ///
  /// - Throws: ``FileAccessError`` when a folder cannot be listed: skipping it could lose members.
  static func paths(_ pattern: GlobPattern, in folder: String, realRoot: String?) throws(FileAccessError) -> [String] {
    var walk = GlobWalk(parts: pattern.parts, realRoot: realRoot)
    try walk.visit(folder: pattern.isAbsolute ? "/" : folder, part: 0, depth: 0)
    return walk.found.sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
  }

  /// An absolute pattern may pass through the folders above the root by name.
  private func requireInside(_ folder: String, part: Int) throws(FileAccessError) {
    guard let realRoot else { return }
    if case .name = parts[part] { return }
    let real = try FileAccess.realPath(of: folder)
    guard FileAccess.isInside(real, folder: realRoot) else { throw .outsideFolder(path: folder, folder: realRoot) }
  }

  private mutating func visit(folder: String, part: Int, depth: Int) throws(FileAccessError) {
    guard taken.insert(Step(folder: folder, part: part)).inserted else { return }
    try requireInside(folder, part: part)
    switch parts[part] {
    case .name(let name):
      let path = FileAccess.join(folder, name)
      if part + 1 == parts.count {
        if try FileAccess.isThere(path), try FileAccess.kind(of: path) != .folder { found.insert(path) }
      } else if try FileAccess.kind(of: path) == .folder {
        try visit(folder: path, part: part + 1, depth: depth)
      }
    case .wildcard(let pattern):
      for entry in try FileAccess.entries(inFolder: folder) where pattern.matches(entry.name) {
        let path = FileAccess.join(folder, entry.name)
        if part + 1 == parts.count {
          if !entry.isFolder { found.insert(path) }
        } else if entry.isFolder {
          try visit(folder: path, part: part + 1, depth: depth)
        }
      }
    case .anyFolders:
      guard depth <= FileAccess.maximumDepth else { throw .folderTooDeep(path: folder, limit: FileAccess.maximumDepth) }
      try visit(folder: folder, part: part + 1, depth: depth)
      for entry in try FileAccess.entries(inFolder: folder) where entry.isFolder && !entry.isLink {
        try visit(folder: FileAccess.join(folder, entry.name), part: part, depth: depth + 1)
      }
    }
  }
}
