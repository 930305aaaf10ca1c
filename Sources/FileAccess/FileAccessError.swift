package import Diagnostics

/// Why something asked of the file system was not done.
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
  package var diagnostics: [Diagnostic] { [Diagnostic(words)] }

  private var words: DiagnosticWords {
    switch self {
    case .cannotRead(let path, .missing):
      ("file-missing", "there is no file \"\(path)\"", "Check the path; a relative one starts at the working directory.")
    case .cannotRead(let path, let code):
      ("cannot-read", "cannot read \"\(path)\": \(code)", "Check that the account that runs this may read the file.")
    case .notAFile(let path, .folder):
      ("not-a-file", "\"\(path)\" is a folder", "A file is needed here.")
    case .notAFile(let path, _):
      ("not-a-file", "\"\(path)\" is not a regular file", "Pipes, sockets and devices cannot be used here. Name a file.")
    case .tooLarge(let path, let limit):
      (
        "file-too-large", "\"\(path)\" has more than the allowed \(limit) bytes",
        "Nothing of it was used. Check that it is the file you meant, or split it."
      )
    case .outsideFolder(let path, let folder):
      ("outside-folder", "\"\(path)\" lies outside the folder \"\(folder)\"", "Move it into the folder; a link does not help.")
    case .cannotInspect(let path, let code):
      ("cannot-inspect", "cannot look at \"\(path)\": \(code)", "Check the path and the permissions of the folders on it.")
    case .cannotList(let path, let code):
      ("cannot-list", "cannot list the folder \"\(path)\": \(code)", "Check that the account that runs this may read the folder.")
    case .folderTooDeep(let path, let limit):
      (
        "folder-too-deep", "the folder \"\(path)\" lies more than \(limit) levels deep",
        "The walk stops here rather than pass over files in silence. Name the folders you mean, or flatten the tree."
      )
    case .nameNotUTF8(let path):
      ("name-not-utf8", "the name \"\(path)\" is not UTF-8", "Rename it, or start its name with a dot to have it skipped.")
    case .cannotWrite(let path, let code):
      ("cannot-write", "cannot write \"\(path)\": \(code)", "What stood there before is unharmed. \(Self.advice(on: code))")
    case .isMountPoint(let path):
      (
        "mount-point", "\"\(path)\" cannot be replaced: it is mounted by itself",
        """
        Files are replaced as a whole, so that a crash leaves the old content or the new one. That is not possible with a file that is a \
        mount point, such as a bind mount of a single file. Mount the folder that holds it instead.
        """
      )
    case .folderMissing(let path, let folder):
      (
        "folder-missing", "cannot write \"\(path)\": there is no folder \"\(folder)\"",
        "Create the folder first:\n\n    mkdir -p '\(folder)'"
      )
    case .cannotKeepBackup(let path, let backupPath, let code):
      (
        "cannot-keep-backup", "cannot keep the previous \"\(path)\" as \"\(backupPath)\": \(code)",
        "The file was not written, so that its previous version is not lost. \(Self.advice(on: code))"
      )
    case .cannotLock(let path, let code):
      (
        "cannot-lock", "cannot use the lock file \"\(path)\": \(code)",
        "Without the lock two runs could write at once, so this one stops. \(Self.advice(on: code))"
      )
    case .lockReleased(let path):
      ("lock-released", "the lock \"\(path)\" is not held any more", "This is a bug in this program; please report it.")
    case .cannotWriteOutput(let descriptor, let code):
      ("cannot-write-output", "cannot write to \(Self.name(ofOutput: descriptor)): \(code)", Self.advice(on: code))
    case .brokenPipe(let descriptor):
      ("broken-pipe", "nobody reads \(Self.name(ofOutput: descriptor)) any more", "The rest of the output was dropped.")
    }
  }

  private static func advice(on code: SystemErrorCode) -> String {
    code == .noSpace
      ? "Free some space on the disk and run again." : "Check the path, the permissions and the disk, then run again."
  }

  private static func name(ofOutput descriptor: Int32) -> String {
    switch descriptor {
    case FileAccess.standardOutput: "the standard output"
    case FileAccess.standardError: "the standard error"
    default: "descriptor \(descriptor)"
    }
  }
}
