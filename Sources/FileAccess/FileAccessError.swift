package import Diagnostics

/// Why an operation on the file system failed.
package enum FileAccessError: Error, Hashable, Sendable {
  /// A file could not be opened or read; ``SystemErrorCode/missing`` if it does not exist.
  case cannotRead(path: String, SystemErrorCode)
  case notAFile(path: String, FileKind)
  case tooLarge(path: String, limit: Int)
  /// A file is outside the folder that must contain it, links followed.
  case outsideFolder(path: String, folder: String)
  case cannotInspect(path: String, SystemErrorCode)
  case cannotList(path: String, SystemErrorCode)
  case folderTooDeep(path: String, limit: Int)
  /// A name in a folder is not UTF-8; it is shown with replacement characters.
  case nameNotUTF8(path: String)
  /// A file could not be written; its previous content is intact.
  case cannotWrite(path: String, SystemErrorCode)
  /// A file is a mount point, so no other file can replace it.
  case isMountPoint(path: String)
  case folderMissing(path: String, folder: String)
  /// The previous version could not be kept; the file is intact.
  case cannotKeepBackup(path: String, backupPath: String, SystemErrorCode)
  case cannotLock(path: String, SystemErrorCode)
  /// A lock was used after its release.
  case lockReleased(path: String)
  /// Output could not be written; `descriptor` is 1 for standard output, 2 for standard error.
  case cannotWriteOutput(descriptor: Int32, SystemErrorCode)
  /// The reader of the output has gone, as in `segplan | head`: a reason to stop quietly.
  case brokenPipe(descriptor: Int32)
}

extension FileAccessError: WordedError {
  package var words: DiagnosticWords {
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
        "file-too-large", "\"\(path)\" is larger than the allowed \(limit) bytes",
        "It was not used. Check that it is the file you meant, or split it."
      )
    case .outsideFolder(let path, let folder):
      ("outside-folder", "\"\(path)\" is outside the folder \"\(folder)\"", "Move it into the folder; a link does not help.")
    case .cannotInspect(let path, let code):
      ("cannot-inspect", "cannot check \"\(path)\": \(code)", "Check the path and the permissions of the folders on it.")
    case .cannotList(let path, let code):
      ("cannot-list", "cannot list the folder \"\(path)\": \(code)", "Check that the account that runs this may read the folder.")
    case .folderTooDeep(let path, let limit):
      (
        "folder-too-deep", "the folder \"\(path)\" is more than \(limit) levels deep",
        "The search stops here instead of skipping files silently. Name the folders you mean, or flatten the tree."
      )
    case .nameNotUTF8(let path):
      ("name-not-utf8", "the name \"\(path)\" is not UTF-8", "Rename it, or start its name with a dot to skip it.")
    case .cannotWrite(let path, let code):
      ("cannot-write", "cannot write \"\(path)\": \(code)", "The previous content is intact. \(Self.advice(on: code))")
    case .isMountPoint(let path):
      (
        "mount-point", "\"\(path)\" cannot be replaced: it is a mount point",
        """
        Files are replaced as a whole, so that a crash leaves either the old or the new content. A mount point, such as a bind mount of a \
        single file, cannot be replaced. Mount its folder instead.
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
        "The file was not written, to keep its previous version. \(Self.advice(on: code))"
      )
    case .cannotLock(let path, let code):
      (
        "cannot-lock", "cannot use the lock file \"\(path)\": \(code)",
        "Without the lock two runs could write at once, so this one stops. \(Self.advice(on: code))"
      )
    case .lockReleased(let path):
      ("lock-released", "the lock \"\(path)\" is no longer held", "This is a bug in this program; please report it.")
    case .cannotWriteOutput(let descriptor, let code):
      ("cannot-write-output", "cannot write to \(Self.name(ofOutput: descriptor)): \(code)", Self.advice(on: code))
    case .brokenPipe(let descriptor):
      ("broken-pipe", "the reader of \(Self.name(ofOutput: descriptor)) has gone", "The rest of the output was dropped.")
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
