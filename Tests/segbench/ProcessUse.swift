#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// What processes use of the machine, and limits to it.
enum ProcessUse {
  enum Whose {
    case ours
    /// All children that have ended and were waited for.
    case children
  }

  /// The CPU time so far, user and system, in seconds.
  static func cpuSeconds(_ whose: Whose = .ours) -> Double {
    func seconds(_ time: timeval) -> Double { Double(time.tv_sec) + Double(time.tv_usec) / 1_000_000 }
    let usage = usage(whose)
    return seconds(usage.ru_utime) + seconds(usage.ru_stime)
  }

  /// The maximum memory of the process, or of any of the children, so far, in bytes.
  static func peak(_ whose: Whose = .ours) -> Int {
    #if canImport(Darwin)
      usage(whose).ru_maxrss
    #else
      usage(whose).ru_maxrss << 10
    #endif
  }

  /// Limits the memory of this process, so that a broken decoder cannot use up that of the machine.
  static func confine() {
    let addressSpace: rlim_t = 6 << 30
    var limit = rlimit(rlim_cur: addressSpace, rlim_max: addressSpace)
    _ = setrlimit(Resource.addressSpace, &limit)
    var none = rlimit()
    _ = setrlimit(Resource.coreFile, &none)
  }

  /// Lets the system end this process after this much CPU time, unless it is called again before.
  ///
  /// CPU time, because a busy machine is not a hang; a process that does nothing at all has ten times as long.
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
}
