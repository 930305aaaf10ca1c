import Diagnostics
import SegmentModel

// The one place where problems of manifests have words.

extension ManifestProblem {
  func diagnostic(at range: SourceRange?, sourceLine: String?) -> Diagnostic {
    let words = words
    return Diagnostic(
      severity,
      code: words.code,
      summary: HiddenAddresses.masked(words.summary),
      detail: words.detail,
      range: range,
      sourceLine: sourceLine.map(HiddenAddresses.masked),
      suggestion: suggestion
    )
  }

  private var suggestion: String? {
    switch self {
    case .unknownKey(let key, let place):
      Self.usualKeys[key.lowercased()].flatMap { place.allows($0) ? $0 : nil }
        ?? Suggestion.nearest(to: key, among: place.names)
    case .badChoice(let text, _, let allowed): Suggestion.nearest(to: text, among: allowed)
    case .variable(.unknown(let name, let known)): Suggestion.nearest(to: name, among: known)
    case .reference(.unknown(let name, let declared)): Suggestion.nearest(to: name, among: declared)
    default: nil
    }
  }

  private var words: (code: String, summary: String, detail: String?) {
    switch self {
    case .yaml(let problem):
      return problem.words
    case .empty:
      return (
        "empty-manifest", "the manifest is empty",
        "A manifest begins with `version: 1` and lists its segments under `segments:`. If the file is not needed, remove it."
      )
    case .unexpected(let expected, let found, let key):
      let subject = key.map { "\"\($0)\" must be \(expected.rawValue)" } ?? "expected \(expected.rawValue)"
      return ("wrong-kind", "\(subject), found \(found.words)", Self.advice(expected, found, key: key))
    case .unknownKey(let key, let place):
      let keys = place.names.joined(separator: ", ")
      return ("unknown-key", "unknown key \"\(key)\"", "The keys of \(place.words) are: \(keys).")
    case .duplicateKey(let key, let first):
      return (
        "duplicate-key", "the key \"\(key)\" stands here twice", "It was first given in line \(first.line). Keep one of the two."
      )
    case .missingKey("members", in: _):
      return (
        "missing-key", "the segment does not say who its members are",
        "List them under `members:`, `members_from:` or `include:`. For a segment that is to have none, write:\n\n    members: []"
      )
    case .missingKey(let key, let place):
      let advice = key == "version" ? "Write it first:\n\n    version: 1" : nil
      return ("missing-key", "\(place.words) needs the key \"\(key)\"", advice)
    case .unknownVersion(let text):
      return (
        "unknown-version", "this program does not know manifest version \(text)",
        "It reads version 1. A newer manifest needs a newer release of segplan."
      )
    case .badSegmentName(let error):
      return ("bad-segment-name", error.description, hiddenCharacter == nil ? nil : Self.hiddenAdvice)
    case .hiddenCharacter(let scalar, let what):
      return (
        "hidden-character", "\(what) has \(HiddenCharacters.name(of: scalar)), a character that does not show", Self.hiddenAdvice
      )
    case .badSegmentID(let text):
      return ("bad-segment-id", "\"\(text)\" is not a segment id", Self.uuidAdvice)
    case .badProfileID(let text):
      return ("bad-profile-id", "\"\(text)\" is not a shopper profile id", Self.profileAdvice(text))
    case .badChoice(let text, let key, let allowed):
      return ("bad-value", "\"\(key)\" cannot be \"\(text)\"", "It can be: \(allowed.joined(separator: ", ")).")
    case .badChangeLimit(let text, let key):
      let change = key == "max_additions" ? "addition" : "removal"
      return (
        "bad-\(change)-limit", "\"\(text)\" is not a limit to \(change)s",
        "Write a share of the live members, such as 25%, or a number of members, such as 200."
      )
    case .segmentDeclaredTwice(let name, let other, let first):
      return (
        "segment-declared-twice",
        name == other ? "segment \"\(name)\" is declared twice" : "\"\(name)\" and \"\(other)\" \(Self.difference(name, other))",
        "The other declaration is at \(first). \(name == other ? "Keep one of the two." : "The store may take them for one name.")"
      )
    case .idDeclaredTwice(let id, let first):
      return (
        "segment-declared-twice", "two segments pin the id \(id)",
        "The other declaration is at \(first). Keep one of the two."
      )
    case .duplicateMember(let id, let first):
      return ("duplicate-member", "\(id) is listed twice", "It is listed first in line \(first.start.line). It counts once.")
    case .membersOfAbsentSegment(let name):
      return (
        "members-of-absent-segment", "the members of \"\(name)\" are not used: the segment is declared absent",
        "Remove the list, or remove `ensure: absent` to keep the segment."
      )
    case .noSegments:
      return ("no-segments", "the manifest declares no segments", "Segments that no manifest mentions are left alone.")
    case .member(let problem):
      return problem.words
    case .reference(let problem):
      return problem.words
    case .variable(let problem):
      return problem.words
    case .more(let count, .error):
      return (
        "more-errors", "\(count) more errors in this file are not shown",
        "Mend those that are shown, then run the command again."
      )
    case .more(let count, .warning):
      return ("more-warnings", "\(count) more warnings in this file are not shown", nil)
    }
  }

