/// Random numbers that a seed repeats: SplitMix64 (Steele, Lea, Flood: *Fast Splittable Pseudorandom Number Generators*, 2014).
///
/// Put it into the comment of an expectation, so that a failure prints the seed: `#expect(a == b, "\(random)")`. A test that takes
/// its seeds from ``seeds(_:)`` as arguments has them printed in any case.
package struct SeededRandom: RandomNumberGenerator, Sendable, CustomStringConvertible {
  /// The seed that repeats the numbers.
  package let seed: UInt64
  private var state: UInt64

  package init(seed: UInt64) {
    self.seed = seed
    state = seed
  }

  package mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var mixed = state
    mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
    mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
    return mixed ^ (mixed >> 31)
  }

  package var description: String { "seed \(seed)" }

  /// Seeds for a parameterized test: the same ones in every run, and a last one that no run had before.
  package static func seeds(_ count: Int) -> [UInt64] {
    (1..<UInt64(count)).map { $0 } + [UInt64.random(in: .min ... .max)]
  }
}
