import Diagnostics
import Manifests
import SegmentModel

/// Messages about declared customers whom the store does not know, or whose email several customers have.
struct CustomerProblems {
  /// If a file names more such customers than this, they share one message.
  private static let maximumNamed = 5
  /// How many lines, or ranges of lines, such a message lists.
  private static let maximumRanges = 20

  /// Customers whom one segment declares, with the place of each.
  let places: [CustomerReference: SourceRange]

  /// The messages about customers whom the store does not know, by file and line.
  func unknown(_ policy: UnknownCustomerPolicy, areExcluded: Bool = false) -> [Diagnostic] {
    var problems = messages(policy == .error ? .error : .warning, code: "unknown-customer") { reference in
      "the store does not have a customer with \(Self.words(reference))"
    } ofMany: { file, names in
      "the store does not have \(names.count) customers that \(file) names: \(names.listed(first: Self.maximumNamed))"
    }
    // The advice is the same for all of them.
    if let first = problems.first {
      let advice = areExcluded && policy != .error ? Self.notExcluded : Self.advice(policy)
      problems[0].detail = [first.detail, advice].compactMap(\.self).joined(separator: "\n")
    }
    return problems
  }

  /// The messages about emails that several customers have, by file and line.
  ///
  /// Always errors: the manifest means one of these customers.
  func ambiguous(_ customers: [CustomerReference: [CustomerID]]) -> [Diagnostic] {
    messages(.error, code: "ambiguous-customer", detail: "Name the right one by its number, with `customer:`.") { reference in
      let found = (customers[reference] ?? []).map { "customer \($0)" }.listed(first: Self.maximumNamed)
      return "several customers have the email address in this line: \(found)"
    } ofMany: { file, names in
      "\(file) has \(names.count) email addresses that several customers have: \(names.listed(first: Self.maximumNamed))"
    }
  }

  private func messages(
    _ severity: Diagnostic.Severity,
    code: String,
    detail: String? = nil,
    ofOne: (CustomerReference) -> String,
    ofMany: (_ file: String, _ names: [String]) -> String
  ) -> [Diagnostic] {
    Dictionary(grouping: places, by: \.value.file).sorted { $0.key < $1.key }.flatMap { file, named -> [Diagnostic] in
      let sorted = named.sorted { $0.value < $1.value }
      guard sorted.count > Self.maximumNamed, let first = sorted.first else {
        return sorted.map { Diagnostic(severity, code: code, summary: ofOne($0.key), detail: detail, range: $0.value) }
      }
      let names = sorted.map { reference, range in
        let name = if case .id(let id) = reference { "customer \(id)" } else { "the email address" }
        return "\(name) in line \(range.start.line)"
      }
      let lines = "They are in lines \(Self.lines(sorted.map(\.value)))."
      let details = [lines, detail].compactMap(\.self).joined(separator: "\n")
      return [Diagnostic(severity, code: code, summary: ofMany(file, names), detail: details, range: first.value)]
    }
  }

  private static func words(_ reference: CustomerReference) -> String {
    switch reference {
    case .id(let id): "the number \(id)"
    // No output has an email. The place shows which one is meant.
    case .email: "the email address in this line"
    }
  }

  /// The lines, with runs of them as one range: `3-302, 410 and 7 more`.
  private static func lines(_ ranges: [SourceRange]) -> String {
    var runs: [ClosedRange<Int>] = []
    for line in ranges.map(\.start.line) {
      if let last = runs.last, line <= last.upperBound + 1 {
        runs[runs.count - 1] = last.lowerBound...max(line, last.upperBound)
      } else {
        runs.append(line...line)
      }
    }
    return runs.map { $0.count == 1 ? "\($0.lowerBound)" : "\($0.lowerBound)-\($0.upperBound)" }.listed(first: maximumRanges)
  }

  private static let notExcluded =
    "The plan cannot exclude them. If another number or email declares them, they are members. Correct or remove these lines."

  private static func advice(_ policy: UnknownCustomerPolicy) -> String {
    switch policy {
    case .error:
      "Correct or remove these lines. To plan without customers that the store does not know, set `on_unknown: warn` or `skip`."
    case .warn, .skip:
      "`on_unknown: \(policy.rawValue)` leaves such customers out. Members that the last apply added for them stay."
    case .remove: "`on_unknown: remove` leaves such customers out. Members that the last apply added for them are removed."
    }
  }
}
