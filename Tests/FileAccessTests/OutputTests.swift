import FileAccess
import TestSupport
import Testing

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

@Suite("Output and terminals")
struct OutputTests {
  /// The two ends of a pipe: what is written to the second is read from the first.
  private static func makePipe() -> (reading: Int32, writing: Int32) {
    var ends: [Int32] = [-1, -1]
    precondition(pipe(&ends) == 0)
    return (ends[0], ends[1])
  }

  private static func readAvailable(_ descriptor: Int32) -> [UInt8] {
    var buffer = [UInt8](repeating: 0, count: 1 << 16)
    let count = read(descriptor, &buffer, buffer.count)
    return Array(buffer.prefix(max(0, count)))
  }

  @Test func `A text is written as UTF-8`() throws {
    let (reading, writing) = Self.makePipe()
    defer { for end in [reading, writing] { close(end) } }
    try FileAccess.write("Größe 夏\n", toDescriptor: writing)
    try FileAccess.write([0x00, 0xFF], toDescriptor: writing)
    #expect(Self.readAvailable(reading) == Array("Größe 夏\n".utf8) + [0x00, 0xFF])
  }

  // In a process of its own: it blocks.
  @Test func `All bytes are written, even to a slow reader and a descriptor that does not block`() async {
    await #expect(processExitsWith: .success) {
      let (reading, writing) = OutputTests.makePipe()
      precondition(fcntl(writing, F_SETFL, O_NONBLOCK) == 0)
      let bytes = (0..<1_000_000).map { UInt8(truncatingIfNeeded: $0 % 251) }
      async let written: Void = Task.detached {
        try FileAccess.write(bytes, toDescriptor: writing)
        close(writing)
      }.value
      var received: [UInt8] = []
      while received.count < bytes.count {
        let piece = OutputTests.readAvailable(reading)
        precondition(!piece.isEmpty)
        received += piece
      }
      try await written
      precondition(received == bytes)
      exit(EXIT_SUCCESS)
    }
  }

  // In a process of its own: ignoring a signal is for the whole process.
  @Test func `A reader that has ended is a separate error`() async {
    await #expect(processExitsWith: .success) {
      signal(SIGPIPE, SIG_IGN)
      let (reading, writing) = OutputTests.makePipe()
      close(reading)
      do throws(FileAccessError) {
        try FileAccess.write("x", toDescriptor: writing)
      } catch {
        precondition(error == .brokenPipe(descriptor: writing))
        exit(EXIT_SUCCESS)
      }
      preconditionFailure("writing worked")
    }
  }

  @Test(.enabled(if: Files.exists("/dev/full"), "there is no /dev/full")) func `A full disk is reported`() {
    let descriptor = open("/dev/full", O_WRONLY | O_CLOEXEC)
    defer { close(descriptor) }
    #expect(throws: FileAccessError.cannotWriteOutput(descriptor: descriptor, .noSpace)) {
      try FileAccess.write("x", toDescriptor: descriptor)
    }
  }

  @Test func `A descriptor that is not open is an error`() {
    #expect(throws: FileAccessError.cannotWriteOutput(descriptor: 99_999, SystemErrorCode(EBADF))) {
      try FileAccess.write("x", toDescriptor: 99_999)
    }
  }

  @Test func `Files and pipes are not terminals and have no width`() {
    let (reading, writing) = Self.makePipe()
    let file = open("/dev/null", O_RDWR | O_CLOEXEC)
    for descriptor in [reading, writing, file, 99_999] {
      #expect(!FileAccess.isTerminal(descriptor))
      #expect(FileAccess.terminalWidth(descriptor) == nil)
    }
    for descriptor in [reading, writing, file] { close(descriptor) }
  }

  @Test(.enabled(if: Files.exists("/dev/ptmx"), "there are no pseudo-terminals"))
  func `A terminal has a known width or none`() throws {
    let terminal = open("/dev/ptmx", O_RDWR | O_NOCTTY | O_CLOEXEC)
    try #require(terminal >= 0)
    defer { close(terminal) }
    #expect(FileAccess.isTerminal(terminal))
    #expect(FileAccess.terminalWidth(terminal) == nil)
    var size = winsize(ws_row: 50, ws_col: 123, ws_xpixel: 0, ws_ypixel: 0)
    let outcome = ioctl(terminal, UInt(TIOCSWINSZ), &size)
    try #require(outcome == 0)
    #expect(FileAccess.terminalWidth(terminal) == 123)
  }
}
