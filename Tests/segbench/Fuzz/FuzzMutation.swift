import StoreSimulator

/// Changes good inputs at random into inputs that can be bad in interesting ways.
struct FuzzMutation {
  /// In bytes; larger inputs only slow the runs down, and limits have their own tests.
  private static let maximumSize = 1 << 20

  let corpus: FuzzCorpus
  var random: SeededGenerator

  /// The input after one to eight changes.
  mutating func mutated(_ input: [UInt8]) -> [UInt8] {
    var bytes = input
    for _ in 0..<[1, 1, 2, 3, 4, 8][below(6)] { change(&bytes) }
    return bytes.count <= Self.maximumSize ? bytes : Array(bytes[..<Self.maximumSize])
  }

  private mutating func change(_ bytes: inout [UInt8]) {
    switch below(20) {
    case 0: if !bytes.isEmpty { bytes[below(bytes.count)] ^= 1 << UInt8(below(8)) }
    case 1: if !bytes.isEmpty { bytes[below(bytes.count)] = Self.bytes[below(Self.bytes.count)] }
    case 2: bytes.removeSubrange(range(bytes))
    case 3: insert(Array(bytes[range(bytes)]), &bytes)
    case 4: splice(&bytes)
    case 5: bytes.removeSubrange(below(bytes.count + 1)...)
    case 6: bytes.removeSubrange(..<below(bytes.count + 1))
    case 7: repeatMuch(&bytes)
    case 8: nest(&bytes)
    case 9, 10: replaceNumber(&bytes)
    case 11: insert(Self.broken[below(Self.broken.count)], &bytes)
    case 12: insert(Self.breaks[below(Self.breaks.count)], &bytes)
    case 13, 14: changeLines(&bytes)
    case 15, 16: replaceWord(&bytes)
    default: insert(corpus.words[below(corpus.words.count)], &bytes)
    }
  }

  private mutating func below(_ limit: Int) -> Int { Int.random(in: 0..<max(limit, 1), using: &random) }

  /// A random part of the bytes, usually short.
  private mutating func range(_ bytes: [UInt8]) -> Range<Int> {
    let start = below(bytes.count + 1)
    let length = below(4) == 0 ? bytes.count - start : min(below(40), bytes.count - start)
    return start..<start + length
  }

  private mutating func insert(_ piece: [UInt8], _ bytes: inout [UInt8]) {
    bytes.insert(contentsOf: piece, at: below(bytes.count + 1))
  }

  /// Joins the beginning of this input and the end of another one.
  private mutating func splice(_ bytes: inout [UInt8]) {
    let other = corpus.inputs[below(corpus.inputs.count)]
    bytes = Array(bytes[..<below(bytes.count + 1)]) + other[below(other.count + 1)...]
  }

  /// Inserts many copies of a part or a word.
  private mutating func repeatMuch(_ bytes: inout [UInt8]) {
    let piece = below(2) == 0 ? Array(bytes[range(bytes)]) : corpus.words[below(corpus.words.count)]
    guard !piece.isEmpty else { return }
    let size = [200, 5_000, 5_000, 100_000, below(8) == 0 ? Self.maximumSize : 20_000][below(5)]
    insert(Array(repeatElement(piece, count: max(1, size / piece.count)).joined()), &bytes)
  }

  /// Inserts nested collections, closed or not.
  private mutating func nest(_ bytes: inout [UInt8]) {
    let (opening, closing) = Self.brackets[below(Self.brackets.count)]
    let depth = [3, 63, 64, 65, 511, 513, 5_000, 60_000][below(8)]
    let middle = below(2) == 0 ? Array(bytes[range(bytes)]) : []
    let nested = Array(repeatElement(Array(opening.utf8), count: depth).joined()) + middle
    insert(below(2) == 0 ? nested : nested + Array(repeatElement(Array(closing.utf8), count: depth).joined()), &bytes)
  }

  private mutating func replaceNumber(_ bytes: inout [UInt8]) {
    let words = Self.words(bytes) { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }
    let number = FuzzCorpus.numbers[below(FuzzCorpus.numbers.count)]
    if words.isEmpty { insert(number, &bytes) } else { bytes.replaceSubrange(words[below(words.count)], with: number) }
  }

  /// Replaces a word by another one: a value where another is expected.
  private mutating func replaceWord(_ bytes: inout [UInt8]) {
    let words = Self.words(bytes) { !Self.separators.contains($0) }
    guard !words.isEmpty else { return }
    let from = words[below(words.count)]
    let piece = below(4) == 0 ? corpus.words[below(corpus.words.count)] : Array(bytes[from])
    bytes.replaceSubrange(words[below(words.count)], with: piece)
  }

  /// Removes a line, duplicates one, or swaps two.
  private mutating func changeLines(_ bytes: inout [UInt8]) {
    var lines = bytes.split(separator: UInt8(ascii: "\n"), maxSplits: 2_000, omittingEmptySubsequences: false).map(Array.init)
    let index = below(lines.count)
    switch below(3) {
    case 0: lines.remove(at: index)
    case 1: lines.insert(lines[index], at: below(lines.count + 1))
    default: lines.swapAt(index, below(lines.count))
    }
    bytes = Array(lines.joined(separator: [UInt8(ascii: "\n")]))
  }

  /// The words among the first bytes: runs of bytes that belong to a word.
  private static func words(_ bytes: [UInt8], _ belongs: (UInt8) -> Bool) -> [Range<Int>] {
    bytes.prefix(100_000).split { !belongs($0) }.map(\.indices)
  }

  private static let separators = Set("\" ,:[]{}\n\r\t-#".utf8)
  private static let bytes: [UInt8] = [
    0, 1, 9, 10, 13, 0x1F, 0x20, 0x22, 0x27, 0x2C, 0x3A, 0x5C, 0x7F, 0x80, 0xBF, 0xC0, 0xED, 0xEF, 0xF4, 0xFF,
  ]
  private static let broken: [[UInt8]] = [
    [0xFF], [0xC3], [0xC0, 0x80], [0xED, 0xA0, 0x80], [0xF4, 0x90, 0x80, 0x80], [0xE2, 0x82], [0xEF, 0xBB, 0xBF], [0xFF, 0xFE],
    [0xFE, 0xFF], [0],
    [0xEF, 0xBF, 0xBF], [0xCC, 0x81], [0xF0, 0x9F, 0x91, 0xA9, 0xE2, 0x80, 0x8D, 0xF0, 0x9F, 0x91, 0xA7],
  ]
  private static let breaks: [[UInt8]] = [
    [10], [13], [13, 10], [0xC2, 0x85], [0xE2, 0x80, 0xA8], [0xE2, 0x80, 0xA9], [0x0B], [0x0C], [10, 10],
  ]
  private static let brackets = [
    ("[", "]"), ("{", "}"), ("{\"a\":", "}"), ("[{\"a\":", "}]"), ("- ", "\n"), ("? ", "\n"), ("a: {", "}"), ("&a [", "]"),
    ("\"", "\""), ("(", ")"),
  ]
}
