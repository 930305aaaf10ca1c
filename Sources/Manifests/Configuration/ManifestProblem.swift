import Diagnostics

/// What is wrong with a manifest or a list, in words.
///
/// The place comes with the node or the row.
struct ManifestProblem: Error, Hashable, Sendable {
  /// A text that is not known, and the texts that are.
  struct Misspelling: Hashable, Sendable {
    let text: String
    let known: [String]
  }

  let code: String
  let summary: String
  let detail: String?
  /// Where the suggestion comes from.
  ///
  /// It is looked up only for problems that are shown, as thousands may be wrong.
  let misspelled: Misspelling?
  /// The invisible character that the problem is about.
  let hiddenCharacter: Unicode.Scalar?
  /// Whether the line may hold an email address, so that it is not shown.
  let concernsEmail: Bool

  init(
    _ code: String,
    _ summary: String,
    _ detail: String? = nil,
    misspelled: Misspelling? = nil,
    hiddenCharacter: Unicode.Scalar? = nil,
    concernsEmail: Bool = false
  ) {
    self.code = code
    self.summary = summary
    self.detail = detail
    self.misspelled = misspelled
    self.hiddenCharacter = hiddenCharacter
    self.concernsEmail = concernsEmail
  }

  func diagnostic(_ severity: Diagnostic.Severity = .error, at range: SourceRange?, sourceLine: String?) -> Diagnostic {
    Diagnostic(
      severity,
      code: code,
      summary: HiddenAddresses.masked(summary),
      detail: detail,
      range: range,
      sourceLine: concernsEmail ? nil : sourceLine.map(HiddenAddresses.masked),
      suggestion: misspelled.flatMap(Self.suggestion)
    )
  }

  private static let usualKeys = [
    "until": "expires", "till": "expires", "end": "expires", "ends": "expires", "expiry": "expires", "from": "starts",
    "start": "starts", "since": "starts", "includes": "include", "excludes": "exclude", "lists": "members_from",
    "files": "members_from",
  ]

  /// What people often call a key, or else the nearest spelling.
  private static func suggestion(for word: Misspelling) -> String? {
    usualKeys[word.text.lowercased()].flatMap { word.known.contains($0) ? $0 : nil }
      ?? Suggestion.nearest(to: word.text, among: word.known)
  }
}
