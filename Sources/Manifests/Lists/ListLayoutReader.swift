/// Reads lists that are laid out in one way.
protocol ListLayoutReader {
  /// What was read so far; `nil` when the values are not known to be of any kind yet.
  var members: ListMembers? { get }

  /// Reads lines that follow those that were read before.
  ///
  /// - Parameters:
  ///   - text: Whole lines of sound text.
  ///   - isLast: Whether none follow.
  ///   - problems: Where problems go.
  /// - Returns: The line behind those that were read, since a value may go on in lines that are still to come; `nil` when it makes no sense to
  ///   read on, which is a problem.
  mutating func read(_ text: ListBytes, isLast: Bool, problems: inout ListProblems) -> ListPlace?
}
