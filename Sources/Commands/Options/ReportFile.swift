import ArgumentParser

/// What a report is for: the word before `=` in `--report KIND=FILE`.
protocol ReportKind: RawRepresentable<String>, CaseIterable, Hashable, Sendable {}

extension ReportKind {
  static var names: String { allCases.map(\.rawValue).joined(separator: ", ") }
}

/// A report to write: `KIND=FILE` on the command line.
struct ReportFile<Kind: ReportKind>: ExpressibleByArgument, Hashable, Sendable {
  let kind: Kind
  let path: String

  init?(argument: String) {
    guard let sign = argument.firstIndex(of: "="), let kind = Kind(rawValue: String(argument[..<sign])) else { return nil }
    let path = argument[argument.index(after: sign)...]
    if path.isEmpty { return nil }
    self.kind = kind
    self.path = String(path)
  }
}
