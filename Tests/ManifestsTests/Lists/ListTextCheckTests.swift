import Diagnostics
import TestSupport
import Testing

@testable import Manifests

@Suite("Texts of lists")
struct ListTextCheckTests {
  @Test(arguments: ["vip.csv", "vip.txt"])
  func `an empty file is never an empty list`(path: String) {
    for text in ["", "\u{FEFF}", "\n", "\u{FEFF}\r\n \n", "\n\n\n"] {
      let problems = decode(text, path).problems
      #expect(places(problems) == ["\(path):1:1 empty-list"], "\(text.debugDescription)")
      #expect(problems.first?.detail?.contains("would empty the segment") == true)
    }
    #expect(places(decode("# none today\n", "vip.txt").problems) == ["vip.txt:1:1 empty-list"])
  }

  @Test func `a last row without a line break counts if it is whole`() {
    #expect(decode("\(id(1))\n\(id(2))", "vip.txt").file?.profiles == [.numbered(1), .numbered(2)])
    #expect(decode("customer_id,n\n7,1\n8,").file?.lines == [2, 3])
    #expect(places(decode("\(id(1))\n\(id(2).dropLast())", "vip.txt").problems) == ["vip.txt:2:1 list-cut-off"])
    #expect(places(decode("n,m,customer_id\n1,2,7\n1,2").problems) == ["vip.csv:3:1 list-cut-off"])
    #expect(places(decode("n,customer_id\n1,").problems) == ["vip.csv:2:3 list-cut-off"])
    #expect(places(decode("# x", "vip.txt").problems) == ["vip.txt:1:1 empty-list"])
  }

  @Test func `bytes that are not UTF-8 are reported at their place`() {
    let bad: [[UInt8]] = [
      [0x80], [0xC0, 0xAF], [0xC3], [0xC3, 0x28], [0xE0, 0x9F, 0xBF], [0xED, 0xA0, 0x80], [0xE2, 0x82], [0xF0, 0x8F, 0xBF, 0xBF],
      [0xF4, 0x90, 0x80, 0x80], [0xF8, 0x88, 0x80, 0x80], [0xFF],
    ]
    for bytes in bad {
      let text = Array("\(id(1))\n# é ".utf8) + bytes + Array("\n".utf8)
      let problems = decode(text, "vip.txt").problems
      #expect(places(problems) == ["vip.txt:2:5 list-not-text"], "\(bytes)")
      #expect(problems.first?.summary.contains("not part of a character") == true)
    }
  }

  @Test(arguments: 0..<24)
  func `a zero byte is found at any position`(offset: Int) {
    var bytes = Array("# abcdefghijklmnopqrstuvwxyz\n\(id(1))\n".utf8)
    bytes[offset] = 0
    let problems = decode(bytes, "vip.txt").problems
    #expect(places(problems) == ["vip.txt:1:\(offset + 1) list-not-text"])
    #expect(problems.first?.summary == "the list is not UTF-8 text: it has a zero byte")
  }

  @Test func `UTF-16 needs a byte order mark and whole characters`() {
    let text = "n,email\n1,a@b.c\n"
    func bytes(_ units: some Sequence<UInt16>) -> [UInt8] { units.flatMap { [UInt8($0 & 0xFF), UInt8($0 >> 8)] } }
    let whole = bytes([0xFEFF] + text.utf16)
    #expect(decode(whole).file?.lines == [2])
    #expect(decode(stride(from: 0, to: whole.count, by: 2).flatMap { [whole[$0 + 1], whole[$0]] }).file?.lines == [2])
    let name = "the list is not UTF-8 text: it is UTF-16 without a byte order mark"
    #expect(decode(Array(whole.dropFirst(2))).problems.map(\.summary) == [name])
    #expect(places(decode(Array(whole.dropLast())).problems) == ["vip.csv:2:8 list-not-text"])
    for units: [UInt16] in [[0xD83D], [0xDE00], [0xDE00, 0xD83D]] {
      #expect(places(decode(bytes([0xFEFF] + "n,email\né".utf16 + units + "\n".utf16)).problems) == ["vip.csv:2:2 list-not-text"])
    }
    #expect(decode(bytes([0xFEFF, 0]) + [1, 2]).problems.map(\.summary) == ["the list is not UTF-8 text: it is UTF-32"])
    #expect(places(decode([0xFF, 0xFE]).problems) == ["vip.csv:1:1 empty-list"])
  }

  @Test(arguments: SeededRandom.seeds(30))
  func `the check accepts exactly the UTF-8 that the standard library accepts`(seed: UInt64) {
    var random = SeededRandom(seed: seed)
    let pieces: [[UInt8]] = [
      [0x41], [0xC3, 0xA9], [0xE2, 0x82, 0xAC], [0xF0, 0x9F, 0x98, 0x80], [0xED, 0x9F, 0xBF], [0xC2, 0x80],
    ]
    for _ in 0..<200 {
      var bytes = (0..<Int.random(in: 1...12, using: &random)).flatMap { _ in pieces.randomElement(using: &random) ?? [] }
      if Bool.random(using: &random) {
        bytes[Int.random(in: bytes.indices, using: &random)] = UInt8.random(in: 1...255, using: &random)
      }
      bytes = [0x23] + bytes + [0x0A]
      let problem = bytes.withUnsafeBufferPointer { ListText($0, of: "a.txt").problem?.problem }
      let isValid = String(validating: bytes, as: UTF8.self) != nil
      #expect(problem == (isValid ? nil : .listNotText("this byte is not part of a character")), "\(random) \(bytes)")
    }
  }
}
