/// An input that was not read as it should be.
struct FuzzFinding: CustomStringConvertible {
  let decoder: FuzzDecoder
  let seed: UInt64
  let number: Int
  let what: String

  var description: String {
    "\(decoder.rawValue) \(number): \(what)\n  segbench fuzz-cases --decoder \(decoder.rawValue) --seed \(seed) --first \(number)"
  }
}
