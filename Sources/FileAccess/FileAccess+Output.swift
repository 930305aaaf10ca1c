#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

extension FileAccess {
  /// The descriptor that a run is typed into.
  package static let standardInput: Int32 = 0
  /// The descriptor that results go to.
  package static let standardOutput: Int32 = 1
  /// The descriptor that everything said besides the result goes to.
  package static let standardError: Int32 = 2

  /// Writes every byte to an open descriptor, however short the single writes are.
  ///
  /// - Throws: ``FileAccessError/brokenPipe(descriptor:)`` when the reader has gone (the caller must have SIGPIPE ignored, or the
  ///   signal ends the process first), ``FileAccessError/cannotWriteOutput(descriptor:_:)`` for anything else, a full disk say.
  package static func write(_ bytes: [UInt8], toDescriptor descriptor: Int32) throws(FileAccessError) {
    do throws(SystemErrorCode) {
      try writeAll(bytes, to: descriptor)
    } catch .brokenPipe {
      throw .brokenPipe(descriptor: descriptor)
    } catch {
      throw .cannotWriteOutput(descriptor: descriptor, error)
    }
  }

  /// Writes a text as ``write(_:toDescriptor:)-([UInt8],_)`` does, in UTF-8.
  package static func write(_ text: String, toDescriptor descriptor: Int32) throws(FileAccessError) {
    try write(Array(text.utf8), toDescriptor: descriptor)
  }

  /// Whether a descriptor leads to a terminal.
  package static func isTerminal(_ descriptor: Int32) -> Bool { isatty(descriptor) == 1 }

  /// How many columns the terminal behind a descriptor has; `nil` when there is no terminal or it does not say.
  package static func terminalWidth(_ descriptor: Int32) -> Int? {
    var size = winsize()
    guard ioctl(descriptor, UInt(TIOCGWINSZ), &size) == 0, size.ws_col > 0 else { return nil }
    return Int(size.ws_col)
  }
}
