/// What is wrong with a variable, or with a text that uses one.
enum VariableProblem: Error, Hashable, Sendable {
  /// Nobody gives this variable a value.
  case unknown(String, known: [String])
  /// `${` without a name and `}`.
  case malformed
  case badName(String)
  /// A path uses a variable whose value is empty or blank.
  case emptyInPath(String)
  /// A path uses a variable whose value has a slash or a wildcard, makes `..`, or would be inside of brackets.
  case unfitForPath(String)
  /// With its values the text is longer than the limit, in bytes.
  case tooLong(limit: Int)
}
