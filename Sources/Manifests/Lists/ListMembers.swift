import SegmentModel

/// The values that were read so far, each with its line.
struct ListMembers {
  /// A kilobyte of ids, which the stack has room for.
  private static let idsAtOnce = 64

  let kind: MemberListKind
  private var profiles: [ShopperProfileID] = []
  private var customers: [CustomerReference] = []
  private var places = MemberPlaces()

  /// Begins a list.
  ///
  /// - Parameters:
  ///   - kind: What it is of.
  ///   - capacity: How many values to make room for; more may come.
  init(kind: MemberListKind, capacity: Int) {
    self.kind = kind
    if kind == .shopperProfileID { profiles.reserveCapacity(capacity) }
  }

  var isEmpty: Bool { places.count == 0 }

  @inline(__always)
  mutating func append(_ id: ShopperProfileID, line: Int) {
    profiles.append(id)
    places.append(line: line, column: 1)
  }

  /// Takes ids that stand in lines one behind another, until there is none.
  ///
  /// Adds them many at a time: for each one alone the arrays would be looked at anew.
  ///
  /// - Parameters:
  ///   - line: The line of the first one.
  ///   - next: Gives the next one.
  @inline(__always)
  mutating func append(fromLine line: Int, _ next: () -> UUIDBits?) {
    var line = line
    withUnsafeTemporaryAllocation(of: ShopperProfileID.self, capacity: Self.idsAtOnce) { room in
      var count: Int
      repeat {
        count = 0
        while count < Self.idsAtOnce, let id = next() {
          room.initializeElement(at: count, to: ShopperProfileID(bits: id))
          count += 1
        }
        profiles.append(contentsOf: UnsafeBufferPointer(rebasing: room[..<count]))
        places.append(line: line, column: 1, count: count)
        line += count
      } while count == Self.idsAtOnce
    }
  }

  /// Takes a value in UTF-8; `false` when it is none of the kind.
  mutating func append(_ value: UnsafeBufferPointer<UInt8>, line: Int) -> Bool {
    switch kind {
    case .shopperProfileID:
      guard let id = ShopperProfileID(utf8: value) else { return false }
      append(id, line: line)
      return true
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
