/// Why a manifest is left as it is: facts; `FormattingMessages.swift` has the words.
enum FormattingProblem: Error, Hashable, Sendable {
  case yaml(YAMLProblem)
  /// Lines that end with something else than LF or CR LF.
  case lineEnds
  /// Something on this line, counted from 0, that this formatter has no way to move.
  case unsupported(line: Int)
  /// The formatted text would not mean what the text means, or another time would change it again.
  case unfaithful
}
