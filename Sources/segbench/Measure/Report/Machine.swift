import FoundationEssentials

/// Where and when figures were taken: the kind of machine, never its name.
struct Machine: Codable, Sendable {
  let date: String
  let processor: String
  let cores: Int
  /// The version that was measured, as git describes it.
  let commit: String
  let isDebugBuild: Bool

  static func current() async -> Machine {
    // Outside a clone there is no commit, which is no reason to have no figures.
    let described = (try? await ChildProgram.output(["git", "describe", "--always", "--dirty"])) ?? "unknown"
    return Machine(
      date: Date().formatted(.iso8601.year().month().day()),
      processor: processorName,
      cores: ProcessInfo.processInfo.activeProcessorCount,
      commit: String(described.prefix { !$0.isNewline }),
      isDebugBuild: isDebugBuild
    )
  }

  private static var processorName: String {
    let text = (try? String(contentsOfFile: "/proc/cpuinfo", encoding: .utf8)) ?? ""
    let line = text.split(separator: "\n").first { $0.hasPrefix("model name") }
    return line?.split(separator: ":").last.map { String($0.drop { $0 == " " }) } ?? "unknown processor"
  }

  private static var isDebugBuild: Bool {
    #if DEBUG
      true
    #else
      false
    #endif
  }
}
