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
  package static func text(_ problems: [Diagnostic], category: String, toolVersion: String) -> String {
    let rules = Array(Set(problems.map(\.code))).sorted()
    let placed = problems.filter { $0.range != nil }
    var known: [String: Int] = [:]
    let run: JSONValue = [
      "tool": ["driver": ["name": "segplan", "version": .text(toolVersion), "rules": .list(rules.map(rule))]],
      // What the columns of our places count.
      "columnKind": "unicodeCodePoints",
      // Without the slash at its end GitHub reads no category.
      "automationDetails": ["id": "\(category)/"],
      "invocations": [
        [
          "executionSuccessful": .flag(!problems.contains { $0.severity == .error }),
          "toolExecutionNotifications": .list(notifications(problems, placed: placed.count)),
        ]
      ],
      "results": .list(placed.prefix(maximumResults).map { result($0, rules, &known) }),
    ]
    return JSONText.document([
      "$schema": "https://json.schemastore.org/sarif-2.1.0.json", "version": "2.1.0", "runs": [run],
    ])
  }

  /// What is about the run and not about a file.
  private static func notifications(_ problems: [Diagnostic], placed: Int) -> [JSONValue] {
    var told = problems.filter { $0.range == nil }
    if placed > maximumResults {
      let summary = "\(placed - maximumResults) more results are not listed"
      told.append(Diagnostic(.warning, code: "more-results", summary: summary))
    }
    return told.map { ["descriptor": ["id": .text($0.code)], "level": level($0), "message": message($0)] }
  }

  /// Words that GitHub asks for; every result has its own.
  private static func rule(_ code: String) -> JSONValue {
    [
      "id": .text(code),
      "shortDescription": ["text": .text(code.replacing("-", with: " "))],
      "fullDescription": ["text": "segplan reports \(code)."],
      "help": ["text": "Each result says what is wrong and what to do."],
    ]
  }

  private static func result(_ problem: Diagnostic, _ rules: [String], _ known: inout [String: Int]) -> JSONValue {
    let identity = "\(problem.code)\n\(ReportPlace(problem).path)\n\(problem.summary)"
    known[identity, default: 0] += 1
    return [
      "ruleId": .text(problem.code),
      "ruleIndex": .number(rules.firstIndex(of: problem.code) ?? -1),
      "level": level(problem),
      "message": message(problem),
      "locations": .list(problem.range.map { [location($0)] } ?? []),
      // What tells an old problem from a new one when lines move.
      "partialFingerprints": [
        "primaryLocationLineHash": "\(StableHash.hexadecimal(identity)):\(known[identity, default: 1])"
      ],
    ]
  }

  private static func level(_ problem: Diagnostic) -> JSONValue { problem.severity == .error ? "error" : "warning" }

  private static func message(_ problem: Diagnostic) -> JSONValue {
    let suggestion = problem.suggestion.map { "; did you mean \(VisibleText.quoted($0))?" } ?? ""
    let lines = (problem.detail ?? "").split(separator: "\n", omittingEmptySubsequences: false).map { VisibleText.of(String($0)) }
    let detail = problem.detail == nil ? "" : "\n" + lines.joined(separator: "\n")
    return ["text": .text(VisibleText.of(problem.summary) + suggestion + detail)]
  }

  private static func location(_ range: SourceRange) -> JSONValue {
    [
      "physicalLocation": [
        "artifactLocation": ["uri": .text(uri(ReportPlace.path(of: range.file)))],
        "region": [
          "startLine": .number(range.start.line), "startColumn": .number(range.start.column),
          "endLine": .number(range.end.line), "endColumn": .number(range.end.column),
        ],
      ]
    ]
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
