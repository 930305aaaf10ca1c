/// A mapping of a manifest that has keys of its own, with these keys in the order in which they are written.
enum ManifestPlace: String, CaseIterable, Sendable {
  case manifest
  case defaults
  case guardrails
  case segment
  case member
  case membersFrom = "members_from"
  case expect
  case operand

  /// Keys that begin so at the top of a manifest are the author's own: a place for anchors.
  static let ownKeyPrefix = "x-"

  /// What the mapping is.
  var description: String {
    switch self {
    case .manifest: "Declares which shopper profiles customer segments have."
    case .defaults: "What the segments of this manifest get unless they say otherwise."
    case .guardrails: "Checks of a plan that stop it before anything is written."
    case .segment: "A customer segment and its members."
    case .member: "A member by shopper profile, by customer number or by email."
    case .membersFrom: "Members that are listed in a file."
    case .expect: "How many members the file must hold; anything else is an error."
    case .operand: "A segment of the store that no manifest declares."
    }
  }

  /// Every key, in its order.
  var keys: [ManifestKey] {
    switch self {
    case .manifest: Self.manifestKeys
    case .defaults: Self.defaultsKeys
    case .guardrails: Self.guardrailsKeys
    case .segment: Self.segmentKeys
    case .member: Self.memberKeys
    case .membersFrom: Self.membersFromKeys
    case .expect: Self.expectKeys
    case .operand: Self.operandKeys
    }
  }

  private static let manifestKeys: [ManifestKey] = [
    ManifestKey("version", .version, "The version of the manifest language.", isRequired: true),
    ManifestKey("vars", .names, "Texts for ${NAME} in names, descriptions and paths. --var and SEGPLAN_VAR_NAME go before them."),
    ManifestKey("defaults", .mapping(.defaults), ManifestPlace.defaults.description),
    ManifestKey(
      "segments",
      .list(.mapping(.segment)),
      "The declared segments. Those that no manifest mentions are left alone.",
      isRequired: true
    ),
  ]

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

  private static let defaultsKeys: [ManifestKey] = [modeKey, guardrailsKey, onUnknownKey]

  private static let guardrailsKeys: [ManifestKey] = [
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

  private static let segmentKeys: [ManifestKey] = [
    ManifestKey("name", .label, "The name of the segment in the store.", isRequired: true),
    ManifestKey("id", .identifier, "Pins an existing segment by its id. The name may then change: the plan renames the segment."),
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

  private static let memberKeys: [ManifestKey] = [
    ManifestKey("profile", .identifier, "The id of a shopper profile."),
    ManifestKey("customer", .customer, "The number of a customer, resolved to its shopper profile."),
    ManifestKey("email", .text, "The email of a customer, resolved to its shopper profile."),
    expiresKey,
    startsKey,
  ]

  private static let membersFromKeys: [ManifestKey] = [
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

  private static let expectKeys: [ManifestKey] = [
    ManifestKey("min", .number(minimum: 0), "At least so many members."),
    ManifestKey("max", .number(minimum: 0), "At most so many members."),
  ]

  private static let operandKeys: [ManifestKey] = [
    ManifestKey("live", .label, "The name of a segment in the store, as it is at the time of the plan.", isRequired: true),
    ManifestKey(
      "allow_empty",
      .truth,
      "true allows the segment to be empty though it had members at the last apply.",
      defaultValue: false
    ),
  ]
}
