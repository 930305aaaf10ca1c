#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

extension FileAccess {
  /// Replaces a file, so that a reader finds the old or the new content and never a mixture, even after a crash.
  ///
  /// The bytes go to a temporary file beside it, which is forced to the disk and then renamed. Only the owner may read
  /// a new file (mode 0600); an existing file keeps its permissions. A link stays, and its target is written.
  ///
  /// `backupPath` gets the previous version; the file itself exists at every instant. With `isPublic`, every user may
  /// read a new file (mode 0644): for reports that another user collects.
  ///
  /// - Throws: ``FileAccessError``. The file is then unchanged, unless only forcing the folder to the disk failed: then
  ///   the new content is in place but may not survive a power cut.
  package static func writeDurably(
    _ bytes: [UInt8],
    to path: String,
    keepingBackup backupPath: String? = nil,
    isPublic: Bool = false
  ) throws(FileAccessError) {
    let target = try WriteTarget(path)
    let temporary = target.temporaryPath
    let permissions = target.permissions ?? (isPublic ? 0o644 : nil)
    try systemCall(on: path, try writeTemporary(bytes, at: temporary, permissions: permissions))
    do throws(FileAccessError) {
      if let backupPath, target.permissions != nil { try keepBackup(of: target, at: backupPath) }
      _ = try systemCall(on: path, try callingSystem { rename(temporary, target.path) })
    } catch {
      // The first failure is the one to report. A leftover file has a hidden name and does no harm.
      unlink(temporary)
      throw error
    }
    try systemCall(on: path, try synchronizeFolder(target.folder))
  }

  /// Throws, before any other work, what would make ``writeDurably(_:to:keepingBackup:isPublic:)`` fail.
  ///
  /// It creates a file in the folder and removes it: permissions alone say little, and nothing to the root account.
  package static func requireWritable(fileAt path: String, keepingBackup backupPath: String? = nil) throws(FileAccessError) {
    let target = try WriteTarget(path)
    if let backupPath { _ = try WriteTarget(backupPath) }
    let temporary = target.temporaryPath
    try systemCalls(on: path) { () throws(SystemErrorCode) in
      // One byte, since an empty file can be created on a full disk.
      try writeTemporary([UInt8(ascii: "\n")], at: temporary, permissions: nil)
      _ = try callingSystem { unlink(temporary) }
    }
  }

  /// Throws, before any other work, what would make creating a file in a folder fail.
  ///
  /// The folder may still be missing, if ``createFolder(_:)`` creates it later.
  package static func requireWritable(folderAt path: String) throws(FileAccessError) {
    var folder = path
    while try kind(of: folder) == nil, case let parent = self.folder(of: folder), parent != folder { folder = parent }
    do throws(FileAccessError) {
      try requireWritable(fileAt: join(folder, "segplan-\(UInt64.random(in: .min ... .max))"))
    } catch .cannotWrite(_, let code) {
      throw .cannotWrite(path: path, code)
    }
  }

  /// Removes the temporary files that a killed process left beside a file.
  ///
  /// Only for a caller that keeps all other writers away. What cannot be removed stays: it does no harm.
  package static func removeTemporaries(ofFileAt path: String) {
    guard let target = try? WriteTarget(path), let names = try? names(inFolder: target.folder, hidden: true) else { return }
    for name in names where target.isTemporary(name) { unlink(join(target.folder, name)) }
  }

  /// Writes a new file and forces it to the disk; removes it if that fails.
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

