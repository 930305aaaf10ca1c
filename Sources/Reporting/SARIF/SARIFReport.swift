package import Diagnostics

/// Problems as a SARIF 2.1.0 log, for code scanning (OASIS, *Static Analysis Results Interchange Format Version 2.1.0*).
package enum SARIFReport {
  /// - Parameters:
  ///   - problems: In the order in which to list them.
  ///   - toolVersion: The release of the program.
  /// - Returns: The log.
  /// - Throws: Only what the JSON encoder throws, which it has no reason to for these values.
  package static func text(_ problems: [Diagnostic], toolVersion: String) throws -> String {
    let rules = Array(Set(problems.map(\.code))).sorted()
    let log = Log(
      runs: [
        Run(
          tool: Tool(driver: Driver(version: toolVersion, rules: rules.map(Rule.init))),
          results: problems.map { Result($0, rules: rules) }
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
    let results: [Result]
  }

  private struct Tool: Encodable {
    let driver: Driver
  }

  private struct Driver: Encodable {
    let name = "segplan"
    let version: String
    let rules: [Rule]
  }

  private struct Rule: Encodable {
    let id: String
  }

  private struct Result: Encodable {
    let ruleId: String
    let ruleIndex: Int
    let level: String
    let message: Message
    let locations: [Location]

    init(_ problem: Diagnostic, rules: [String]) {
      ruleId = problem.code
      ruleIndex = rules.firstIndex(of: problem.code) ?? -1
      level = problem.severity == .error ? "error" : "warning"
      let suggestion = problem.suggestion.map { "; did you mean \(VisibleText.quoted($0))?" } ?? ""
      message = Message(text: VisibleText.of(problem.summary) + suggestion + (problem.detail.map { "\n\($0)" } ?? ""))
      locations = problem.range.map { [Location($0)] } ?? []
    }
  }

  private struct Message: Encodable {
    let text: String
  }

  private struct Location: Encodable {
    let physicalLocation: PhysicalLocation

    init(_ range: SourceRange) {
      physicalLocation = PhysicalLocation(
        artifactLocation: ArtifactLocation(uri: uri(range.file)),
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
