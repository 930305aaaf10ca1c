import FoundationEssentials
import HTTPExchange

/// The explanation in an error answer.
///
/// The vendor has three shapes: an `errors` array (409), one flat object (400, 422), and the array of V2. Anything
/// else, such as the HTML page of a gateway, explains nothing, and only the status counts.
struct ProblemBody {
  /// Empty if the answer has no title.
  let title: String
  /// The texts of the single problems, in the order of their keys.
  let details: [String]

  init(_ body: [UInt8]) {
    func decoded<Value: Decodable>(_ type: Value.Type) -> Value? { try? JSONDecoder().decode(type, from: Data(json: body)) }
    let problems = decoded(Envelope.self)?.errors ?? decoded(Problem.self).map { [$0] } ?? decoded([Problem].self) ?? []
    title = problems.compactMap(\.title).first ?? ""
    details = problems.flatMap(\.texts)
  }

  private struct Envelope: Decodable {
    let errors: [Problem]
  }

  /// A part with another type than documented is ignored: half an explanation is better than none.
  private struct Problem: Decodable {
    let title: String?
    let texts: [String]

    enum CodingKeys: String, CodingKey {
      case title
      /// The key of the title in V2.
      case message
      case errors
    }

    init(from decoder: any Decoder) throws {
      let container = try decoder.container(keyedBy: CodingKeys.self)
      title = (try? container.decode(String.self, forKey: .title)) ?? (try? container.decode(String.self, forKey: .message))
      let errors = (try? container.decode([String: String].self, forKey: .errors)) ?? [:]
      texts = errors.sorted { (Int($0.key) ?? .max, $0.key) < (Int($1.key) ?? .max, $1.key) }.map(\.value)
    }
  }
}

extension StoreError.Kind {
  /// What a status means, according to the vendor's pages on status codes and rate limits; `nil` for success.
  ///
  /// If the request names people, the error keeps no text of the answer: it could repeat an email.
  init?(_ response: StoreResponse, to request: StoreRequest) {
    var problem: ProblemBody { ProblemBody(request.namesPeople ? [] : response.body) }
    switch response.status {
    case 200, 201, 204: return nil
    case 207: self = .partlyDone
    case 300..<304, 305..<400: self = .redirected
    case 401: self = .unauthorized
    case 402, 403: self = .forbidden(title: problem.title)
    case 404: self = .notFound
    case 409: self = .conflict(details: problem.details)
    case 400, 406, 413, 414, 415, 422:
      let problem = problem
      self = .rejected(title: problem.title, details: problem.details)
    case 429: self = .overQuota
    case 507: self = .limitReached(title: problem.title)
    case 423, 499: self = .unavailable
    case _ where response.isTransientFailure: self = .unavailable
    default: self = .unexpectedStatus(title: problem.title)
    }
  }
}
