import Diagnostics
import SegmentModel

/// What is wrong with a manifest, as facts; `ManifestMessages.swift` has the words.
enum ManifestProblem: Hashable, Sendable {
  enum Expectation: String, Hashable, Sendable {
    case mapping = "a mapping of keys to values"
    case list = "a list"
    case text = "a text"
    case boolean = "true or false"
    case member = "a shopper profile id or a mapping"
    case reference = "the name of a segment or a mapping"
    case key = "a key that is a text"
  }

  enum Found: Hashable, Sendable {
    case nothing
    case mapping
    case list
    case scalar(String)
  }

  case yaml(YAMLProblem)
  case empty
  case unexpected(Expectation, Found, key: String?)
  case unknownKey(String, in: ManifestPlace)
  case duplicateKey(String, first: SourcePosition)
  case missingKey(String, in: ManifestPlace)
  case unknownVersion(String)
  case badSegmentName(SegmentNameError)
  /// A character that does not show, in an id, an address or a reference.
  case hiddenCharacter(Unicode.Scalar, in: String)
  case badSegmentID(String)
  case badProfileID(String)
  case badChoice(String, key: String, allowed: [String])
  case badChangeLimit(String, key: String)
  case segmentDeclaredTwice(name: String, other: String, first: SourceRange)
  case idDeclaredTwice(SegmentID, first: SourceRange)
  case duplicateMember(ShopperProfileID, first: SourceRange)
  case membersOfAbsentSegment(String)
  case noSegments
  case member(MemberProblem)
  case reference(ReferenceProblem)
  case variable(VariableProblem)
  /// More problems of this severity in the same file than are shown.
  case more(Int, Diagnostic.Severity)

  static let emailSubject = "the email address"

  /// Whether the line that it is about may hold somebody's address, so that it is not shown.
  var concernsEmail: Bool {
    if case .hiddenCharacter(_, Self.emailSubject) = self { return true }
    return self == .member(.badEmail)
  }

  /// The character that the problem is about, to be pointed at.
  var hiddenCharacter: Unicode.Scalar? {
    switch self {
    case .hiddenCharacter(let scalar, _), .badSegmentName(.hiddenCharacter(let scalar)): scalar
    default: nil
    }
  }

  var severity: Diagnostic.Severity {
    switch self {
    case .duplicateMember, .membersOfAbsentSegment, .noSegments: .warning
    case .member(let problem) where problem.isWarning: .warning
    case .reference(let problem) where problem.isWarning: .warning
    case .more(_, let severity): severity
    default: .error
    }
  }
}

/// What is wrong with an entry of `members` or `members_from`.
enum MemberProblem: Hashable, Sendable {
  case badCustomerID(String)
  /// Without its text, which may be somebody's address with a slip in it.
  case badEmail
  case badDay(String, key: String)
  /// It would end before it begins.
  case neverValid
  case expired(CalendarDay)
  /// How many ways of naming a member an entry uses, of which it must use one.
  case needsOneName(Int)
  case badCount(String, key: String)

  var isWarning: Bool {
    if case .expired = self { true } else { false }
  }
}

/// What is wrong with a segment that another one includes or excludes.
enum ReferenceProblem: Hashable, Sendable {
  case unknown(String, declared: [String])
  case itself
  case absent(String, first: SourceRange)
  case liveButDeclared(String, first: SourceRange)
  /// Segments that include or exclude each other, from one to itself.
  case cycle([String])
  case duplicate(String)

  var isWarning: Bool {
    if case .duplicate = self { true } else { false }
  }
}
