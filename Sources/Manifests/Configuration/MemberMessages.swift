// The words for problems of members, references and variables.

extension MemberProblem {
  var words: (code: String, summary: String, detail: String?) {
    switch self {
    case .badCustomerID(let text):
      (
        "bad-customer-id", "\"\(text)\" is not a customer id",
        "A customer id is a positive whole number, as the control panel shows it."
      )
    case .badEmail:
      (
        "bad-email", "this is not an email address",
        "It has one @ with something on both sides, no blanks and no commas. Its text is not shown: addresses stay in the manifest."
      )
    case .badDay(let text, let key):
      (
        "bad-day", "\"\(key)\" cannot be \"\(text)\"",
        "Write a day of the calendar, such as 2026-12-31. Days begin at midnight UTC."
      )
    case .neverValid:
      (
        "never-valid", "this would expire before it starts, or on the same day",
        "A member leaves at the start of the day that `expires:` names."
      )
    case .expired(let day):
      (
        "expired-member", "this expired at the start of \(day)",
        "It is no longer declared, and can be taken out of the manifest."
      )
    case .needsOneName(let count):
      (
        "member-name", count == 0 ? "this does not say who the member is" : "this names a member in \(count) ways",
        "Give one of `profile:`, `customer:` and `email:`."
      )
    case .badCount(let text, let key):
      (
        "bad-value", "\"\(key)\" cannot be \"\(text)\"",
        "It is a whole number of members, and `min` is not above `max`."
      )
    }
  }
}

extension ReferenceProblem {
  var words: (code: String, summary: String, detail: String?) {
    switch self {
    case .unknown(let name, _):
      (
        "unknown-segment", "no manifest declares a segment named \"\(name)\"",
        "For a segment of the store that no manifest declares, write:\n\n    - live: \(name)"
      )
    case .itself:
      ("reference-cycle", "the segment names itself", "A segment cannot be made of itself.")
    case .absent(let name, let first):
      (
        "reference-to-absent", "\"\(name)\" is declared absent, so it has no members to include or exclude",
        "It is declared at \(first). Remove it from this list."
      )
    case .liveButDeclared(let name, let first):
      (
        "live-but-declared", "\"\(name)\" is declared, so what it has live is not what it will have",
        "It is declared at \(first). Name it without `live:` to use the members that are declared."
      )
    case .cycle(let names):
      (
        "reference-cycle", "segments are made of each other: \(names.map { "\"\($0)\"" }.joined(separator: " → "))",
        "Take one of them out of the other's `include:` or `exclude:`."
      )
    case .duplicate(let name):
      ("duplicate-reference", "\"\(name)\" is named twice in this list", "It counts once.")
    }
  }
}

extension VariableProblem {
  var words: (code: String, summary: String, detail: String?) {
    switch self {
    case .unknown(let name, _):
      (
        "unknown-variable", "the variable \"\(name)\" has no value",
        """
        Give it one with `vars:` in this manifest, --var \(name)=…, --var-file or SEGPLAN_VAR_\(name). For the text ${ itself \
        write $${.
        """
      )
    case .malformed:
      (
        "malformed-variable", "${ is not followed by a name and }",
        "A name has letters, digits and underscores. For the text ${ itself write $${."
      )
    case .badName(let name):
      (
        "bad-variable-name", "\"\(name)\" cannot be a variable",
        "A name has letters, digits and underscores, no digit first."
      )
    case .emptyInPath(let name):
      (
        "empty-variable-in-path", "the variable \"\(name)\" is empty, and a path uses it",
        """
        Without it the path means other files. Pipelines set unknown variables to the empty text: check SEGPLAN_VAR_\(name), --var and \
        --var-file.
        """
      )
    case .unfitForPath(let name):
      (
        "bad-variable-in-path", "the value of \"\(name)\" cannot be a part of a path",
        """
        A value stands for a part of one name. It cannot have a slash or a wildcard (* ? [ ]), make `.` or `..`, or be inside of brackets. \
        Write those in the manifest itself.
        """
      )
    case .tooLong(let limit):
      (
        "text-too-long", "with its variables the text is longer than \(limit) bytes",
        "Values are put in wherever their names stand. No name, description or path needs that much."
      )
    }
  }
}
