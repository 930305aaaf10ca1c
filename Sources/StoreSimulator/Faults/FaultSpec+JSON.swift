extension FaultSpec: Decodable {
  /// Reads a spec (`"overload:on=add"`) or an object (`{"kind": "overload", "on": "add", "times": 2}`).
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
