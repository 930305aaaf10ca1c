/// A mapping of a manifest with its keys.
///
/// The keys that the reader knows and the order of the formatter come from here. The published schema describes the
/// same places and keys.
struct ManifestPlace: Sendable {
  /// The name in the schema.
  let name: String
  /// The name in messages.
  let words: String
  /// Every key, in the order in which people write them.
  let names: [String]
  /// What the values of some keys are.
  private let shapes: [String: ManifestShape]

  /// Authors may use keys with this prefix at the top of a manifest, for example to hold anchors.
  static let ownKeyPrefix = "x-"

  init(_ name: String, _ words: String, _ names: [String], _ shapes: [String: ManifestShape] = [:]) {
    (self.name, self.words, self.names, self.shapes) = (name, words, names, shapes)
  }

  func allows(_ key: String) -> Bool { names.contains(key) || self == .manifest && key.hasPrefix(Self.ownKeyPrefix) }

  /// What the value of a key is; `nil` if its form does not matter.
  func shape(of key: String) -> ManifestShape? { shapes[key] }
}

extension ManifestPlace: Equatable {
  static func == (left: ManifestPlace, right: ManifestPlace) -> Bool { left.name == right.name }
}

/// What a value is, as far as the formatter must know it.
indirect enum ManifestShape: Sendable {
  /// A mapping, or a name in place of it.
  case mapping(ManifestPlace)
  case list(ManifestShape)
  /// A UUID, or a mapping.
  case member
  case identifier

  /// What the value of a key is.
  func value(ofKey name: String) -> ManifestShape? { place?.shape(of: name) }

  var element: ManifestShape? { if case .list(let element) = self { element } else { nil } }

  var place: ManifestPlace? {
    switch self {
    case .mapping(let place): place
    case .member: .member
    case .list, .identifier: nil
    }
  }

  /// Whether it is a list of members, whose order has no meaning.
  var isMemberList: Bool { if case .member? = element { true } else { false } }

  /// Whether a scalar that looks like an id is one here.
  var mayBeIdentifier: Bool {
    switch self {
    case .identifier, .member: true
    case .mapping, .list: false
    }
  }
}

// MARK: The places

extension ManifestPlace {
  static let manifest = ManifestPlace(
    "manifest",
    "a manifest",
    ["version", "vars", "defaults", "sets", "segments"],
    ["defaults": .mapping(.defaults), "sets": .list(.mapping(.set)), "segments": .list(.mapping(.segment))]
  )

  static let defaults = ManifestPlace(
    "defaults",
    "defaults",
    ["mode", "guardrails", "on_unknown"],
    ["guardrails": .mapping(.guardrails)]
  )

  static let guardrails = ManifestPlace("guardrails", "guardrails", ["max_removals", "max_additions", "max_members"])

  static let set = ManifestPlace("set", "a set", ["name", "expires", "starts"] + memberKeys, memberShapes)

  static let segment = ManifestPlace(
    "segment",
    "a segment",
    ["name", "id", "description", "mode", "ensure", "expires", "starts"] + memberKeys + ["guardrails", "allow_empty"],
    memberShapes.merging(["id": .identifier, "guardrails": .mapping(.guardrails)]) { shape, _ in shape }
  )

  private static let memberKeys = ["members", "members_from", "include", "exclude", "on_unknown"]

  private static let memberShapes: [String: ManifestShape] = [
    "members": .list(.member), "members_from": .list(.mapping(.membersFrom)), "include": .list(.mapping(.operand)),
    "exclude": .list(.mapping(.exclusion)),
  ]

  static let member = ManifestPlace(
    "member",
    "a member",
    ["profile", "customer", "email", "expires", "starts"],
    ["profile": .identifier]
  )

  static let membersFrom = ManifestPlace(
    "members_from",
    "a list of members",
    ["file", "delimiter", "column", "as", "where", "expires", "starts", "expect"],
    ["expect": .mapping(.expect)]
  )

  static let expect = ManifestPlace("expect", "an expectation", ["min", "max", "files"])

  static let operand = ManifestPlace(
    "operand",
    "a segment or set to include or exclude",
    ["segment", "set", "live", "expires", "starts", "allow_empty"]
  )

  /// What an entry of `exclude` can be, and the keys that say which of them it is.
  static let exclusions: [(place: ManifestPlace, names: [String])] = [
    (.operand, ["segment", "set", "live"]), (.member, ["profile", "customer", "email"]), (.membersFrom, ["file"]),
  ]

  /// A mapping in `exclude`, before it is known which of ``exclusions`` it is.
  static let exclusion = ManifestPlace(
    "exclusion",
    "an entry of exclude",
    (operand.names + member.names).filter { !membersFrom.names.contains($0) } + membersFrom.names,
    member.shapes.merging(membersFrom.shapes) { shape, _ in shape }
  )
}
