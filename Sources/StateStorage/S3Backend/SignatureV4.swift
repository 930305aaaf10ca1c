import Crypto
import Diagnostics
import SegmentModel

/// AWS's signature, version 4 (AWS IAM User Guide, *Create a signed AWS API request*), of requests without a query.
struct SignatureV4 {
  private static let algorithm = "AWS4-HMAC-SHA256"
  static let emptyPayloadHash = payloadHash(of: [])

  let credentials: AWSCredentials
  let region: String
  let service: String

  /// The headers that prove who sends a request: host, time, session token, `further`, and `Authorization`.
  ///
  /// The method is in capitals, the path percent-encoded once, and the timestamp such as `20150830T123600Z`.
  func headers(
    method: String,
    host: String,
    path: String,
    adding further: [(name: String, value: String)] = [],
    payloadHash: String,
    timestamp: String
  ) -> [(name: String, value: String)] {
    var headers = [(name: "Host", value: host), (name: "X-Amz-Date", value: timestamp)] + further
    if let token = credentials.sessionToken { headers.append(("X-Amz-Security-Token", token.text)) }
    let canonical = Self.canonical(headers)
    let names = canonical.map(\.name).joined(separator: ";")
    let lines = canonical.map { "\($0.name):\($0.value)\n" }.joined()
    // The empty line is the query.
    let request = "\(method)\n\(path)\n\n\(lines)\n\(names)\n\(payloadHash)"
    let scope = "\(timestamp.prefix(8))/\(region)/\(service)/aws4_request"
    let digest = Self.payloadHash(of: Array(request.utf8))
    let signature = signature(of: "\(Self.algorithm)\n\(timestamp)\n\(scope)\n\(digest)", scope: scope)
    let credential = "\(credentials.accessKeyID)/\(scope)"
    return headers + [
      ("Authorization", "\(Self.algorithm) Credential=\(credential), SignedHeaders=\(names), Signature=\(signature)")
    ]
  }

  static func payloadHash(of bytes: [UInt8]) -> String { SHA256.hash(data: bytes).hexadecimalText }

  private func signature(of text: String, scope: String) -> String {
    var key = SymmetricKey(data: Array("AWS4\(credentials.secretAccessKey.text)".utf8))
    for part in scope.split(separator: "/") {
      key = SymmetricKey(data: Array(HMAC<SHA256>.authenticationCode(for: Array(part.utf8), using: key)))
    }
    return HMAC<SHA256>.authenticationCode(for: Array(text.utf8), using: key).hexadecimalText
  }

  /// The headers as AWS signs them: names in lower case and sorted, each once with all its values in their order.
  ///
  /// Values are trimmed, and several blanks become one.
  private static func canonical(_ headers: [(name: String, value: String)]) -> [(name: String, value: String)] {
    var values: [String: [String]] = [:]
    for header in headers {
      let value = header.value.split(whereSeparator: \.isWhitespace).joined(separator: " ")
      values[header.name.lowercased(), default: []].append(value)
    }
    return values.sorted { $0.key < $1.key }.map { ($0.key, $0.value.joined(separator: ",")) }
  }
}
