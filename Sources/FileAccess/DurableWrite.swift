#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

extension FileAccess {
  /// Puts these bytes into a file so that whoever looks, after a crash too, finds the old content or the new one and never a mixture.
  ///
  /// A temporary file beside it takes the bytes, is forced to the disk, and then takes the file's place. A new file is for its owner
  /// alone (mode 0600); one that is there keeps its permissions. A link stays a link: the file that it leads to is written.
  ///
  /// - Parameters:
  ///   - bytes: The new content.
  ///   - path: The file.
  ///   - backupPath: Where to keep the version before, if there is one. The file itself is there at every instant.
  ///   - isPublic: Whether everybody may read a new file (mode 0644): for reports that another user's program collects.
  /// - Throws: ``FileAccessError``; the file is then as it was, except when only the last step failed, forcing the folder to the
  ///   disk: then the new content is in place but may not outlast a power cut.
  package static func writeDurably(
    _ bytes: [UInt8],
    to path: String,
    keepingBackup backupPath: String? = nil,
    isPublic: Bool = false
  ) throws(FileAccessError) {
    let target = try WriteTarget(path)
    let temporary = target.temporaryPath
    try systemCalls(on: path, failAs: FileAccessError.cannotWrite) { () throws(SystemErrorCode) in
      try writeTemporary(bytes, at: temporary, permissions: target.permissions ?? (isPublic ? 0o644 : nil))
    }
    do throws(FileAccessError) {
      if let backupPath, target.permissions != nil { try keepBackup(of: target, at: backupPath) }
      try systemCalls(on: path, failAs: FileAccessError.cannotWrite) { () throws(SystemErrorCode) in
        _ = try callingSystem { rename(temporary, target.path) }
      }
    } catch {
      // The failure that brought us here is the one to report; a leftover has a hidden name and harms nobody.
      unlink(temporary)
      throw error
    }
    try systemCalls(on: path, failAs: FileAccessError.cannotWrite) { () throws(SystemErrorCode) in
      try synchronizeFolder(target.folder)
    }
  }

  /// Finds out, before any other work, whether ``writeDurably(_:to:keepingBackup:isPublic:)`` could write this file.
  ///
  /// Really creates a file in the folder and removes it: permissions alone say little, to the root account nothing.
  ///
  /// - Throws: ``FileAccessError`` with what writing would run into.
  package static func requireWritable(
    fileAt path: String,
    keepingBackup backupPath: String? = nil
  ) throws(FileAccessError) {
    let target = try WriteTarget(path)
    if let backupPath { _ = try WriteTarget(backupPath) }
    let temporary = target.temporaryPath
    try systemCalls(on: path, failAs: FileAccessError.cannotWrite) { () throws(SystemErrorCode) in
      // One byte, since an empty file can be made on a full disk.
      try writeTemporary([UInt8(ascii: "\n")], at: temporary, permissions: nil)
      _ = try callingSystem { unlink(temporary) }
    }
  }

  /// Finds out, before any other work, whether files could be made in a folder, which ``createFolder(_:)`` is to make if it is not there.
  ///
  /// - Throws: ``FileAccessError`` with what writing would run into.
  package static func requireWritable(folderAt path: String) throws(FileAccessError) {
    var folder = path
    while try kind(of: folder) == nil, case let parent = self.folder(of: folder), parent != folder { folder = parent }
    do throws(FileAccessError) {
      try requireWritable(fileAt: join(folder, "segplan-\(UInt64.random(in: .min ... .max))"))
    } catch .cannotWrite(_, let code) {
      throw .cannotWrite(path: path, code)
    }
  }

  /// Removes what ``writeDurably(_:to:keepingBackup:isPublic:)`` left beside a file when its process was killed.
  ///
  /// Only for whoever keeps all other writers of the file away. What cannot be removed stays: it harms nobody.
  package static func removeTemporaries(ofFileAt path: String) {
    guard let target = try? WriteTarget(path), let names = try? names(inFolder: target.folder, hidden: true) else { return }
    for name in names where target.isTemporary(name) { unlink(join(target.folder, name)) }
  }

  /// Writes a new file and forces it to the disk; removes it again when that fails.
  private static func writeTemporary(_ bytes: [UInt8], at path: String, permissions: mode_t?) throws(SystemErrorCode) {
    let file = try OpenFile(path, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW, mode: 0o600)
    do throws(SystemErrorCode) {
      try file.write(bytes)
      if let permissions { try file.setPermissions(permissions) }
      try file.synchronize()
    } catch {
      unlink(path)
      throw error
    }
  }

