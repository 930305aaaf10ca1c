import Crypto
import FoundationEssentials
import HTTPExchange

/// The requests of Terraform's HTTP state protocol, and the meaning of its answers.
struct HTTPStateCalls: Sendable {
  let settings: HTTPStateSettings

  /// A request with credentials; `lockID` becomes the parameter `ID`.
  func request(
    _ method: String,
    _ address: ServerAddress,
    lockID: String? = nil,
    body: [UInt8]? = nil,
    headers: [(name: String, value: String)] = []
  ) -> StateRequest {
    var request = StateRequest(method: method, url: address.url(adding: lockID.map { ("ID", $0) }), shownURL: address.shown)
    request.headers = headers
    request.body = body
    request.secrets = [address.query].compactMap { $0 }
    if body != nil { request.headers.append(("Content-Type", "application/json")) }
    switch settings.credentials {
    case .basic(let user, let password):
      let encoded = Secret(Data("\(user):\(password.text)".utf8).base64EncodedString())
      request.headers.append(("Authorization", "Basic \(encoded.text)"))
      request.secrets += [encoded.text, password.text]
    case .bearer(let token):
      request.headers.append(("Authorization", "Bearer \(token.text)"))
      request.secrets.append(token.text)
    case nil: break
    }
    return request
  }

  /// The meaning of a refusal.
  func failure(_ response: StateResponse) -> StateServerError {
    let kind: StateServerError.Kind =
      switch response.status {
      case 401: .credentialsRefused(.http(sent: settings.credentials != nil))
      case 413: .stateTooLarge
      default: StateServerError.kind(of: response)
      }
    return StateServerError(settings.address.shown, response, kind)
  }

  /// The holder of the lock in the body of an answer that refuses it; `nil` if it does not say.
  static func holder(in response: StateResponse) -> LockInfo? {
    guard let holder = LockInfo(response.body) else { return nil }
    // GitLab's 409 has the holder's id, name and time, and repeats the rest of our own request.
    return response.status == 409 ? holder.withoutEcho : holder
  }

  /// The value of the header `Content-MD5` (RFC 1864).
  static func contentMD5(of bytes: [UInt8]) -> String { Data(Insecure.MD5.hash(data: bytes)).base64EncodedString() }
}