  /// Gives the target's file a second name, or copies it if the file system has no hard links.
  private static func keepBackup(of target: WriteTarget, at backupPath: String) throws(FileAccessError) {
    func failure(_: String, _ code: SystemErrorCode) -> FileAccessError {
      .cannotKeepBackup(path: target.namedPath, backupPath: backupPath, code)
    }
    let backup: WriteTarget
    do throws(FileAccessError) {
      backup = try WriteTarget(backupPath)
    } catch .cannotWrite(let path, let code) {
      throw failure(path, code)
    }
    let temporary = backup.temporaryPath
    do throws(SystemErrorCode) {
      _ = try callingSystem { link(target.path, temporary) }
    } catch {
      guard canBeCopiedInstead(error) else { throw failure(backupPath, error) }
      try writeDurably(try read(target.path, limit: .max), to: backupPath)
      return
    }
    // After a crash between backup and write, both names lead to one file. Then renaming does nothing.
    defer { unlink(temporary) }
    try systemCalls(on: backupPath, failAs: failure) { () throws(SystemErrorCode) in
      _ = try callingSystem { rename(temporary, backup.path) }
      try synchronizeFolder(backup.folder)
    }
  }

  /// Whether a hard link failed because hard links are impossible: across file systems, or in one without them.
  private static func canBeCopiedInstead(_ code: SystemErrorCode) -> Bool {
    [EXDEV, EPERM, EOPNOTSUPP, ENOTSUP, ENOSYS, EMLINK].contains(code.number)
  }

  /// Forces a folder's names to the disk, if the file system supports it.
  private static func synchronizeFolder(_ path: String) throws(SystemErrorCode) {
    let folder = try OpenFile(path, O_RDONLY | O_DIRECTORY)
    do throws(SystemErrorCode) {
      try folder.synchronize()
    } catch {
      // Some network file systems say in this way that folders need not be forced.
      if error.number != EINVAL { throw error }
    }
  }
}

/// Where a durable write goes.
struct WriteTarget {
  /// The path as the caller named it, for messages.
  let namedPath: String
  /// The path of the file behind all links.
  let path: String
  /// The folder of that file.
  let folder: String
  /// The permissions of the file; `nil` if the file does not exist yet.
  let permissions: mode_t?

  /// - Throws: ``FileAccessError`` if the folder is missing, the path is not a file's, or the file cannot be replaced:
  ///   it is read-only, a mount point, or another user's in a folder like `/tmp`.
  init(_ namedPath: String) throws(FileAccessError) {
    self.namedPath = namedPath
    let (resolved, folderStatus, present) = try systemCalls(on: namedPath) {
      () throws(SystemErrorCode) in
      let resolved = try FileAccess.followingLinks(namedPath)
      return (resolved, try FileStatus.at(FileAccess.folder(of: resolved)), try FileStatus.at(resolved))
    }
    let folder = FileAccess.folder(of: resolved)
    path = resolved
    self.folder = folder
    permissions = present?.permissions
    guard let folderStatus else { throw .folderMissing(path: namedPath, folder: folder) }
    // Replacing a descriptor's name would not reach what is behind it.
    guard OutputPlace.descriptor(named: resolved) == nil else { throw .notAFile(path: namedPath, .other) }
    guard let present else { return }
    guard present.kind == .file else { throw .notAFile(path: namedPath, present.kind) }
    let isMountPoint = try systemCalls(on: namedPath) { () throws(SystemErrorCode) in
      // A rename would silently replace a read-only file, which is read-only for a reason.
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

  /// A new hidden name in the same folder, which no walk lists and no one else uses.
  var temporaryPath: String {
    "\(FileAccess.prefix(of: path))\(Self.temporaryPrefix(of: path))\(String(UInt64.random(in: .min ... .max), radix: 16)).tmp"
  }

  private static func temporaryPrefix(of path: String) -> String {
    // A name may have 255 bytes. The end needs 22 of them.
    ".\(String(decoding: FileAccess.name(of: path).utf8.prefix(200), as: UTF8.self))."
  }

  /// Whether a name in the folder is a ``temporaryPath`` of this file, left over from a process that died.
  func isTemporary(_ name: String) -> Bool {
    let prefix = Self.temporaryPrefix(of: path)
    guard name.hasPrefix(prefix), name.hasSuffix(".tmp"), name.utf8.count > prefix.utf8.count + 4 else { return false }
    let random = name.dropFirst(prefix.count).dropLast(4)
    return random.utf8.count <= 16 && UInt64(random, radix: 16) != nil
  }
}
