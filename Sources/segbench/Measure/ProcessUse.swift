import FoundationEssentials

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// What processes use of the machine.
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

  private static func usage(_ whose: Whose) -> rusage {
    var usage = rusage()
    // Glibc has an enumeration where others have numbers.
    #if canImport(Glibc)
      getrusage(whose == .ours ? RUSAGE_SELF.rawValue : RUSAGE_CHILDREN.rawValue, &usage)
    #else
      getrusage(whose == .ours ? RUSAGE_SELF : RUSAGE_CHILDREN, &usage)
    #endif
    return usage
  }

  private static func seconds(_ time: timeval) -> Double { Double(time.tv_sec) + Double(time.tv_usec) / 1_000_000 }
}
