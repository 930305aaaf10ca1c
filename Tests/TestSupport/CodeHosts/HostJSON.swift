import FoundationEssentials

/// A JSON value that a scripted code host reads or sends.
package indirect enum HostJSON: Hashable, Sendable, Codable {
  case null
  case text(String)
  case number(Int)
  case truth(Bool)
  case list([HostJSON])
  case fields([String: HostJSON])

  package init(from decoder: any Decoder) throws {
    let value = try decoder.singleValueContainer()
    if value.decodeNil() {
      self = .null
    } else if let text = try? value.decode(String.self) {
      self = .text(text)
    } else if let truth = try? value.decode(Bool.self) {
      self = .truth(truth)
    } else if let number = try? value.decode(Int.self) {
      self = .number(number)
    } else if let list = try? value.decode([HostJSON].self) {
      self = .list(list)
    } else {
      self = .fields(try value.decode([String: HostJSON].self))
    }
  }

  package func encode(to encoder: any Encoder) throws {
    var value = encoder.singleValueContainer()
    switch self {
    case .null: try value.encodeNil()
    case .text(let text): try value.encode(text)
    case .number(let number): try value.encode(number)
    case .truth(let truth): try value.encode(truth)
    case .list(let list): try value.encode(list)
    case .fields(let fields): try value.encode(fields)
    }
  }

  /// `null` without a text.
  static func optional(_ text: String?) -> HostJSON { text.map { .text($0) } ?? .null }

  /// The document as text; keys in alphabetical order.
  package var document: String {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    return (try? encoder.encode(self)).map { String(decoding: $0, as: UTF8.self) } ?? ""
  }

  package var text: String? { if case .text(let text) = self { text } else { nil } }

  /// The texts of a list; `nil` if it is something else.
  var texts: [String]? {
    guard case .list(let list) = self, list.allSatisfy({ $0.text != nil }) else { return nil }
    return list.compactMap(\.text)
  }
}

extension HostJSON: ExpressibleByStringLiteral, ExpressibleByIntegerLiteral, ExpressibleByDictionaryLiteral,
  ExpressibleByArrayLiteral
{
  package init(stringLiteral value: String) { self = .text(value) }
  package init(integerLiteral value: Int) { self = .number(value) }
  package init(dictionaryLiteral elements: (String, HostJSON)...) { self = .fields(Dictionary(elements) { $1 }) }
  package init(arrayLiteral elements: HostJSON...) { self = .list(elements) }
}
