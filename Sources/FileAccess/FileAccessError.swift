package import Diagnostics

/// Why something asked of the file system was not done: facts; `FileAccessError+Diagnostics.swift` has the words.
package enum FileAccessError: Error, Hashable, Sendable {
  /// A file could not be opened or read; ``SystemErrorCode/missing`` when there is none.
  case cannotRead(path: String, SystemErrorCode)
  /// A file was expected, and something else stands there.
  case notAFile(path: String, FileKind)
  /// A file has more bytes than the caller allows.
  case tooLarge(path: String, limit: Int)
  /// A file lies outside the folder that it was to lie in, links followed.
  case outsideFolder(path: String, folder: String)
  /// The system does not say what stands at a path.
  case cannotInspect(path: String, SystemErrorCode)
  /// A folder could not be listed.
  case cannotList(path: String, SystemErrorCode)
  /// A folder lies deeper than the walk goes.
  case folderTooDeep(path: String, limit: Int)
  /// A name in a folder is not UTF-8; shown with replacement characters.
  case nameNotUTF8(path: String)
  /// A file could not be written; the one that was there before is unharmed.
  case cannotWrite(path: String, SystemErrorCode)
  /// A file is mounted by itself, so that no other file can take its place.
  case isMountPoint(path: String)
  /// The folder of a file to write does not exist.
  case folderMissing(path: String, folder: String)
  /// The version before could not be kept; the file itself is unharmed.
  case cannotKeepBackup(path: String, backupPath: String, SystemErrorCode)
  /// A lock file could not be opened, locked or written.
  case cannotLock(path: String, SystemErrorCode)
  /// Something was asked of a lock that is held no more.
  case lockReleased(path: String)
  /// Output could not be written; `descriptor` is 1 for standard output, 2 for standard error.
  case cannotWriteOutput(descriptor: Int32, SystemErrorCode)
  /// Nobody reads the output any more, as in `segplan | head`: a reason to stop quietly.
  case brokenPipe(descriptor: Int32)
}

extension FileAccessError: DiagnosedError {
  package var diagnostics: [Diagnostic] { [diagnostic] }
}
