/// A mapping of a manifest that has keys of its own: the one source of the published schema, of the keys that the reader knows, and of the
/// order in which the formatter puts them.
struct ManifestPlace: Sendable {
  /// What the schema calls it.
  let name: String
  /// The place in words, for messages.
  let words: String
  /// What the mapping is, for the schema.
  let description: String
  /// Every key, in the order in which people write them.
  let keys: [ManifestKey]

  /// Keys that begin so at the top of a manifest are the author's own: a place for anchors.
  static let ownKeyPrefix = "x-"

  var names: [String] { keys.map(\.name) }

  /// Whether a key may stand there.
  func allows(_ key: String) -> Bool {
    keys.contains { $0.name == key } || self == .manifest && key.hasPrefix(Self.ownKeyPrefix)
  }
}

extension ManifestPlace: Hashable {
  static func == (left: ManifestPlace, right: ManifestPlace) -> Bool { left.name == right.name }

  func hash(into hasher: inout Hasher) { hasher.combine(name) }
}

// MARK: The places

extension ManifestPlace {
  static let all: [ManifestPlace] = [.manifest, .defaults, .guardrails, .segment, .member, .membersFrom, .expect, .operand]

  static let manifest = ManifestPlace(
    name: "manifest",
    words: "a manifest",
    description: "Declares which shopper profiles customer segments have.",
    keys: [
      ManifestKey("version", .version, "The version of the manifest language.", isRequired: true),
      ManifestKey(
        "vars",
        .names,
        "Texts for ${NAME} in names, descriptions and paths. --var and SEGPLAN_VAR_NAME go before them."
      ),
      ManifestKey("defaults", .mapping(.defaults), ManifestPlace.defaults.description),
      ManifestKey(
        "segments",
        .list(.mapping(.segment)),
        "The declared segments. Those that no manifest mentions are left alone.",
        isRequired: true
      ),
    ]
  )

  private static let modeKey = ManifestKey(
    "mode",
    .choice(["authoritative", "additive"]),
    "authoritative: exactly these members. additive: at least these; removed are only members that this tool added itself.",
    defaultValue: "authoritative"
  )

  private static let onUnknownKey = ManifestKey(
    "on_unknown",
    .choice(["error", "warn", "skip", "remove"]),
    "What to do about a customer or an email that the store does not know. Only remove lets members go for it.",
    defaultValue: "error"
  )

  private static let guardrailsKey = ManifestKey("guardrails", .mapping(.guardrails), ManifestPlace.guardrails.description)

  private static let expiresKey = ManifestKey(
    "expires",
    .day,
    "The day, in UTC, at whose start the membership ends (YYYY-MM-DD)."
  )

  private static let startsKey = ManifestKey(
    "starts",
    .day,
    "The day, in UTC, at whose start the membership begins (YYYY-MM-DD)."
  )

  static let defaults = ManifestPlace(
    name: "defaults",
    words: "defaults",
    description: "What the segments of this manifest get unless they say otherwise.",
    keys: [modeKey, guardrailsKey, onUnknownKey]
  )

  static let guardrails = ManifestPlace(
    name: "guardrails",
    words: "guardrails",
    description: "Checks of a plan that stop it before anything is written.",
    keys: [
      ManifestKey(
        "max_removals",
        .changeLimit(pattern: "^([0-9]+|([0-9]{1,2}|100)%)$"),
        "How many live members one run may remove: a share such as 25%, or a number.",
        defaultValue: "25%"
      ),
      ManifestKey(
        "max_additions",
        .changeLimit(pattern: "^([0-9]+|([0-9]{1,6}|1000000)%)$"),
        "How many members one run may add: a share of the live members such as 300%, or a number. A share holds from 100 live members on.",
        defaultValue: "100%"
      ),
      ManifestKey("max_members", .number(minimum: 0), "How many members a run that adds any may leave in the segment."),
    ]
  )

