import FoundationEssentials

/// A JSON value that is written in another form than it was read in, as servers do that store documents in columns or typed records.
package indirect enum JSONForm: Decodable, Sendable {
  case text(String)
  case number(Int)
  case truth(Bool)
  case list([JSONForm])
  case fields([String: JSONForm])

  package init(from decoder: any Decoder) throws {
    let value = try decoder.singleValueContainer()
    if let text = try? value.decode(String.self) {
      self = .text(text)
    } else if let truth = try? value.decode(Bool.self) {
      self = .truth(truth)
    } else if let number = try? value.decode(Int.self) {
      self = .number(number)
    } else if let list = try? value.decode([JSONForm].self) {
      self = .list(list)
    } else {
      self = .fields(try value.decode([String: JSONForm].self))
    }
  }

  /// The document with keys in reverse order, numbers with a fraction, every character but letters and digits escaped, and odd blanks.
  package static func rewritten(_ document: [UInt8]) -> [UInt8]? {
    (try? JSONDecoder().decode(JSONForm.self, from: Data(document))).map { Array($0.written.utf8) }
  }

  /// The document without fields that are not of Terraform's own states.
  package static func withTerraformsFields(_ document: [UInt8]) -> [UInt8]? {
    guard case .fields(let fields) = try? JSONDecoder().decode(JSONForm.self, from: Data(document)) else { return nil }
    return Array(JSONForm.fields(fields.filter { ["version", "serial", "lineage", "outputs"].contains($0.key) }).written.utf8)
  }

  private var written: String {
    switch self {
    case .text(let text): Self.quoted(text)
    case .number(let number): "\(number).0"
    case .truth(let truth): "\(truth)"
    case .list(let list): "[ " + list.map(\.written).joined(separator: " ,") + "]"
    case .fields(let fields):
      "{ " + fields.sorted { $0.key > $1.key }.map { "\(Self.quoted($0.key)) :\t\($0.value.written)" }.joined(separator: ",\n")
        + "}"
    }
  }

  private static func quoted(_ text: String) -> String {
    let units = text.utf16.map { unit in
      let isPlain =
        unit < 0x80 && (Character(Unicode.Scalar(UInt8(unit))).isLetter || Character(Unicode.Scalar(UInt8(unit))).isNumber)
      let digits = String(unit, radix: 16)
      return isPlain ? String(Unicode.Scalar(UInt8(unit))) : "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
    }
    return "\"" + units.joined() + "\""
  }
}
