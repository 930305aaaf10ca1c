/// Why there is no answer.
package enum HTTPFailure: Error, Hashable, Sendable {
  /// None, or none complete, within the deadline.
  case timedOut
  /// It is over the bound.
  case tooLarge
  /// No connection, or it broke; in words, on one line, with nothing of the request but its host.
  case unreachable(reason: String)
}
