/// Faults as `/_sim/faults` takes and shows them.
enum FaultDocument {
  /// Reads a JSON array whose items are specs (`"overload:on=add"`) or objects (`{"kind": "overload", "on": "add", "times": 2}`).
  static func specs(from body: [UInt8]) throws(StoreRefusal) -> [FaultSpec] {
    try JSON.decode([FaultSpec].self, from: body, orThrow: StoreRefusal.malformedBody)
  }

  /// `{"faults": [{"spec", "hits"}], "hits": {"<kind>": n}}`: those that are set, and how often each kind has happened, whether still set or not.
  static func bytes(of faults: ActiveFaults) -> [UInt8] {
    struct Active: Encodable {
      let spec: String
      let hits: Int
    }
    struct Document: Encodable {
      let faults: [Active]
      let hits: [String: Int]
    }
    return JSON.encode(
      Document(faults: faults.faults.map { Active(spec: $0.spec.text, hits: $0.hits) }, hits: counts(faults.hits))
    )
  }

  /// `{"<kind>": n}`, without those that never happened.
  static func counts(_ hits: [FaultKind: Int]) -> [String: Int] {
    Dictionary(uniqueKeysWithValues: hits.map { ($0.key.rawValue, $0.value) })
  }
}

extension FaultSpec: Decodable {
  package init(from decoder: any Decoder) throws {
    let container = try decoder.singleValueContainer()
    do {
      if let text = try? container.decode(String.self) {
        try self.init(text)
      } else {
        try self.init(try container.decode([String: Value].self).mapValues(\.text))
      }
    } catch let problem as FaultSpecProblem {
      throw DecodingError.dataCorruptedError(in: container, debugDescription: problem.description)
    }
  }

  private init(_ values: [String: String]) throws(FaultSpecProblem) {
    guard let kind = values["kind"] else { throw FaultSpecProblem("kind is missing") }
    let parameters = values.filter { $0.key != "kind" }
    let pairs = parameters.sorted { $0.key < $1.key }.map { "\($0.key)=\($0.value)" }
    let text = pairs.isEmpty ? kind : "\(kind):\(pairs.joined(separator: ","))"
    try self.init(kind: kind, values: parameters, text: text)
  }

  /// A parameter's value as it would stand in a spec.
  private struct Value: Decodable {
    let text: String

    init(from decoder: any Decoder) throws {
      let container = try decoder.singleValueContainer()
      if let number = try? container.decode(Int.self) {
        text = String(number)
      } else if let number = try? container.decode(Double.self) {
        text = String(number)
      } else if let words = try? container.decode([String].self) {
        text = words.joined(separator: "+")
      } else {
        text = try container.decode(String.self)
      }
    }
  }
}
