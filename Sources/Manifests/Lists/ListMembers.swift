import SegmentModel

/// The values that were read so far, each with its line.
struct ListMembers {
  let kind: MemberListKind
  private var profiles: [ShopperProfileID] = []
  private var customers: [CustomerReference] = []
  private var places = MemberPlaces()

  /// Begins a list of this kind.
  init(kind: MemberListKind) { self.kind = kind }

  var isEmpty: Bool { places.count == 0 }

  /// Takes a value in UTF-8; `false` when it is none of the kind.
  mutating func append(_ value: UnsafeBufferPointer<UInt8>, line: Int) -> Bool {
    switch kind {
    case .shopperProfileID:
      guard let id = ShopperProfileID(utf8: value) else { return false }
      profiles.append(id)
    case .customerID:
      guard let id = CustomerID(utf8: value) else { return false }
      customers.append(.id(id))
    case .email:
      guard let email = EmailAddress(String(decoding: value, as: UTF8.self)) else { return false }
      customers.append(.email(email))
    }
    places.append(line: line, column: 1)
    return true
  }

  /// What was read, as the list of a file.
  func file(path: String) -> MemberListFile {
    MemberListFile(
      path: path,
      kind: kind,
      values: kind == .shopperProfileID ? .profiles(profiles) : .customers(customers),
      places: places
    )
  }
}
