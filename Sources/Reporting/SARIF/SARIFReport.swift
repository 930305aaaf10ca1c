package import Diagnostics

/// Problems as a SARIF 2.1.0 log, for code scanning (OASIS, *Static Analysis Results Interchange Format Version 2.1.0*).
///
/// GitHub refuses a whole log for one result without a file. So a problem that has no place, such as a store that does not answer, is a
/// notification of the run, which is where the format has what concerns the tool and not the code.
package enum SARIFReport {
  /// GitHub keeps as many of a run, and refuses a log with five times more.
  static let maximumResults = 5_000

  /// - Parameters:
  ///   - problems: In the order in which to list them; their files from the root of the repository.
  ///   - category: What the log replaces: an earlier one of the same category. One a store and command.
  ///   - toolVersion: The release of the program.
  /// - Returns: The log.
  /// - Throws: Only what the JSON encoder throws, which it has no reason to for these values.
  package static func text(_ problems: [Diagnostic], category: String, toolVersion: String) throws -> String {
    let rules = Array(Set(problems.map(\.code))).sorted()
    let placed = problems.filter { $0.range != nil }
    let notShown = placed.count - maximumResults
    var notifications = problems.filter { $0.range == nil }.map(Notification.init)
    if notShown > 0 {
      notifications.append(
        Notification(Diagnostic(.warning, code: "more-results", summary: "\(notShown) more results are not listed"))
      )
    }
    var known: [String: Int] = [:]
    let log = Log(
      runs: [
        Run(
          tool: Tool(driver: Driver(version: toolVersion, rules: rules.map(Rule.init))),
          // Without the slash at its end GitHub reads no category.
          automationDetails: AutomationDetails(id: "\(category)/"),
          invocations: [
            Invocation(
              executionSuccessful: !problems.contains { $0.severity == .error },
              toolExecutionNotifications: notifications
            )
          ],
          results: placed.prefix(maximumResults).map { Result($0, rules: rules, known: &known) }
        )
      ]
    )
    return try ForeignJSON.document(log)
  }

  private struct Log: Encodable {
    let schema = "https://json.schemastore.org/sarif-2.1.0.json"
    let version = "2.1.0"
    let runs: [Run]

    enum CodingKeys: String, CodingKey {
      case schema = "$schema"
      case version, runs
    }
  }

  private struct Run: Encodable {
    let tool: Tool
    // What the columns of our places count.
    let columnKind = "unicodeCodePoints"
    let automationDetails: AutomationDetails
    let invocations: [Invocation]
    let results: [Result]
  }

  private struct Tool: Encodable {
    let driver: Driver
  }

  private struct AutomationDetails: Encodable {
    let id: String
  }

  private struct Invocation: Encodable {
    let executionSuccessful: Bool
    let toolExecutionNotifications: [Notification]
  }

  private struct Notification: Encodable {
    let descriptor: [String: String]
    let level: String
    let message: Message

    init(_ problem: Diagnostic) {
      descriptor = ["id": problem.code]
      level = SARIFReport.level(problem)
      message = Message(problem)
    }
  }

  private struct Driver: Encodable {
    let name = "segplan"
    let version: String
    let rules: [Rule]
  }

  private struct Rule: Encodable {
    let id: String
    let shortDescription: Message
    let fullDescription: Message
    let help: Message

    /// Words that GitHub asks for; every result has its own.
    init(_ code: String) {
      id = code
      shortDescription = Message(text: code.replacing("-", with: " "))
      fullDescription = Message(text: "segplan reports \(code).")
      help = Message(text: "Each result says what is wrong and what to do.")
    }
  }

  private struct Result: Encodable {
    let ruleId: String
    let ruleIndex: Int
    let level: String
    let message: Message
    let locations: [Location]
    /// What tells an old problem from a new one when lines move.
    let partialFingerprints: [String: String]

    init(_ problem: Diagnostic, rules: [String], known: inout [String: Int]) {
      ruleId = problem.code
      ruleIndex = rules.firstIndex(of: problem.code) ?? -1
      level = SARIFReport.level(problem)
      message = Message(problem)
      locations = problem.range.map { [Location($0)] } ?? []
      let identity = "\(problem.code)\n\(ReportPlace(problem).path)\n\(problem.summary)"
      known[identity, default: 0] += 1
      partialFingerprints = ["primaryLocationLineHash": "\(StableHash.hexadecimal(identity)):\(known[identity, default: 1])"]
    }
  }

  private static func level(_ problem: Diagnostic) -> String { problem.severity == .error ? "error" : "warning" }

  private struct Message: Encodable {
    let text: String

    init(text: String) { self.text = text }

    init(_ problem: Diagnostic) {
      let suggestion = problem.suggestion.map { "; did you mean \(VisibleText.quoted($0))?" } ?? ""
      let lines = (problem.detail ?? "").split(separator: "\n", omittingEmptySubsequences: false).map {
        VisibleText.of(String($0))
      }
      text = VisibleText.of(problem.summary) + suggestion + (problem.detail == nil ? "" : "\n" + lines.joined(separator: "\n"))
    }
  }

  private struct Location: Encodable {
    let physicalLocation: PhysicalLocation

    init(_ range: SourceRange) {
      physicalLocation = PhysicalLocation(
        artifactLocation: ArtifactLocation(uri: uri(ReportPlace.path(of: range.file))),
        region: Region(
          startLine: range.start.line,
          startColumn: range.start.column,
          endLine: range.end.line,
          endColumn: range.end.column
        )
      )
    }
  }

  private struct PhysicalLocation: Encodable {
    let artifactLocation: ArtifactLocation
    let region: Region
  }

  private struct ArtifactLocation: Encodable {
    let uri: String
  }

  private struct Region: Encodable {
    let startLine: Int
    let startColumn: Int
    let endLine: Int
    let endColumn: Int
  }

  /// The path as a URI reference (RFC 3986): what may not stand there as it is, in percent.
  private static func uri(_ path: String) -> String {
    var text = ""
    for byte in path.utf8 {
      switch byte {
      case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "0")...UInt8(ascii: "9"),
        UInt8(ascii: "/"), UInt8(ascii: "."), UInt8(ascii: "-"), UInt8(ascii: "_"), UInt8(ascii: "~"):
        text.unicodeScalars.append(Unicode.Scalar(byte))
      default:
        let digits = String(byte, radix: 16, uppercase: true)
        text += "%" + (digits.count == 1 ? "0" : "") + digits
      }
    }
    return text
  }
}
