/// Why there is no answer.
package enum HTTPFailure: Error, Hashable, Sendable {
  /// None, or none complete, within the deadline.
  case timedOut
  /// It is over the bound.
  case tooLarge
  /// No connection, or it broke, or what came is not HTTP: another attempt may get through.
  case unreachable(reason: String)
  /// The same, for a reason that another attempt would meet again, such as a certificate that is not trusted.
  ///
  /// `advice` is what to do about it, in sentences.
  case lasting(reason: String, advice: String)
}
