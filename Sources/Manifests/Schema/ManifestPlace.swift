/// A mapping of a manifest with its keys.
///
/// The published schema, the keys that the reader knows and the order of the formatter all come from here.
struct ManifestPlace: Sendable {
  /// The name in the schema.
  let name: String
  /// The name in messages.
  let words: String
  /// The description in the schema.
  let description: String
  /// Every key, in the order in which people write them.
  let keys: [ManifestKey]

  /// Authors may use keys with this prefix at the top of a manifest, for example to hold anchors.
  static let ownKeyPrefix = "x-"

  var names: [String] { keys.map(\.name) }

  func allows(_ key: String) -> Bool { keys.contains { $0.name == key } || self == .manifest && key.hasPrefix(Self.ownKeyPrefix) }
}

extension ManifestPlace: Hashable {
  static func == (left: ManifestPlace, right: ManifestPlace) -> Bool { left.name == right.name }

  func hash(into hasher: inout Hasher) { hasher.combine(name) }
}

// MARK: The places

extension ManifestPlace {
  static let all: [ManifestPlace] = [.manifest, .defaults, .guardrails, .set, .segment, .member, .membersFrom, .expect, .operand]

  static let manifest = ManifestPlace(
    name: "manifest",
    words: "a manifest",
    description: "Declares the members of customer segments.",
    keys: [
      ManifestKey("version", .version, "The version of the manifest language.", isRequired: true),
      ManifestKey(
        "vars",
        .names,
        "Values for ${NAME} in names, descriptions and paths. --var and SEGPLAN_VAR_NAME override them."
      ),
      ManifestKey("defaults", .mapping(.defaults), ManifestPlace.defaults.description),
      ManifestKey("sets", .list(.mapping(.set)), ManifestPlace.set.description),
      ManifestKey(
        "segments",
        .list(.mapping(.segment)),
        "The declared segments. segplan does not change segments that no manifest declares."
      ),
    ]
  )

  private static let modeKey = ManifestKey(
    "mode",
    .choice(["authoritative", "additive"]),
    "authoritative: exactly these members. additive: at least these; segplan removes only members that it added itself.",
    defaultValue: "authoritative"
  )

  private static let onUnknownKey = ManifestKey(
    "on_unknown",
    .choice(["error", "warn", "skip", "remove"]),
    "What to do about a customer or an email that the store does not know. Only remove lets segplan remove members because of it.",
    defaultValue: "error"
  )

  private static let guardrailsKey = ManifestKey("guardrails", .mapping(.guardrails), ManifestPlace.guardrails.description)

  private static let expiresKey = ManifestKey(
    "expires",
    .day,
    "The membership ends at the start of this day, in UTC (YYYY-MM-DD)."
  )

  private static let startsKey = ManifestKey(
    "starts",
    .day,
    "The membership begins at the start of this day, in UTC (YYYY-MM-DD)."
  )

  static let defaults = ManifestPlace(
    name: "defaults",
    words: "defaults",
    description: "Defaults for the segments and sets of this manifest.",
    keys: [modeKey, guardrailsKey, onUnknownKey]
  )

  static let guardrails = ManifestPlace(
    name: "guardrails",
    words: "guardrails",
    description: "Limits on changes. A plan that exceeds one stops before anything is written.",
    keys: [
      ManifestKey(
        "max_removals",
        .changeLimit(pattern: "^([0-9]+|([0-9]{1,2}|100)%)$"),
        "The maximum number of live members that one run may remove: a share such as 25%, or a number.",
        defaultValue: "25%"
      ),
      ManifestKey(
        "max_additions",
        .changeLimit(pattern: "^([0-9]+|([0-9]{1,6}|1000000)%)$"),
        "The maximum number of members that one run may add: a share of the live members such as 300%, or a number. A share applies from 100 live members on.",
        defaultValue: "100%"
      ),
      ManifestKey(
        "max_members",
        .number(minimum: 0),
        "The maximum number of members of the segment after a run that adds members."
      ),
    ]
  )

