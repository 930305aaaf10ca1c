/// What stands where in a manifest: the one source of the published schema and of the order in which the formatter puts keys.
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
