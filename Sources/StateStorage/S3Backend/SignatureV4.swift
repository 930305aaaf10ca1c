import Crypto
import HTTPExchange
import SegmentModel

/// AWS's request signature, version 4 (AWS IAM User Guide, *Create a signed AWS API request*).
///
/// Pure: the time comes in as text.
struct SignatureV4 {
  private static let algorithm = "AWS4-HMAC-SHA256"
  /// The digest of no bytes at all.
  static let emptyPayloadHash = payloadHash(of: [])

  let credentials: AWSCredentials
  let region: String
  let service: String

  /// The value of the header `Authorization`.
  ///
  /// - Parameters:
  ///   - method: In capitals.
  ///   - path: The path as it is sent: every segment percent-encoded once.
  ///   - query: The parameters, not encoded.
  ///   - headers: What is signed; `host` must be among them.
  ///   - payloadHash: ``payloadHash(of:)``.
  ///   - timestamp: `20150830T123600Z`.
  /// - Returns: What proves that the sender has the secret.
  func authorization(
    method: String,
    path: String,
    query: [(name: String, value: String)] = [],
    headers: [(name: String, value: String)],
    payloadHash: String,
    timestamp: String
  ) -> String {
    let canonical = Self.canonicalRequest(method: method, path: path, query: query, headers: headers, payloadHash: payloadHash)
    let signature = signature(of: stringToSign(canonical, timestamp: timestamp), timestamp: timestamp)
    let signed = Self.canonical(headers).map(\.name).joined(separator: ";")
    return
      "\(Self.algorithm) Credential=\(credentials.accessKeyID)/\(scope(timestamp)), SignedHeaders=\(signed), Signature=\(signature)"
  }

  /// What a request carries to prove its sender: host, time, these further headers, which it signs too, and `Authorization`.
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
    let authorization = authorization(
      method: method,
      path: path,
      headers: headers,
      payloadHash: payloadHash,
      timestamp: timestamp
    )
    return headers + [("Authorization", authorization)]
  }

  static func payloadHash(of bytes: [UInt8]) -> String { SHA256.hash(data: bytes).hexadecimalText }

  static func canonicalRequest(
    method: String,
    path: String,
    query: [(name: String, value: String)],
    headers: [(name: String, value: String)],
    payloadHash: String
  ) -> String {
    // Sorted by what is sent, names first.
    let parameters = query.map { (PercentEncoding.encoded($0.name), PercentEncoding.encoded($0.value)) }
      .sorted { $0 < $1 }.map { "\($0)=\($1)" }.joined(separator: "&")
    let headers = canonical(headers)
    let lines = headers.map { "\($0.name):\($0.value)\n" }.joined()
    let names = headers.map(\.name).joined(separator: ";")
    return "\(method)\n\(path)\n\(parameters)\n\(lines)\n\(names)\n\(payloadHash)"
  }

  func stringToSign(_ canonicalRequest: String, timestamp: String) -> String {
    let digest = SHA256.hash(data: Array(canonicalRequest.utf8)).hexadecimalText
    return "\(Self.algorithm)\n\(timestamp)\n\(scope(timestamp))\n\(digest)"
  }

  private func scope(_ timestamp: String) -> String { "\(timestamp.prefix(8))/\(region)/\(service)/aws4_request" }

  private func signature(of text: String, timestamp: String) -> String {
    var key = SymmetricKey(data: Array("AWS4\(credentials.secretAccessKey.text)".utf8))
    for part in [String(timestamp.prefix(8)), region, service, "aws4_request"] {
      key = SymmetricKey(data: Array(HMAC<SHA256>.authenticationCode(for: Array(part.utf8), using: key)))
    }
    return HMAC<SHA256>.authenticationCode(for: Array(text.utf8), using: key).hexadecimalText
  }

  /// Names in lower case and sorted, each once with its values in the order given; values without blanks at their ends, and with one
  /// blank for several.
  private static func canonical(_ headers: [(name: String, value: String)]) -> [(name: String, value: String)] {
    var values: [String: [String]] = [:]
    for header in headers {
      values[header.name.lowercased(), default: []].append(
        header.value.split(whereSeparator: \.isWhitespace).joined(separator: " ")
      )
    }
    return values.sorted { $0.key < $1.key }.map { ($0.key, $0.value.joined(separator: ",")) }
  }
}
