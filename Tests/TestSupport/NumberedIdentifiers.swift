package import SegmentModel

extension UUIDIdentifier {
  /// The id `00000000-0000-4000-8000-` and twelve hexadecimal digits of the number: readable in a failing test, and the simulator's
  /// own profiles.
  package static func numbered(_ number: Int) -> Self {
    Self(bits: UUIDBits(high: 0x4000, low: 0x8000_0000_0000_0000 | UInt64(number)))
  }
}

extension MemberSet {
  /// The set of the profiles with these numbers.
  package static func numbered(_ numbers: some Sequence<Int>) -> MemberSet {
    MemberSet(numbers.map { ShopperProfileID.numbered($0) })
  }

  /// A set of at most `count` profiles with numbers from 1 to `highest`.
  package static func random(
    count: Int,
    highest: Int,
    using random: inout some RandomNumberGenerator
  ) -> MemberSet {
    numbered((0..<count).map { _ in Int.random(in: 1...highest, using: &random) })
  }
}
