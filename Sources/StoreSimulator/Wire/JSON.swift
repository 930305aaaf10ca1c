import FoundationEssentials
package import SegmentModel

/// JSON as the simulator sends and reads it.
enum JSON {
  /// The value with sorted keys in snake case, so that the same value always gives the same bytes.
  ///
  /// The value holds strings, numbers, arrays and objects of them, which JSON can always express.
  static func encode(_ value: some Encodable) -> [UInt8] {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    encoder.keyEncodingStrategy = .convertToSnakeCase
    guard let data = try? encoder.encode(value) else { return Array("null".utf8) }
    return Array(data)
  }

  /// The value, or a failure made from the reason, such as `[3].name: a string expected`.
  static func decode<Value: Decodable, Failure: Error>(
    _ type: Value.Type,
    from bytes: [UInt8],
    orThrow failure: (String) -> Failure
  ) throws(Failure) -> Value {
    do {
      // A space follows the text: without it, the decoder crashes if the last byte exceeds its limit of 512 levels.
      return try JSONDecoder().decode(type, from: Data(bytes + " ".utf8))
    } catch let error as DecodingError {
      throw failure(text(error))
    } catch {
      throw failure("JSON expected")
    }
  }

  private static func text(_ error: DecodingError) -> String {
    switch error {
    case .typeMismatch(let type, let context), .valueNotFound(let type, let context):
      "\(place(context.codingPath)): \(name(of: type)) expected"
    case .keyNotFound(let key, let context):
      "\(place(context.codingPath + [key])): missing"
    case .dataCorrupted(let context):
      context.codingPath.isEmpty ? "JSON expected" : "\(place(context.codingPath)): \(problem(context))"
    @unknown default:
      "another shape expected"
    }
  }

  /// The model's own ids only name the expected form.
  private static func problem(_ context: DecodingError.Context) -> String {
    context.debugDescription == "a UUID" ? "a UUID expected" : context.debugDescription
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

/// A field that is written as `null` when it has no value, instead of being left out.
@propertyWrapper
package struct OrNull<Value: Encodable & Hashable & Sendable>: Encodable, Hashable, Sendable {
  package var wrappedValue: Value?

  package init(wrappedValue: Value?) { self.wrappedValue = wrappedValue }

  package func encode(to encoder: any Encoder) throws { try wrappedValue.encode(to: encoder) }
}

extension UUIDBits: Encodable {
  package func encode(to encoder: any Encoder) throws { try text.encode(to: encoder) }
}
