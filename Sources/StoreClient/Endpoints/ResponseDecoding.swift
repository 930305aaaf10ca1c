import FoundationEssentials
import HTTPExchange

extension StoreResponse {
  /// - Throws: `notJSON` for a body that is not JSON, which a retry may correct; `malformed` for JSON of another shape.
  func decoded<Value: Decodable>(_ type: Value.Type) throws(StoreError.Kind) -> Value {
    if type == WirePage<WireProfile>.self, let page = MemberPageScanner.page(body) as? Value { return page }
    return try decodedByFoundation(type)
  }

  /// Decodes without the shortcut for pages of members.
  func decodedByFoundation<Value: Decodable>(_ type: Value.Type) throws(StoreError.Kind) -> Value {
    do {
      // A list without records may have no body: 204, or an empty 200.
      return try JSONDecoder().decode(type, from: body.isEmpty ? Data(#"{"data":null}"#.utf8) : Data(json: body))
    } catch let error as DecodingError where isJSON {
      throw Self.kind(of: error)
    } catch {
      throw .notJSON
    }
  }

  /// Whether the body is JSON of any shape.
  ///
  /// The decoder reports a number out of range in the same way as a body that is not JSON. This tells them apart.
  var isJSON: Bool {
    struct Anything: Decodable {
      init(from decoder: any Decoder) {}
    }
    return (try? JSONDecoder().decode(Anything.self, from: Data(json: body))) != nil
  }

  private static func kind(of error: DecodingError) -> StoreError.Kind {
    switch error {
    case .typeMismatch(let type, let context):
      .malformed(expected: "\(name(of: type)) at \(place(context.codingPath))")
    case .valueNotFound(let type, let context):
      .malformed(expected: "\(name(of: type)) at \(place(context.codingPath)), found null")
    case .keyNotFound(let key, let context):
      .malformed(expected: "the key \"\(key.stringValue)\" at \(place(context.codingPath))")
    case .dataCorrupted(let context) where context.codingPath.isEmpty:
      .malformed(expected: "numbers in their documented range")
    case .dataCorrupted(let context):
      .malformed(expected: "\(context.debugDescription) at \(place(context.codingPath))")
    @unknown default:
      .malformed(expected: "the documented shape")
    }
  }

  private static func name(of type: any Any.Type) -> String {
    if type == String.self { return "a string" }
    if type == Int.self { return "a whole number" }
    return "\(type)".hasPrefix("Array") ? "an array" : "an object"
  }

  /// A path such as `data[3].id`.
  private static func place(_ path: [any CodingKey]) -> String {
    if path.isEmpty { return "the top" }
    return path.reduce("") { text, key in
      if let index = key.intValue { return "\(text)[\(index)]" }
      return text.isEmpty ? key.stringValue : "\(text).\(key.stringValue)"
    }
  }
}