  private static func difference(_ name: String, _ other: String) -> String {
    name.lowercased() == other.lowercased()
      ? "differ in case only" : "look the same: they differ in spaces or in what does not show"
  }

  private static let hiddenAdvice = "It often comes along when text is copied. Delete it, or type the text again."

  private static let uuidAdvice = """
    An id is a UUID: 32 hexadecimal digits with four hyphens, such as a3f1c9e2-4b7d-4f3a-9c2e-8b7d6f9a1234.
    """

  /// Who writes a customer's number or address bare means the customer.
  private static func profileAdvice(_ text: String) -> String {
    if CustomerID(text: text) != nil {
      return "A number is that of a customer, and is written as:\n\n    - customer: \(text)"
    }
    return EmailAddress(text) == nil
      ? uuidAdvice : "A customer is named by an email address so:\n\n    - email: ada@example.com"
  }

  private static func advice(_ expected: Expectation, _ found: Found, key: String?) -> String? {
    switch (expected, found, key) {
    case (.list, .nothing, "members"?):
      "A list that was lost empties the segment. For a segment that is to have no members, write:\n\n    members: []"
    case (.list, .nothing, _):
      "For none, write `[]`."
    case (.list, .scalar, _):
      "Each entry stands on a line of its own, after a hyphen and a blank."
    case (.boolean, .scalar, _):
      "Write it without quotes; yes, no, on and off are texts."
    case (.member, _, _):
      """
      A member is the UUID of a shopper profile, or one of:

          - customer: 4527
          - email: ada@example.com
      """
    case (.reference, _, _):
      """
      Name a declared segment, or one of the store's that no manifest declares:

          - live: Newsletter
      """
    default:
      nil
    }
  }
}

extension ManifestProblem.Found {
  fileprivate var words: String {
    switch self {
    case .nothing: "nothing"
    case .mapping: "a mapping"
    case .list: "a list"
    case .scalar(let text): "\"\(text)\""
    }
  }
}

extension YAMLProblem {
  fileprivate var words: (code: String, summary: String, detail: String?) {
    switch self {
    case .syntax(let context, let problem, _):
      (
        "yaml-syntax", "this is not YAML: \(problem)",
        (context.map { "The parser stopped \($0). " } ?? "")
          + "Often the line above lacks a colon, a quote or a bracket, or is indented otherwise."
      )
    case .notText(let problem, _):
      ("not-text", "this is not a text in UTF-8: \(problem)", "Save the file as UTF-8, without control characters.")
    case .tooDeep(let limit, _):
      (
        "nesting-too-deep", "collections are nested more than \(limit) deep",
        "No manifest needs that; the file was not read further."
      )
    case .tooManyNodes(let limit, _):
      (
        "too-many-nodes", "the file has more than \(limit) keys, values and members",
        "The file was not read further. Lists of that size belong in files of their own, under `members_from:`."
      )
    case .aliasBomb(let limit, _):
      (
        "alias-bomb", "the aliases of this file stand for more than \(limit) nodes",
        "A few lines of aliases of aliases can stand for billions. The file was not read further."
      )
    case .unknownAlias(let name, _):
      (
        "unknown-alias", "there is no anchor \"&\(name)\" before this alias",
        "An anchor counts from its place to the end of its document."
      )
    case .aliasOfItself(let name, _):
      (
        "recursive-alias", "the alias \"*\(name)\" stands inside the node that it names",
        "Such a node would contain itself without end."
      )
    case .unsupportedTag(let tag, _):
      ("unsupported-tag", "the tag \"\(tag)\" has no meaning here", "Remove it; manifests need no tags.")
    case .outOfMemory:
      ("out-of-memory", "there is not enough memory to parse the file", nil)
    }
  }
}

extension ManifestProblem {
  private static let usualKeys = [
    "until": "expires", "till": "expires", "end": "expires", "ends": "expires", "expiry": "expires", "from": "starts",
    "start": "starts",
    "since": "starts", "includes": "include", "excludes": "exclude", "lists": "members_from", "files": "members_from",
  ]
}