  private static let memberKeys = [
    ManifestKey("members", .list(.member), "The members. For a segment or set without members, write []."),
    ManifestKey("members_from", .list(.mapping(.membersFrom)), "Members that are listed in files."),
    ManifestKey("include", .list(.operand), "Segments and sets whose members are also members of this one."),
    ManifestKey("exclude", .list(.exclusion), "Who is not a member of this one, whatever else declares them."),
    onUnknownKey,
  ]

  static let set = ManifestPlace(
    name: "set",
    words: "a set",
    description: "Members under a name that the store does not have, for segments to include and exclude.",
    keys: [
      ManifestKey("name", .label, "The name, which no segment and no other set has.", isRequired: true), expiresKey, startsKey,
    ] + memberKeys
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
        "Pins an existing segment by its id. If its name changes in the manifest, the plan renames the segment."
      ),
      ManifestKey("description", .label, "The description in the store. Without this key segplan keeps the store's description."),
      modeKey,
      ManifestKey(
        "ensure",
        .choice(["present", "absent"]),
        "absent: the plan deletes the segment. This is the only way to delete one.",
        defaultValue: "present"
      ),
      expiresKey,
      startsKey,
    ] + memberKeys + [
      guardrailsKey,
      ManifestKey("allow_empty", .truth, "true allows a run to remove all members of the segment.", defaultValue: false),
    ]
  )

  static let member = ManifestPlace(
    name: "member",
    words: "a member",
    description: "A member by shopper profile, customer number or email.",
    keys: [
      ManifestKey("profile", .identifier, "The id of a shopper profile."),
      ManifestKey("customer", .customer, "The number of a customer. segplan looks up the shopper profile."),
      ManifestKey("email", .text, "The email of a customer. segplan looks up the shopper profile."),
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
        "A CSV file with a header, or a text file with one value per line, or .gz of either. A path relative to this manifest, or a pattern.",
        isRequired: true
      ),
      ManifestKey(
        "delimiter",
        .choice(["comma", "semicolon", "tab", ",", ";", "\t"]),
        "What separates the columns of a CSV file, if the header does not show it."
      ),
      ManifestKey("column", .label, "The column of a CSV file that contains the members."),
      ManifestKey(
        "as",
        .choice(["shopper_profile_id", "customer_id", "email"]),
        "What the column contains, if its name does not say it."
      ),
      ManifestKey(
        "where",
        .conditions,
        "Reads only rows of a CSV file that have these values: a column, and its value or a list of values. A row must meet all."
      ),
      expiresKey,
      startsKey,
      ManifestKey("expect", .mapping(.expect), ManifestPlace.expect.description),
    ]
  )

  static let expect = ManifestPlace(
    name: "expect",
    words: "an expectation",
    description: "How many members the files must have, and how many files a pattern must find. Any other number is an error.",
    keys: [
      ManifestKey("min", .number(minimum: 0), "The minimum number of members."),
      ManifestKey("max", .number(minimum: 0), "The maximum number of members."),
      ManifestKey("files", .number(minimum: 0), "The minimum number of files."),
    ]
  )

  static let operand = ManifestPlace(
    name: "operand",
    words: "a segment or set to include or exclude",
    description: "A declared segment or set, or a segment of the store that no manifest declares.",
    keys: [
      ManifestKey("segment", .label, "The name of a declared segment."),
      ManifestKey("set", .label, "The name of a set."),
      ManifestKey("live", .label, "The name of the segment in the store at the time of the plan."),
      expiresKey,
      startsKey,
      ManifestKey(
        "allow_empty",
        .truth,
        "true allows the segment to be empty although it had members at the last apply.",
        defaultValue: false
      ),
    ]
  )

  /// What an entry of `exclude` can be, and the keys that say which of them it is.
  static let exclusions: [(place: ManifestPlace, names: [String])] = [
    (.operand, ["segment", "set", "live"]), (.member, ["profile", "customer", "email"]), (.membersFrom, ["file"]),
  ]

  /// A mapping in `exclude`, before it is known which of ``exclusions`` it is.
  static let exclusion = ManifestPlace(
    name: "exclusion",
    words: "an entry of exclude",
    description: "",
    keys: (operand.keys + member.keys).filter { !membersFrom.names.contains($0.name) } + membersFrom.keys
  )
}
