import AsyncHTTPClient
import FoundationEssentials
import NIOCore
import NIOHTTP1
import TestSupport

/// An answer as tests read it.
struct TestAnswer {
  let status: Int
  /// Names in lower case.
  let headers: [String: String]
  let text: String

  /// The body as JSON of a shape.
  ///
  /// - Parameters:
  ///   - type: The shape.
  ///   - convertsKeys: Whether `in_flight` is to be read as `inFlight`; a key that is data must not be.
  /// - Returns: The value.
  /// - Throws: `DecodingError`.
  func json<Value: Decodable>(_ type: Value.Type, convertsKeys: Bool = false) throws -> Value {
    let decoder = JSONDecoder()
    if convertsKeys { decoder.keyDecodingStrategy = .convertFromSnakeCase }
    return try decoder.decode(type, from: Data(text.utf8))
  }
}

/// A page of records, as far as tests read it.
struct TestPage: Decodable {
  struct Record: Decodable {
    let id: String
  }
  struct Meta: Decodable {
    struct Pagination: Decodable, Equatable {
      let total: Int
      let count: Int
      let perPage: Int
      let currentPage: Int
      let totalPages: Int

      enum CodingKeys: String, CodingKey {
        case total
        case count
        case perPage = "per_page"
        case currentPage = "current_page"
        case totalPages = "total_pages"
      }
    }
    let pagination: Pagination?
  }
  let data: [Record]
  let meta: Meta?
}

extension RunningSimulator {
  /// Sends a request over real HTTP; see ``StoreAddress/send(_:_:token:json:contentType:)``.
  ///
  /// - Parameters:
  ///   - method: In capitals.
  ///   - path: Below the API's base, unless it starts with `/_sim`.
  ///   - token: `nil` sends none.
  ///   - json: The body; `nil` for none.
  ///   - contentType: Its type; `nil` says none.
  /// - Returns: The answer, whatever its status.
  /// - Throws: When no complete answer comes.
  func send(
    _ method: String,
    _ path: String,
    token: String? = "sim-token",
    json: String? = nil,
    contentType: String? = "application/json"
  ) async throws -> TestAnswer {
    try await StoreAddress(address).send(method, path, token: token, json: json, contentType: contentType)
  }
}

/// The address of a simulator, in this process or another one.
struct StoreAddress {
  private let address: String

  /// - Parameter address: Such as `http://127.0.0.1:49152`.
  init(_ address: String) { self.address = address }

  /// Sends a request over real HTTP.
  ///
  /// - Parameters:
  ///   - method: In capitals.
  ///   - path: Below the API's base, unless it starts with `/_sim`.
  ///   - token: `nil` sends none.
  ///   - json: The body; `nil` for none.
  ///   - contentType: Its type; `nil` says none.
  /// - Returns: The answer, whatever its status.
  /// - Throws: When no complete answer comes.
  func send(
    _ method: String,
    _ path: String,
    token: String? = "sim-token",
    json: String? = nil,
    contentType: String? = "application/json"
  ) async throws -> TestAnswer {
    var request = HTTPClientRequest(
      url: address + (path.hasPrefix("/_sim") ? "" : "/stores/\(RunningSimulator.storeHash)/v3") + path
    )
    request.method = .init(rawValue: method)
    if let token { request.headers.add(name: "X-Auth-Token", value: token) }
    if let json {
      if let contentType { request.headers.add(name: "Content-Type", value: contentType) }
      request.body = .bytes(ByteBuffer(string: json))
    }
    let client = HTTPClient(
      eventLoopGroupProvider: .singleton,
      configuration: HTTPClient.Configuration(redirectConfiguration: .disallow)
    )
    do {
      let response = try await client.execute(request, timeout: .seconds(300))
      var headers: [String: String] = [:]
      for (name, value) in response.headers { headers[name.lowercased()] = value }
      let body = try await response.body.collect(upTo: 16 << 20)
      try await client.shutdown()
      return TestAnswer(status: Int(response.status.code), headers: headers, text: String(buffer: body))
    } catch {
      try await client.shutdown()
      throw error
    }
  }
}