  /// Gives the file that stands at the target a second name, or copies it where the file system has no second names.
  private static func keepBackup(of target: WriteTarget, at backupPath: String) throws(FileAccessError) {
    let backup: WriteTarget
    do throws(FileAccessError) {
      backup = try WriteTarget(backupPath)
    } catch .cannotWrite(_, let code) {
      throw .cannotKeepBackup(path: target.namedPath, backupPath: backupPath, code)
    }
    let temporary = backup.temporaryPath
    do throws(SystemErrorCode) {
      _ = try callingSystem { link(target.path, temporary) }
    } catch {
      guard canBeCopiedInstead(error) else {
        throw .cannotKeepBackup(path: target.namedPath, backupPath: backupPath, error)
      }
      try writeDurably(try read(target.path, limit: .max), to: backupPath)
      return
    }
    // Two names of one file: renaming one over the other does nothing then, and the temporary one would stay. It is so after a
    // crash between the backup and the write.
    defer { unlink(temporary) }
    do throws(SystemErrorCode) {
      _ = try callingSystem { rename(temporary, backup.path) }
      try synchronizeFolder(backup.folder)
    } catch {
      throw .cannotKeepBackup(path: target.namedPath, backupPath: backupPath, error)
    }
  }

  /// Whether a hard link failed for want of hard links: another file system, or one that has none.
  private static func canBeCopiedInstead(_ code: SystemErrorCode) -> Bool {
    [EXDEV, EPERM, EOPNOTSUPP, ENOTSUP, ENOSYS, EMLINK].contains(code.number)
  }

  /// Forces a folder's names to the disk, where the file system knows how.
  private static func synchronizeFolder(_ path: String) throws(SystemErrorCode) {
    let folder = try OpenFile(path, O_RDONLY | O_DIRECTORY)
    do throws(SystemErrorCode) {
      try folder.synchronize()
    } catch {
      // How some network file systems say that folders need no forcing.
      if error.number != EINVAL { throw error }
    }
  }
}

/// Where a durable write goes: the file behind all links, its folder, and what stands there now.
struct WriteTarget {
  /// The path as the caller named it, for messages.
  let namedPath: String
  /// The path of the file itself, not of a link to it.
  let path: String
  /// The folder that holds the file.
  let folder: String
  /// The permissions of the file that stands there; `nil` when none does.
  let permissions: mode_t?

  /// - Throws: ``FileAccessError`` when the folder is missing, something else than a file stands there, or the file cannot be replaced: it is
  ///   read-only, a mount point, or another user's in a folder like `/tmp`.
  init(_ namedPath: String) throws(FileAccessError) {
    self.namedPath = namedPath
    let (resolved, folderStatus, present) = try systemCalls(on: namedPath, failAs: FileAccessError.cannotWrite) {
      () throws(SystemErrorCode) in
      let resolved = try FileAccess.followingLinks(namedPath)
      return (resolved, try FileStatus.at(FileAccess.folder(of: resolved)), try FileStatus.at(resolved))
    }
    let folder = FileAccess.folder(of: resolved)
    path = resolved
    self.folder = folder
    permissions = present?.permissions
    guard let folderStatus else { throw .folderMissing(path: namedPath, folder: folder) }
    // Whatever is behind a descriptor's name, replacing that name would not reach it.
    guard OutputPlace.descriptor(named: resolved) == nil else { throw .notAFile(path: namedPath, .other) }
    guard let present else { return }
    guard present.kind == .file else { throw .notAFile(path: namedPath, present.kind) }
    let isMountPoint = try systemCalls(on: namedPath, failAs: FileAccessError.cannotWrite) { () throws(SystemErrorCode) in
      // A rename would replace a read-only file without a word, and it was made read-only for a reason.
      let file = try OpenFile(resolved, O_WRONLY | O_NONBLOCK)
      let mounts = (file: file.mount, folder: try OpenFile(folder, O_RDONLY | O_DIRECTORY).mount)
      let user = geteuid()
      if folderStatus.isSticky && user != 0 && user != present.owner && user != folderStatus.owner {
        throw SystemErrorCode(EPERM)
      }
      return mounts.file != nil && mounts.folder != nil && mounts.file != mounts.folder
    }
    if isMountPoint { throw .isMountPoint(path: namedPath) }
  }

  /// A new name in the same folder that no walk lists and nobody else uses.
  var temporaryPath: String {
    "\(FileAccess.prefix(of: path))\(Self.temporaryPrefix(of: path))\(String(UInt64.random(in: .min ... .max), radix: 16)).tmp"
  }

  private static func temporaryPrefix(of path: String) -> String {
    // A name may have 255 bytes; the tail needs 22 of them.
    ".\(String(decoding: FileAccess.name(of: path).utf8.prefix(200), as: UTF8.self))."
  }

  /// Whether a name in the folder is a ``temporaryPath`` of this file, left over by a process that died.
  func isTemporary(_ name: String) -> Bool {
    let prefix = Self.temporaryPrefix(of: path)
    guard name.hasPrefix(prefix), name.hasSuffix(".tmp"), name.utf8.count > prefix.utf8.count + 4 else { return false }
    let random = name.dropFirst(prefix.count).dropLast(4)
    return random.utf8.count <= 16 && UInt64(random, radix: 16) != nil
  }
}
