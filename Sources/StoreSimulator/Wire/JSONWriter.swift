import SegmentModel

/// Writes JSON as bytes, in the order of the calls.
///
/// Cheap per record: a page of 250 is written 4,000 times for a list of a million.
struct JSONWriter {
  private(set) var bytes: [UInt8] = []
  /// Whether the next value needs a comma before it.
  private var needsComma = false

  init(capacity: Int = 0) { bytes.reserveCapacity(capacity) }

  /// An object; the body writes its fields.
  mutating func object(_ body: (inout JSONWriter) -> Void) { nest("{", "}", body) }

  /// An array; the body writes its values.
  mutating func array(_ body: (inout JSONWriter) -> Void) { nest("[", "]", body) }

  /// A field's name; its value must follow.
  mutating func key(_ name: StaticString) {
    separate()
    bytes.append(UInt8(ascii: "\""))
    name.withUTF8Buffer { bytes.append(contentsOf: $0) }
    bytes.append(UInt8(ascii: "\""))
    bytes.append(UInt8(ascii: ":"))
    needsComma = false
  }

  /// A field's name that is not known when this is compiled; its value must follow.
  mutating func key(text name: String) {
    string(name)
    bytes.append(UInt8(ascii: ":"))
    needsComma = false
  }

  mutating func string(_ text: String) {
    separate()
    bytes.append(UInt8(ascii: "\""))
    // Most texts need no escapes, and are copied as a whole.
    if text.utf8.contains(where: { $0 < 0x20 || $0 == UInt8(ascii: "\"") || $0 == UInt8(ascii: "\\") }) {
      for byte in text.utf8 { appendEscaped(byte) }
    } else {
      bytes.append(contentsOf: text.utf8)
    }
    bytes.append(UInt8(ascii: "\""))
  }

  mutating func number(_ number: Int) {
    separate()
    bytes.append(contentsOf: String(number).utf8)
  }

  mutating func id(_ id: some UUIDIdentifier) { string(id.description) }

  mutating func null() {
    separate()
    bytes.append(contentsOf: "null".utf8)
  }

  private mutating func nest(_ open: Unicode.Scalar, _ close: Unicode.Scalar, _ body: (inout JSONWriter) -> Void) {
    separate()
    bytes.append(UInt8(ascii: open))
    needsComma = false
    body(&self)
    bytes.append(UInt8(ascii: close))
    needsComma = true
  }

  private mutating func separate() {
    if needsComma { bytes.append(UInt8(ascii: ",")) }
    needsComma = true
  }

  private mutating func appendEscaped(_ byte: UInt8) {
    switch byte {
    case UInt8(ascii: "\""), UInt8(ascii: "\\"):
      bytes.append(UInt8(ascii: "\\"))
      bytes.append(byte)
    case 0..<0x20:
      bytes.append(contentsOf: (byte < 0x10 ? "\\u000" : "\\u00").utf8)
      bytes.append(contentsOf: String(byte, radix: 16).utf8)
    default:
      bytes.append(byte)
    }
  }
}
