/// What the value of a key is.
indirect enum ManifestShape: Sendable {
  case mapping(ManifestPlace)
  /// A mapping of any names to texts.
  case names
  /// A mapping of names of columns to a text or several.
  case conditions
  case list(ManifestShape)
  /// A member: a UUID, or a mapping.
  case member
  /// An entry of `include`: a name, or a mapping.
  case operand
  /// An entry of `exclude`: a name, or one of several mappings.
  case exclusion
  case text
  /// A text that may look like a number or a date.
  case label
  case identifier
  case version
  case truth
  case number(minimum: Int)
  case customer
  case day
  /// A share in percent, or a number of members.
  case changeLimit(pattern: String)
  /// One of these words.
  case choice([String])
}

/// A key of a mapping.
struct ManifestKey: Sendable {
  let name: String
  let shape: ManifestShape
  /// Shown by editors.
  let description: String
  /// The value without the key, if there is one.
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
