/// Reads lists that are laid out in one way.
protocol ListLayoutReader {
  /// What was read so far; `nil` when the values are not known to be of any kind yet.
  var members: ListMembers? { get }

  /// Reads lines that follow those that were read before.
  ///
  /// - Parameters:
  ///   - text: Whole lines.
  ///   - isLast: Whether none follow.
  ///   - problems: Where problems of the values go.
  /// - Returns: How far they were read.
  mutating func read(_ text: ListBytes, isLast: Bool, problems: inout ListProblems) -> ListReading
}

/// How far lines were read.
enum ListReading {
  /// To the beginning of this line: a value may go on in lines that are still to come.
  case upTo(ListPlace)
  /// Not at all: a problem says why.
  case refused
}
