import SegmentModel

// The one place where refusals have statuses and words.

extension StoreRefusal {
  /// The HTTP status.
  package var status: Int {
    switch self {
    case .malformedBody, .noItems, .invalidField, .unknownCustomers, .customersHaveProfiles: 400
    case .unauthorized: 401
    case .forbidden: 403
    case .notFound, .unknownSegments, .profilesNotFound: 404
    case .methodNotAllowed: 405
    case .segmentNameTaken, .alreadyMembers, .someAlreadyMembers: 409
    case .bodyTooLarge: 413
    case .addressTooLong: 414
    case .notJSON: 415
    case .invalidPage, .invalidIDs, .invalidParameter, .tooManyMembers, .tooManySegments, .unknownProfiles: 422
    case .tooManyInFlight, .overQuota, .overloaded: 429
    case .failed(let status): status
    }
  }

  /// The JSON body, in one of the vendor's two outer shapes: an `errors` array for conflicts, else one flat object.
  var body: [UInt8] {
    struct Problem: Encodable {
      let status: Int
      let title: String
      var type = "https://developer.bigcommerce.com/api-docs/getting-started/api-status-codes"
      let errors: [String: String]
    }
    /// `{data: [], errors: [problem], meta: {total, success, failed}}`.
    struct Conflict: Encodable {
      var data: [String] = []
      let errors: [Problem]
      let meta: [String: Int]
    }
    let problem = Problem(
      status: status,
      title: title,
      errors: Dictionary(details.map { ($0.key, $0.text) }, uniquingKeysWith: { first, _ in first })
    )
    func conflict(succeeded: Int, of total: Int, failed: Int) -> [UInt8] {
      JSONBody.of(Conflict(errors: [problem], meta: ["total": total, "success": succeeded, "failed": failed]))
    }
    switch self {
    case .segmentNameTaken(_, let count): return conflict(succeeded: 0, of: count, failed: count)
    case .alreadyMembers(let ids, _, let count, let added): return conflict(succeeded: added, of: count, failed: ids.count)
    case .someAlreadyMembers(let count): return conflict(succeeded: 0, of: count, failed: count)
    default: return JSONBody.of(problem)
    }
  }

  private var title: String {
    switch self {
    case .notFound: "The requested resource was not found."
    case .methodNotAllowed(let method): "The method \(method) is not allowed here."
    case .unauthorized: "The X-Auth-Token header is missing or its token is not valid."
    case .forbidden: "You don't have a required scope to access the endpoint"
    case .tooManyInFlight: "Too many requests at once; the limit is \(StoreLimits.requestsInFlight)."
    case .overQuota: "Too many requests; the quota of this window is used up."
    case .bodyTooLarge(let limit): "The request body has more than \(limit) bytes."
    case .addressTooLong(let limit): "The request address has more than \(limit) bytes."
    case .notJSON: "The request needs the header Content-Type: application/json."
    case .malformedBody: "The request body is not valid."
    case .noItems: "The request body must have at least one item."
    case .invalidField, .invalidPage, .invalidIDs, .invalidParameter: "Some fields of the request are not valid."
    case .tooManyMembers: "At most \(StoreLimits.membersARequest) shopper profiles are allowed in one request."
    case .tooManySegments: "A store has at most \(StoreLimits.segments) segments."
    case .unknownSegments: "The segment does not exist."
    case .unknownProfiles, .profilesNotFound: "Some shopper profiles do not exist."
    case .unknownCustomers: "Some customers do not exist."
    case .customersHaveProfiles: "Some customers have a shopper profile already."
    // The two titles of segments.v3.yml.
    case .segmentNameTaken: "Cannot have multiple segments with the same name."
    case .alreadyMembers, .someAlreadyMembers: "Unable to add shopper profiles to segment due to conflicts."
    case .overloaded: "The platform is under load; try again later."
    case .failed(let status): "The request failed with status \(status)."
    }
  }

  /// The single problems, by key.
  private var details: [(key: String, text: String)] {
    switch self {
    case .notFound(let path): [("path", "There is nothing at \(path).")]
    case .malformedBody(let reason): [("body", reason)]
    case .invalidField(let item, let field): [("\(item).\(field)", "\(field) is missing or not valid.")]
    case .invalidPage(let parameter):
      [(parameter, "\(parameter) must be a number from 1\(parameter == "limit" ? " to \(StoreLimits.pageSize)" : "").")]
    case .invalidIDs(let texts): numbered(texts.map { "`\($0)` is not a valid UUID." })
    case .invalidParameter(let name, let value): [(name, "`\(value)` is not valid.")]
    case .tooManyMembers(let count): [("0", "The request has \(count) shopper profiles.")]
    case .unknownSegments(let ids): numbered(ids.map { "Segment `\($0)` does not exist." })
    case .unknownProfiles(let ids), .profilesNotFound(let ids): numbered(ids.map { "Shopper profile `\($0)` does not exist." })
    case .unknownCustomers(let ids): numbered(ids.map { "Customer \($0) does not exist." })
    case .customersHaveProfiles(let ids): numbered(ids.map { "Customer \($0) has a shopper profile already." })
    case .someAlreadyMembers: [("0", "Some of the shopper profiles already exist for the segment.")]
    case .alreadyMembers(let ids, let segment, _, _):
      numbered(ids.map { "Shopper profile `\($0)` already exists for segment `\(segment)`." })
    default: []
    }
  }

  private func numbered(_ texts: [String]) -> [(key: String, text: String)] {
    texts.enumerated().map { ("\($0.offset)", $0.element) }
  }
}
