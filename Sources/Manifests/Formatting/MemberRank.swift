import SegmentModel

/// Where a member stands in its list: shopper profiles by id, customers by number, emails by text, and then whatever is not understood.
struct MemberRank: Comparable {
  private enum Group: Int {
    case profile
    case customer
    case email
    case other
  }

  private let group: Group
  private let bits: UUIDBits
  private let text: String

  init(_ member: YAMLNode) {
    if let bits = member.identifier {
      self.init(.profile, bits: bits)
      return
    }
    guard member.content == .mapping else {
      self.init(.other)
      return
    }
    for (key, value) in member.fields {
      switch key.text {
      case "profile":
        if let bits = value.identifier {
          self.init(.profile, bits: bits)
          return
        }
      case "customer":
        if let customer = CustomerID(text: value.text) {
          self.init(.customer, bits: UUIDBits(high: 0, low: UInt64(customer.number)))
          return
        }
      case "email" where !value.text.isEmpty:
        self.init(.email, text: value.text.lowercased())
        return
      default:
        break
      }
    }
    self.init(.other)
  }

  private init(_ group: Group, bits: UUIDBits = UUIDBits(high: 0, low: 0), text: String = "") {
    self.group = group
    self.bits = bits
    self.text = text
  }

  static func < (left: MemberRank, right: MemberRank) -> Bool {
    if left.group != right.group { return left.group.rawValue < right.group.rawValue }
    if left.bits != right.bits { return left.bits < right.bits }
    return left.text.utf8.lexicographicallyPrecedes(right.text.utf8)
  }

  static func == (left: MemberRank, right: MemberRank) -> Bool {
    left.group == right.group && left.bits == right.bits && Array(left.text.utf8) == Array(right.text.utf8)
  }

  /// The same for entries of this rank that say the same; `nil` for those that are not understood, which never are duplicates.
  func spelling(of member: YAMLNode) -> String? {
    if group == .other { return nil }
    if member.content == .scalar { return "" }
    var fields: [String] = []
    for (key, value) in member.fields {
      guard value.content == .scalar else { return nil }
      let text = value.identifier?.text ?? value.text
      fields.append("\(key.text.utf8.count):\(key.text)\(value.isPlain)\(text.utf8.count):\(text)")
    }
    return fields.sorted().joined(separator: " ")
  }
}
