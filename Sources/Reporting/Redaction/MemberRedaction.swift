import Crypto
package import SegmentModel

/// Takes personal data out of everything that is printed, for logs that the public reads.
///
/// Works on finished text, at the one place where text leaves the process, so that no report can forget it: whatever looks like an id becomes
/// a short hash, equal ids the same one; emails and customer numbers become a sign that something stood there. Nothing gets longer.
package struct MemberRedaction: Sendable {
  /// What takes the place of an email.
  static let email = "[mail]"
  /// What takes the place of a customer number.
  static let number = "?"
  /// 40 bits: enough to tell a thousand ids apart, too few to stand for one for sure.
  private static let hashDigits = 10

  private let salt: [UInt8]

  /// - Parameter salt: A secret. Who knows it, and has a list of ids, can find out which of them was meant.
  package init(salt: [UInt8]) { self.salt = salt }

  /// A redaction whose hashes nobody can compare with those of another run.
  package init() {
    var random = SystemRandomNumberGenerator()
    self.init(salt: (0..<32).map { _ in UInt8.random(in: .min ... .max, using: &random) })
  }

  /// What stands for an id: `id-` and ten hexadecimal digits of its salted SHA-256.
  package func label(_ id: some UUIDIdentifier) -> String { label(of: Array(id.description.utf8)) }

  /// What stands for a customer: `c-` and ten hexadecimal digits, so that ``text(_:)`` does not take a digit behind `id-` for a number.
  package func label(_ customer: CustomerID) -> String { label(of: Array("customer \(customer)".utf8), "c-") }

  /// The text without ids, emails and customer numbers.
  ///
  /// Linear, and no longer than the text.
  package func text(_ text: String) -> String { String(decoding: bytes(Array(text.utf8)), as: UTF8.self) }

  /// The same for text in UTF-8.
  package func bytes(_ text: [UInt8]) -> [UInt8] {
    var result: [UInt8] = []
    result.reserveCapacity(text.count)
    // What plans and states call a store on this machine.
    var addresses = EmailAddress.ranges(in: text).filter { range in
      !text[range].drop { $0 != UInt8(ascii: "@") }.prefix { $0 != UInt8(ascii: "/") }.elementsEqual("@loopback".utf8)
    }[...]
    var index = 0
    while index < text.count {
      let byte = text[index]
      if let address = addresses.first, address.lowerBound == index {
        // Nothing gets longer.
        result +=
          address.count < Self.email.utf8.count
          ? Array(repeating: UInt8(ascii: "*"), count: address.count) : Array(Self.email.utf8)
        index = address.upperBound
        addresses = addresses.dropFirst()
        continue
      }
      if PersonalText.isIDByte(byte), index == 0 || !PersonalText.isIDByte(text[index - 1]) {
        let end = min(
          PersonalText.end(from: index, in: text, while: PersonalText.isIDByte),
          addresses.first?.lowerBound ?? text.count
        )
        if PersonalText.looksLikeID(text[index..<end]) {
          result += label(of: text[index..<end].map(PersonalText.lowercased)).utf8
          index = end
          continue
        }
      }
      if PersonalText.isDigit(byte), PersonalText.namesCustomer(result) {
        let end = PersonalText.end(from: index, in: text, while: PersonalText.isDigit)
        index = min(end, addresses.first?.lowerBound ?? end)
        result += Self.number.utf8
        continue
      }
      result.append(byte)
      index += 1
    }
    return result
  }

  private func label(of text: [UInt8], _ prefix: String = "id-") -> String {
    let digits = Array("0123456789abcdef".utf8)
    var result = Array(prefix.utf8)
    for byte in SHA256.hash(data: salt + text).prefix(Self.hashDigits / 2) {
      result.append(digits[Int(byte >> 4)])
      result.append(digits[Int(byte & 0xF)])
    }
    return String(decoding: result, as: UTF8.self)
  }
}
