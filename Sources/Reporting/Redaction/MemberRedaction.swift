import Crypto
package import SegmentModel

/// Removes personal data from everything that is printed, for logs that the public reads.
///
/// It works on finished text, at the one place where text leaves the process, so that no report can forget it. Whatever
/// looks like an id becomes a short hash, the same for equal ids. Emails and customer numbers become a placeholder. The
/// text never gets longer.
package struct MemberRedaction: Sendable {
  private static let email = "[mail]"
  private static let number = "?"
  /// 40 bits: enough to tell a thousand ids apart, too few to identify one with certainty.
  private static let hashDigits = 10

  private let salt: [UInt8]

  /// The salt is a secret: anyone who knows it and has a list of ids can find out which id a hash stands for.
  package init(salt: [UInt8]) { self.salt = salt }

  /// A redaction with hashes that cannot be compared with those of another run.
  package init() {
    var random = SystemRandomNumberGenerator()
    self.init(salt: (0..<32).map { _ in UInt8.random(in: .min ... .max, using: &random) })
  }

  /// The replacement for an id: `id-` and ten hexadecimal digits of its salted SHA-256.
  package func label(_ id: some UUIDIdentifier) -> String { label(of: Array(id.description.utf8)) }

  /// The replacement for a customer number: `c-` and ten hexadecimal digits.
  ///
  /// With `id-`, ``text(_:)`` could mistake a digit after it for a customer number.
  package func label(_ customer: CustomerID) -> String { label(of: Array("customer \(customer)".utf8), "c-") }

  /// The text without ids, emails and customer numbers.
  ///
  /// Linear. The result is never longer than the text.
  package func text(_ text: String) -> String { String(decoding: bytes(Array(text.utf8)), as: UTF8.self) }

  /// The same for UTF-8.
  package func bytes(_ text: [UInt8]) -> [UInt8] {
    var result: [UInt8] = []
    result.reserveCapacity(text.count)
    // `name@loopback` is a store on this machine, not an email.
    var addresses = EmailAddress.ranges(in: text).filter { range in
      !text[range].drop { $0 != UInt8(ascii: "@") }.prefix { $0 != UInt8(ascii: "/") }.elementsEqual("@loopback".utf8)
    }[...]
    var index = 0
    while index < text.count {
      let byte = text[index]
      if let address = addresses.first, address.lowerBound == index {
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
    let bytes = SHA256.hash(data: salt + text).prefix(Self.hashDigits / 2)
    return prefix + bytes.map { String($0 >> 4, radix: 16) + String($0 & 0xF, radix: 16) }.joined()
  }
}

extension MemberRedaction? {
  /// The id as it may be shown: its replacement under redaction.
  func shown(_ id: ShopperProfileID) -> String { self?.label(id) ?? id.description }

  /// The customer number as it may be shown: its replacement under redaction.
  func shown(_ customer: CustomerID) -> String { self?.label(customer) ?? customer.description }
}
