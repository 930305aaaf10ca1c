import FoundationEssentials
import SegmentModel

/// JSON as the simulator sends it.
enum JSONBody {
  /// The value with sorted keys in snake case, so that the same value gives the same bytes.
  ///
  /// The value holds texts, numbers, lists and objects of them, which JSON can always express.
  static func of(_ value: some Encodable) -> [UInt8] {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    encoder.keyEncodingStrategy = .convertToSnakeCase
    guard let data = try? encoder.encode(value) else { return Array("null".utf8) }
    return Array(data)
  }
}

/// A field that is there, as `null`, when it has no value.
struct OrNull<Value: Encodable>: Encodable {
  let value: Value?

  init(_ value: Value?) { self.value = value }

  func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    if let value { try container.encode(value) } else { try container.encodeNil() }
  }
}
