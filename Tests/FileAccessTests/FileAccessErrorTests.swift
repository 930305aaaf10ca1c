import Diagnostics
import FileAccess
import Testing

@Suite("Messages of file errors")
struct FileAccessErrorTests {
  private static let denied = SystemErrorCode(13)

  @Test(arguments: [
    (FileAccessError.cannotRead(path: "a/b", .missing), "file-missing", "there is no file \"a/b\""),
    (.cannotRead(path: "a/b", denied), "cannot-read", "cannot read \"a/b\": Permission denied"),
    (.notAFile(path: "a/b", .folder), "not-a-file", "\"a/b\" is a folder"),
    (.notAFile(path: "a/b", .other), "not-a-file", "\"a/b\" is not a regular file"),
    (.tooLarge(path: "a/b", limit: 99), "file-too-large", "\"a/b\" is larger than the allowed 99 bytes"),
    (.outsideFolder(path: "a/b", folder: "/c"), "outside-folder", "\"a/b\" is outside the folder \"/c\""),
    (.cannotInspect(path: "a/b", denied), "cannot-inspect", "cannot check \"a/b\": Permission denied"),
    (.cannotList(path: "a/b", denied), "cannot-list", "cannot list the folder \"a/b\": Permission denied"),
    (.folderTooDeep(path: "a/b", limit: 64), "folder-too-deep", "the folder \"a/b\" is more than 64 levels deep"),
    (.nameNotUTF8(path: "a/b"), "name-not-utf8", "the name \"a/b\" is not UTF-8"),
    (.cannotWrite(path: "a/b", denied), "cannot-write", "cannot write \"a/b\": Permission denied"),
    (.folderMissing(path: "a/b", folder: "a"), "folder-missing", "cannot write \"a/b\": there is no folder \"a\""),
    (
      .cannotKeepBackup(path: "a/b", backupPath: "a/c", denied), "cannot-keep-backup",
      "cannot keep the previous \"a/b\" as \"a/c\": Permission denied"
    ),
    (.cannotLock(path: "a/b", denied), "cannot-lock", "cannot use the lock file \"a/b\": Permission denied"),
    (.lockReleased(path: "a/b"), "lock-released", "the lock \"a/b\" is no longer held"),
    (
      .cannotWriteOutput(descriptor: 1, .noSpace), "cannot-write-output",
      "cannot write to the standard output: No space left on device"
    ),
    (.cannotWriteOutput(descriptor: 7, denied), "cannot-write-output", "cannot write to descriptor 7: Permission denied"),
    (.brokenPipe(descriptor: 2), "broken-pipe", "the reader of the standard error has gone"),
  ])
  func `Each message says what happened and what to do`(error: FileAccessError, code: String, summary: String) throws {
    let diagnostic = try #require(error.diagnostics.first)
    #expect(error.diagnostics.count == 1)
    #expect(diagnostic.severity == .error)
    #expect(diagnostic.code == code)
    #expect(diagnostic.summary == summary)
    let detail = try #require(diagnostic.detail)
    // A sentence, or a command.
    #expect(detail.hasSuffix(".") || detail.hasSuffix("'"))
  }

  @Test func `The message about a full disk says to free space`() {
    #expect(FileAccessError.cannotWrite(path: "a", .noSpace).diagnostics.first?.detail?.contains("Free some space") == true)
  }

  @Test func `The message about a missing folder has the command that creates it`() {
    #expect(
      FileAccessError.folderMissing(path: "a/b", folder: "a").diagnostics.first?.detail
        == "Create the folder first:\n\n    mkdir -p 'a'"
    )
  }
}
