#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// What a process that reads bad inputs asks of the system.
enum FuzzProcess {
  /// A process that takes more than this of the address space cannot go on; it shall not take the machine with it.
  private static let largestAddressSpace = 6 << 30

  /// Bounds what a decoder gone wild can take.
  static func confine() {
    var limit = rlimit()
    limit.rlim_cur = rlim_t(largestAddressSpace)
    limit.rlim_max = rlim_t(largestAddressSpace)
    var none = rlimit()
    #if canImport(Glibc)
      _ = setrlimit(__rlimit_resource_t(RLIMIT_AS.rawValue), &limit)
      _ = setrlimit(__rlimit_resource_t(RLIMIT_CORE.rawValue), &none)
    #else
      _ = setrlimit(RLIMIT_AS, &limit)
      _ = setrlimit(RLIMIT_CORE, &none)
    #endif
  }

  /// Has the system end this process unless it is told again within so many seconds of work.
  ///
  /// Work and not time, since a busy machine is no hang; a process that stands still altogether is given ten times as long.
  static func setDeadline(seconds: Int) {
    var usage = rusage()
    var limit = rlimit()
    #if canImport(Glibc)
      _ = getrusage(__rusage_who_t(RUSAGE_SELF.rawValue), &usage)
      _ = getrlimit(__rlimit_resource_t(RLIMIT_CPU.rawValue), &limit)
    #else
      _ = getrusage(RUSAGE_SELF, &usage)
      _ = getrlimit(RLIMIT_CPU, &limit)
    #endif
    limit.rlim_cur = rlim_t(Int(usage.ru_utime.tv_sec) + Int(usage.ru_stime.tv_sec) + 1 + seconds)
    #if canImport(Glibc)
      _ = setrlimit(__rlimit_resource_t(RLIMIT_CPU.rawValue), &limit)
    #else
      _ = setrlimit(RLIMIT_CPU, &limit)
    #endif
    _ = alarm(UInt32(seconds * 10))
  }

  /// The signals that end a process which missed its deadline.
  static var deadlineSignals: Set<Int32> { [SIGXCPU, SIGALRM] }

  /// The most memory that this process ever had, in MiB.
  static var peakMegabytes: Int {
    var usage = rusage()
    #if canImport(Darwin)
      let megabyte = 20
    #else
      let megabyte = 10
    #endif
    #if canImport(Glibc)
      _ = getrusage(__rusage_who_t(RUSAGE_SELF.rawValue), &usage)
    #else
      _ = getrusage(RUSAGE_SELF, &usage)
    #endif
    return usage.ru_maxrss >> megabyte
  }

  /// Writes a line at once: what stands in a buffer is lost with the process.
  static func say(_ line: String) {
    var bytes = Array((line + "\n").utf8)[...]
    while !bytes.isEmpty {
      let count = bytes.withUnsafeBytes { write(1, $0.baseAddress, $0.count) }
      guard count > 0 else { return }
      bytes = bytes.dropFirst(count)
    }
  }
}
