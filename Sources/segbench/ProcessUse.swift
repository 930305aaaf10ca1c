import FoundationEssentials

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// What processes use of the machine, and what they may.
enum ProcessUse {
  /// Whose use.
  enum Whose {
    case ours
    /// Of the children that have ended and were waited for.
    case children
  }

  /// The CPU time so far, user and system, in seconds.
  static func cpuSeconds(_ whose: Whose = .ours) -> Double {
    let usage = usage(whose)
    return seconds(usage.ru_utime) + seconds(usage.ru_stime)
  }

  /// The most memory that any of the children had at once, in bytes.
  static var peakOfChildren: Int { usage(.children).ru_maxrss * 1024 }

  /// The most memory that this process ever had, in MiB.
  static var peakMegabytes: Int {
    #if canImport(Darwin)
      usage(.ours).ru_maxrss >> 20
    #else
      usage(.ours).ru_maxrss >> 10
    #endif
  }

  /// The most memory that this process had at once since ``resetPeak()``, in bytes; `nil` where the system does not tell.
  static var peak: Int? {
    guard let status = try? String(contentsOfFile: "/proc/self/status", encoding: .utf8) else { return nil }
    let line = status.split(separator: "\n").first { $0.hasPrefix("VmHWM:") }
    return line?.split(whereSeparator: { $0 == " " || $0 == "\t" }).dropFirst().first.flatMap { Int($0) }.map { $0 * 1024 }
  }

  /// Lets ``peak`` start anew from the memory of now; whether the system can do that.
  static func resetPeak() -> Bool {
    guard let file = fopen("/proc/self/clear_refs", "w") else { return false }
    let written = fputs("5", file)
    return fclose(file) == 0 && written >= 0
  }

  /// Bounds what a decoder gone wild can take: it shall not take the machine with it.
  static func confine() {
    let addressSpace: rlim_t = 6 << 30
    var limit = rlimit(rlim_cur: addressSpace, rlim_max: addressSpace)
    _ = setrlimit(Resource.addressSpace, &limit)
    var none = rlimit()
    _ = setrlimit(Resource.coreFile, &none)
  }

  /// Has the system end this process unless it is told again within so many seconds of work.
  ///
  /// Work and not time, since a busy machine is no hang; a process that stands still altogether is given ten times as long.
  static func setDeadline(seconds: Int) {
    var limit = rlimit()
    _ = getrlimit(Resource.cpuTime, &limit)
    limit.rlim_cur = rlim_t(cpuSeconds()) + rlim_t(1 + seconds)
    _ = setrlimit(Resource.cpuTime, &limit)
    _ = alarm(UInt32(seconds * 10))
  }

  /// The signals that end a process which missed its deadline.
  static var deadlineSignals: Set<Int32> { [SIGXCPU, SIGALRM] }

  // Glibc has enumerations where others have numbers.
  #if canImport(Glibc)
    private enum Resource {
      static let addressSpace = __rlimit_resource_t(RLIMIT_AS.rawValue)
      static let coreFile = __rlimit_resource_t(RLIMIT_CORE.rawValue)
      static let cpuTime = __rlimit_resource_t(RLIMIT_CPU.rawValue)
    }
  #else
    private enum Resource {
      static let addressSpace = RLIMIT_AS
      static let coreFile = RLIMIT_CORE
      static let cpuTime = RLIMIT_CPU
    }
  #endif

  private static func usage(_ whose: Whose) -> rusage {
    var usage = rusage()
    #if canImport(Glibc)
      getrusage(whose == .ours ? RUSAGE_SELF.rawValue : RUSAGE_CHILDREN.rawValue, &usage)
    #else
      getrusage(whose == .ours ? RUSAGE_SELF : RUSAGE_CHILDREN, &usage)
    #endif
    return usage
  }

  private static func seconds(_ time: timeval) -> Double { Double(time.tv_sec) + Double(time.tv_usec) / 1_000_000 }
}
