/// One answer, complete in memory, whatever its status.
package struct HTTPAnswer: Sendable {
  package let status: Int
  /// By names in lower case, as HTTP/2 has them anyway; of a repeated header the last.
  package let headers: [String: String]
  package let body: [UInt8]

  package init(status: Int, headers: [String: String], body: [UInt8]) {
    self.status = status
    self.headers = headers
    self.body = body
  }
}
