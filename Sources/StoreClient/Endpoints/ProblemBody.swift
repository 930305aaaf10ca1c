import FoundationEssentials

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
