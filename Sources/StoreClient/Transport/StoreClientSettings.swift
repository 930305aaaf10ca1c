package import Logging

/// How a run talks to its store.
package struct StoreClientSettings: Sendable {
  package let address: StoreAddress
  package let token: AccessToken
  /// Requests in flight at once, 1 to 10.
  package let parallelism: Int
  package let retries: RetryPolicy
  /// How long one request may take from its first byte out to its last byte in, in seconds.
  package let requestDeadline: Int
  /// A UUID for the run, sent with every request so that the vendor can group them.
  package let correlationID: String
  /// What the client calls itself, such as `segplan/0.1.0`; the vendor asks for it.
  package let userAgent: String
  /// Hears of every answer and every retry at debug level.
  ///
  /// Never of the token.
  package let logger: Logger
  /// What pauses and deadlines are measured with.
  package let time: Timekeeper
  /// 0 up to but not 1: spreads the pauses of many clients.
  package let dice: @Sendable () -> Double

  package init(
    address: StoreAddress,
    token: AccessToken,
    parallelism: Int,
    retries: RetryPolicy = RetryPolicy(),
    requestDeadline: Int = 60,
    correlationID: String,
    userAgent: String,
    logger: Logger,
    time: Timekeeper = Timekeeper(),
    dice: @escaping @Sendable () -> Double = { Double.random(in: 0..<1) }
  ) {
    self.address = address
    self.token = token
    self.parallelism = parallelism
    self.retries = retries
    self.requestDeadline = requestDeadline
    self.correlationID = correlationID
    self.userAgent = userAgent
    self.logger = logger
    self.time = time
    self.dice = dice
  }
}
