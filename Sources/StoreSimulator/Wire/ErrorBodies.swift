import SegmentModel

/// The statuses and the words of refusals.
extension StoreRefusal {
  var status: Int { problem.status }

  /// The JSON body, in one of the vendor's two shapes: an `errors` array for conflicts, otherwise one flat object.
  var body: [UInt8] {
    func conflict(succeeded: Int, of total: Int, failed: Int) -> [UInt8] {
      JSON.encode(Conflict(errors: [problem], meta: ["total": total, "success": succeeded, "failed": failed]))
    }
    switch self {
    case .segmentNameTaken(_, let count): return conflict(succeeded: 0, of: count, failed: count)
    case .alreadyMembers(let ids, _, let count, let added): return conflict(succeeded: added, of: count, failed: ids.count)
    case .someAlreadyMembers(let count): return conflict(succeeded: 0, of: count, failed: count)
    default: return JSON.encode(problem)
    }
  }

  private struct Problem: Encodable {
    let status: Int
    let title: String
    let errors: [String: String]
    let type = "https://developer.bigcommerce.com/api-docs/getting-started/api-status-codes"

    init(_ status: Int, _ title: String, _ errors: [String: String] = [:]) {
      self.status = status
      self.title = title
      self.errors = errors
    }

    /// Numbers the errors.
    init(_ status: Int, _ title: String, _ errors: [String]) {
      let numbered = errors.enumerated().map { ("\($0.offset)", $0.element) }
      self.init(status, title, Dictionary(uniqueKeysWithValues: numbered))
    }
  }

  /// `{data: [], errors: [problem], meta: {total, success, failed}}`.
  private struct Conflict: Encodable {
    let data: [String] = []
    let errors: [Problem]
    let meta: [String: Int]
  }

  private var problem: Problem {
    let fields = "Some fields of the request are not valid."
    let profiles = "Some shopper profiles do not exist."
    // One of the two titles in segments.v3.yml; the other is for a name that is taken.
    let conflicts = "Unable to add shopper profiles to segment due to conflicts."
    return switch self {
    case .notFound(let path):
      Problem(404, "The requested resource was not found.", ["path": "There is nothing at \(path)."])
    case .methodNotAllowed(let method): Problem(405, "The method \(method) is not allowed here.")
    case .unauthorized: Problem(401, "The X-Auth-Token header is missing or its token is not valid.")
    case .forbidden: Problem(403, "You don't have a required scope to access the endpoint")
    case .tooManyInFlight: Problem(429, "Too many requests at once; the limit is \(StoreLimits.requestsInFlight).")
    case .overQuota: Problem(429, "Too many requests; the quota of this window is used up.")
    case .bodyTooLarge(let limit): Problem(413, "The request body has more than \(limit) bytes.")
    case .addressTooLong(let limit): Problem(414, "The request address has more than \(limit) bytes.")
    case .notJSON: Problem(415, "The request needs the header Content-Type: application/json.")
    case .malformedBody(let reason): Problem(400, "The request body is not valid.", ["body": reason])
    case .noItems: Problem(400, "The request body must have at least one item.")
    case .invalidField(let item, let field): Problem(400, fields, ["\(item).\(field)": "\(field) is missing or not valid."])
    case .invalidPage(let parameter):
      Problem(
        422,
        fields,
        [parameter: "\(parameter) must be a number from 1\(parameter == "limit" ? " to \(StoreLimits.pageSize)" : "")."]
      )
    case .invalidIDs(let texts): Problem(422, fields, texts.map { "`\($0)` is not a valid UUID." })
    case .invalidParameter(let name, let value): Problem(422, fields, [name: "`\(value)` is not valid."])
    case .tooManyMembers(let count):
      Problem(
        422,
        "At most \(StoreLimits.membersPerRequest) shopper profiles are allowed in one request.",
        ["The request has \(count) shopper profiles."]
      )
    case .tooManySegments: Problem(422, "A store has at most \(StoreLimits.segments) segments.")
    case .unknownSegments(let ids):
      Problem(404, "The segment does not exist.", ids.map { "Segment `\($0)` does not exist." })
    case .unknownProfiles(let ids): Problem(422, profiles, ids.map { "Shopper profile `\($0)` does not exist." })
    case .profilesNotFound(let ids): Problem(404, profiles, ids.map { "Shopper profile `\($0)` does not exist." })
    case .unknownCustomers(let ids):
      Problem(400, "Some customers do not exist.", ids.map { "Customer \($0) does not exist." })
    case .customersHaveProfiles(let ids):
      Problem(400, "Some customers have a shopper profile already.", ids.map { "Customer \($0) has a shopper profile already." })
    case .segmentNameTaken: Problem(409, "Cannot have multiple segments with the same name.")
    case .alreadyMembers(let ids, let segment, _, _):
      Problem(409, conflicts, ids.map { "Shopper profile `\($0)` already exists for segment `\(segment)`." })
    case .someAlreadyMembers: Problem(409, conflicts, ["Some of the shopper profiles already exist for the segment."])
    case .overloaded: Problem(429, "The platform is under load; try again later.")
    case .failed(let status): Problem(status, "The request failed with status \(status).")
    }
  }
}
