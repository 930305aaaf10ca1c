import SegmentModel

/// The place of a member in its list: shopper profiles by id, customers by number, emails by text, then the others.
enum MemberRank: Comparable {
  case profile(UUIDBits)
  case customer(CustomerID)
  case email(String)
  case other

  init(_ member: YAMLNode) {
    self = .other
    if let bits = member.identifier { self = .profile(bits) }
    for (key, value) in member.fields where self == .other {
      switch key.text {
      case "profile": if let bits = value.identifier { self = .profile(bits) }
      case "customer": if let customer = CustomerID(text: value.text) { self = .customer(customer) }
      case "email" where !value.text.isEmpty: self = .email(value.text.lowercased())
      default: break
      }
    }
  }
}
