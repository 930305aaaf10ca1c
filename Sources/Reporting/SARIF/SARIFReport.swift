package import Diagnostics

/// Problems as a SARIF 2.1.0 log, for code scanning (OASIS, *Static Analysis Results Interchange Format Version
/// 2.1.0*).
///
/// GitHub refuses a whole log if one result has no file. A problem without a place, such as a store that does not
/// answer, is therefore a notification of the run: the format's place for problems of the tool itself.
package enum SARIFReport {
  /// GitHub keeps this many results of a run, and refuses a log with five times as many.
  static let maximumResults = 5_000

  /// The files of the problems are relative to the root of the repository.
  ///
  /// A log replaces an earlier one of the same category, so there is one category per store and command.
  package static func text(_ problems: [Diagnostic], category: String, toolVersion: String) -> String {
    let rules = Array(Set(problems.map(\.code))).sorted()
    let placed = problems.filter { $0.range != nil }
    var known: [String: Int] = [:]
    let run: JSONValue = [
      "tool": ["driver": ["name": "segplan", "version": .text(toolVersion), "rules": .list(rules.map(rule))]],
      // The unit of columns in our places.
      "columnKind": "unicodeCodePoints",
      // GitHub reads a category only with the slash at its end.
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

  /// The problems of the run, without a file.
  private static func notifications(_ problems: [Diagnostic], placed: Int) -> [JSONValue] {
    var unplaced = problems.filter { $0.range == nil }
    if placed > maximumResults {
      let summary = "\(placed - maximumResults) more results are not listed"
      unplaced.append(Diagnostic(.warning, code: "more-results", summary: summary))
    }
    return unplaced.map { problem in
      ["descriptor": ["id": .text(problem.code)], "level": level(problem), "message": ["text": .text(problem.visibleText)]]
    }
  }

  /// GitHub requires these texts, although every result has its own.
  private static func rule(_ code: String) -> JSONValue {
    [
      "id": .text(code),
      "shortDescription": ["text": .text(code.replacing("-", with: " "))],
      "fullDescription": ["text": "segplan reports \(code)."],
      "help": ["text": "Each result says what is wrong and what to do."],
    ]
  }

  private static func result(_ problem: Diagnostic, _ rules: [String], _ known: inout [String: Int]) -> JSONValue {
    let identity = problem.identity
    known[identity, default: 0] += 1
    return [
      "ruleId": .text(problem.code),
      "ruleIndex": .number(rules.firstIndex(of: problem.code) ?? -1),
      "level": level(problem),
      "message": ["text": .text(problem.visibleText)],
      "locations": .list(problem.range.map { [location($0)] } ?? []),
      // Identifies a known problem after its lines have moved.
      "partialFingerprints": ["primaryLocationLineHash": "\(StableHash.hexadecimal(identity)):\(known[identity, default: 1])"],
    ]
  }

  private static func level(_ problem: Diagnostic) -> JSONValue { problem.severity == .error ? "error" : "warning" }

  private static func location(_ range: SourceRange) -> JSONValue {
    [
      "physicalLocation": [
        // A URI reference (RFC 3986).
        "artifactLocation": ["uri": .text(PercentEncoding.encoded(range.repositoryPath, keeping: "/"))],
        "region": [
          "startLine": .number(range.start.line), "startColumn": .number(range.start.column),
          "endLine": .number(range.end.line), "endColumn": .number(range.end.column),
        ],
      ]
    ]
  }
}
