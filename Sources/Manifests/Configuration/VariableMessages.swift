extension ManifestProblem {
  static func unknownVariable(_ name: String, known: [String]) -> Self {
    Self(
      "unknown-variable",
      "the variable \"\(name)\" has no value",
      """
      Set it under `vars:` in this manifest, with --var \(name)=… or --var-file, or in SEGPLAN_VAR_\(name). To write the text ${ itself, \
      write $${.
      """,
      misspelled: Misspelling(text: name, known: known)
    )
  }

  static let malformedVariable = Self(
    "malformed-variable",
    "${ is not followed by a name and }",
    "A name has letters, digits and underscores. To write the text ${ itself, write $${."
  )

  static func badVariableName(_ name: String) -> Self {
    Self(
      "bad-variable-name",
      "\"\(name)\" cannot be the name of a variable",
      "A name has letters, digits and underscores, and does not begin with a digit."
    )
  }

  static func emptyInPath(_ name: String) -> Self {
    Self(
      "empty-variable-in-path",
      "the variable \"\(name)\" is empty, and a path uses it",
      """
      Without its value the path means other files. Pipelines set unknown variables to the empty text: check SEGPLAN_VAR_\(name), --var \
      and --var-file.
      """
    )
  }

  static func unfitForPath(_ name: String) -> Self {
    Self(
      "bad-variable-in-path",
      "the value of \"\(name)\" cannot be part of a path",
      """
      A value stands for a part of one name. It cannot contain a slash or a wildcard (* ? [ ]), form `.` or `..`, or stand in brackets. \
      Write those in the manifest itself.
      """
    )
  }

  static func textTooLong(limit: Int) -> Self {
    Self(
      "text-too-long",
      "the text is longer than \(limit) bytes with the values of its variables",
      "No name, description or path needs that much."
    )
  }
}
