import FoundationEssentials
import HTTPExchange

/// What an error answer says, in one of the vendor's outer shapes: one flat object (400, 422), an `errors` array (409), or the array of
/// V2.
///
/// Anything else, an HTML page of a gateway among it, says nothing; the status alone decides then.
struct ProblemBody {
  /// The title; empty when there is none.
  let title: String
  /// The texts of the single problems, in the order of their keys.
  let details: [String]

  init(_ body: [UInt8]) {
    let decoder = JSONDecoder()
    let data = Data(body)
    if let envelope = try? decoder.decode(Envelope.self, from: data) {
      title = envelope.errors.compactMap(\.title).first ?? ""
      details = envelope.errors.flatMap(\.texts)
    } else if let flat = try? decoder.decode(Problem.self, from: data) {
      title = flat.title ?? ""
      details = flat.texts
    } else if let list = try? decoder.decode([Problem].self, from: data) {
      title = list.compactMap(\.title).first ?? ""
      details = list.flatMap(\.texts)
    } else {
      title = ""
      details = []
    }
  }

  private struct Envelope: Decodable {
    let errors: [Problem]
  }

  /// One problem.
  ///
  /// Its parts are taken as far as they have the documented types: half an explanation is better than none.
  private struct Problem: Decodable {
    let title: String?
    let texts: [String]

    enum CodingKeys: String, CodingKey {
      case title
      /// The title's name in V2.
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
  /// What an answer's status means, as the vendor's pages on status codes and rate limits have it; `nil` for one that says done.
  ///
  /// Of an answer to a request that names people no text is kept: it could repeat an email.
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