  static let segment = ManifestPlace(
    name: "segment",
    words: "a segment",
    description: "A customer segment and its members.",
    keys: [
      ManifestKey("name", .label, "The name of the segment in the store.", isRequired: true),
      ManifestKey(
        "id",
        .identifier,
        "Pins an existing segment by its id. The name may then change: the plan renames the segment."
      ),
      ManifestKey("description", .label, "Set in the store when given; without it the store's is left alone."),
      modeKey,
      ManifestKey(
        "ensure",
        .choice(["present", "absent"]),
        "absent: the segment is to be deleted, the only way to delete one.",
        defaultValue: "present"
      ),
      ManifestKey("members", .list(.member), "The members. A segment without any says so with []."),
      ManifestKey("members_from", .list(.mapping(.membersFrom)), "Members that are listed in files."),
      ManifestKey("include", .list(.operand), "Segments whose members are members of this one too."),
      ManifestKey("exclude", .list(.operand), "Segments whose members are no members of this one."),
      onUnknownKey,
      guardrailsKey,
      ManifestKey("allow_empty", .truth, "true allows a run to remove the last members of the segment.", defaultValue: false),
    ]
  )

  static let member = ManifestPlace(
    name: "member",
    words: "a member",
    description: "A member by shopper profile, by customer number or by email.",
    keys: [
      ManifestKey("profile", .identifier, "The id of a shopper profile."),
      ManifestKey("customer", .customer, "The number of a customer, resolved to its shopper profile."),
      ManifestKey("email", .text, "The email of a customer, resolved to its shopper profile."),
      expiresKey,
      startsKey,
    ]
  )

  static let membersFrom = ManifestPlace(
    name: "members_from",
    words: "a list of members",
    description: "Members that are listed in a file.",
    keys: [
      ManifestKey(
        "file",
        .text,
        "A CSV file with a header or a text with one id a line, or .gz of either; a path relative to this manifest, or a pattern.",
        isRequired: true
      ),
      ManifestKey("column", .label, "The column of a CSV file that holds the members."),
      ManifestKey(
        "as",
        .choice(["shopper_profile_id", "customer_id", "email"]),
        "What the column holds, if its name does not say."
      ),
      expiresKey,
      startsKey,
      ManifestKey("expect", .mapping(.expect), ManifestPlace.expect.description),
    ]
  )

  static let expect = ManifestPlace(
    name: "expect",
    words: "an expectation",
    description: "How many members the file must hold; anything else is an error.",
    keys: [
      ManifestKey("min", .number(minimum: 0), "At least so many members."),
      ManifestKey("max", .number(minimum: 0), "At most so many members."),
    ]
  )

  static let operand = ManifestPlace(
    name: "operand",
    words: "a segment to include or exclude",
    description: "A segment of the store that no manifest declares.",
    keys: [
      ManifestKey("live", .label, "The name of a segment in the store, as it is at the time of the plan.", isRequired: true),
      ManifestKey(
        "allow_empty",
        .truth,
        "true allows the segment to be empty though it had members at the last apply.",
        defaultValue: false
      ),
    ]
  )
}

/// What the value of a key is.
indirect enum ManifestShape: Sendable {
  /// A mapping whose keys are known.
  case mapping(ManifestPlace)
  /// A mapping of names, which people make up, to texts.
  case names
  case list(ManifestShape)
  /// A member: a UUID, or a mapping.
  case member
  /// What `include` and `exclude` list: a name, or a mapping.
  case operand
  case text
  /// A text that may look like a number or a date.
  case label
  case identifier
  case version
  case truth
  case number(minimum: Int)
  case customer
  case day
  /// A share, in percent of at most so many digits, or a number of members.
  case changeLimit(pattern: String)
  /// One of these words.
  case choice([String])
}

/// A key of a mapping.
struct ManifestKey: Sendable {
  let name: String
  let shape: ManifestShape
  /// What an editor shows.
  let description: String
  /// What holds without the key, as JSON; `nil` when nothing in particular does.
  let defaultValue: SchemaValue?
  let isRequired: Bool

  init(
    _ name: String,
    _ shape: ManifestShape,
    _ description: String,
    defaultValue: SchemaValue? = nil,
    isRequired: Bool = false
  ) {
    self.name = name
    self.shape = shape
    self.description = description
    self.defaultValue = defaultValue
    self.isRequired = isRequired
  }
}
