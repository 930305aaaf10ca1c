import SegmentModel

/// Where a member stands in its list: shopper profiles by id, customers by number, emails by text, and then whatever is not understood.
struct MemberRank: Comparable {
  private enum Group: Int {
    case profile
    case customer
    case email
    case other
  }

  private var group = Group.other
  /// A profile's id, or a customer's number.
  private var bits = UUIDBits(high: 0, low: 0)
  private var text = ""

  init(_ member: YAMLNode) {
    if let bits = member.identifier {
      (group, self.bits) = (.profile, bits)
      return
    }
    for (key, value) in member.fields where group == .other {
      switch key.text {
      case "profile":
        if let bits = value.identifier { (group, self.bits) = (.profile, bits) }
      case "customer":
        if let customer = CustomerID(text: value.text) {
          (group, bits) = (.customer, UUIDBits(high: 0, low: UInt64(customer.number)))
        }
      case "email" where !value.text.isEmpty:
        (group, text) = (.email, value.text.lowercased())
      default:
        break
      }
    }
  }

  static func < (left: MemberRank, right: MemberRank) -> Bool {
    if left.group != right.group { return left.group.rawValue < right.group.rawValue }
    if left.bits != right.bits { return left.bits < right.bits }
    return left.text.utf8.lexicographicallyPrecedes(right.text.utf8)
  }

  static func == (left: MemberRank, right: MemberRank) -> Bool {
    left.group == right.group && left.bits == right.bits && left.text.utf8.elementsEqual(right.text.utf8)
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
