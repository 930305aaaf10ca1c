/// What a JSON document lacks, in words.
enum DecodingProblem {
  /// Such as `[3].name: a string expected`.
  static func text(_ error: DecodingError) -> String {
    switch error {
    case .typeMismatch(let type, let context), .valueNotFound(let type, let context):
      "\(place(context.codingPath)): \(name(of: type)) expected"
    case .keyNotFound(let key, let context):
      "\(place(context.codingPath + [key])): missing"
    case .dataCorrupted(let context):
      context.codingPath.isEmpty ? "JSON expected" : "\(place(context.codingPath)): \(context.debugDescription)"
    @unknown default:
      "another shape expected"
    }
  }

  private static func name(of type: any Any.Type) -> String {
    if type == String.self { return "a string" }
    if type == Int.self { return "a whole number" }
    return "\(type)".hasPrefix("Array") ? "an array" : "an object"
  }

  private static func place(_ path: [any CodingKey]) -> String {
    let text = path.reduce("") { text, key in
      if let index = key.intValue { return "\(text)[\(index)]" }
      return text.isEmpty ? key.stringValue : "\(text).\(key.stringValue)"
    }
    return text.isEmpty ? "the top" : text
  }
}
