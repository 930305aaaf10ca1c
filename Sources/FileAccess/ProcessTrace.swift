#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// Identifies a process of this machine, even after its number is used again.
package struct ProcessTrace: Hashable, Sendable, CustomStringConvertible {
  private static let maximumProcFile = 1 << 16

  package let id: Int
  /// The start of the process, in clock ticks since the boot.
  private let start: Int
  /// The boot and the namespaces of process numbers and time, within which both numbers are unique.
  private let world: String

  /// The trace of a running process; `nil` if it does not run or the system does not say, for example without `/proc`.
  package init?(of id: Int) {
    // The program's name, in parentheses, may contain anything. The start is the 20th field after it (proc(5)).
    guard let world = Self.world, let status = Self.text("/proc/\(id)/stat"), let name = status.lastIndex(of: ")") else {
      return nil
    }
    let fields = status[name...].split(separator: " ")
    guard fields.count > 20, let start = Int(fields[20]) else { return nil }
    self.id = id
    self.start = start
    self.world = world
  }

  /// Reads a ``description``; `nil` for any other text.
  package init?(_ text: some StringProtocol) {
    let parts = text.split(separator: ", ", omittingEmptySubsequences: false)
    guard parts.count == 3, let id = Self.number(parts[0], after: "process "), let start = Self.number(parts[1], after: "start "),
      id > 0, parts[2].hasPrefix("boot ")
    else { return nil }
    self.id = id
    self.start = start
    world = String(parts[2].dropFirst("boot ".count))
  }

  package var description: String { "process \(id), start \(start), boot \(world)" }

  /// Whether the process has certainly ended.
  ///
  /// `false` in case of doubt: on another machine, after a reboot, in another container, or if the system does not say.
  package var hasEnded: Bool {
    guard world == Self.world, let number = pid_t(exactly: id) else { return false }
    // Unlike /proc, this also covers processes that this user may not see.
    if kill(number, 0) != 0 && errno == ESRCH { return true }
    guard let current = ProcessTrace(of: id) else { return false }
    return current.start != start
  }

  private static var world: String? {
    guard let boot = text("/proc/sys/kernel/random/boot_id")?.split(whereSeparator: \.isWhitespace).first,
      let processes = try? FileAccess.identity(of: "/proc/self/ns/pid"),
      let time = try? FileAccess.identity(of: "/proc/self/ns/time")
    else { return nil }
    return "\(boot)/\(processes.inode)/\(time.inode)"
  }

  private static func text(_ path: String) -> String? {
    (try? FileAccess.read(path, limit: maximumProcFile)).map { String(decoding: $0, as: UTF8.self) }
  }

  private static func number(_ text: some StringProtocol, after prefix: String) -> Int? {
    text.hasPrefix(prefix) ? Int(text.dropFirst(prefix.count)) : nil
  }
}
