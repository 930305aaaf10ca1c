import Diagnostics
import SegmentModel
import TestSupport
import Testing

@testable import Manifests

@Suite("Properties of lists")
struct ListPropertyTests {
  @Test(arguments: SeededRandom.seeds(60))
  func `the output of a CSV writer is read back, with its lines`(seed: UInt64) throws {
    var random = SeededRandom(seed: seed)
    var writer = CSVWriter(seed: seed)
    let width = Int.random(in: 1...4, using: &random)
    let column = Int.random(in: 0..<width, using: &random)
    _ = writer.write((0..<width).map { $0 == column ? "wanted \"id\", new" : "x\($0)" })
    var ids: [ShopperProfileID] = []
    var lines: [Int] = []
    for _ in 0..<Int.random(in: 1...40, using: &random) {
      let id = ShopperProfileID(bits: UUIDBits(high: random.next(), low: random.next()))
      let text = Bool.random(using: &random) ? id.description : id.description.uppercased()
      lines.append(writer.write((0..<width).map { $0 == column ? text : writer.randomText() }))
      ids.append(id)
    }
    let read = decode(writer.text, column: "wanted \"id\", new", as: .shopperProfileID)
    let file = try #require(read.file, "\(random) \(read.problems)")
    #expect(file.profiles == ids, "\(random)")
    #expect(file.lines == lines.map { UInt32($0) }, "\(random)")
  }

  @Test(arguments: SeededRandom.seeds(40))
  func `spaces around an id do not count`(seed: UInt64) {
    var random = SeededRandom(seed: seed)
    let ids = (0..<30).map { _ in ShopperProfileID(bits: UUIDBits(high: random.next(), low: random.next())) }
    func padded(_ id: ShopperProfileID) -> String { Bool.random(using: &random) ? "\(id)" : " \(id)\t" }
    let text = ids.map { "\(padded($0))\n" }.joined()
    #expect(decode(text, "a.txt").file?.profiles == ids, "\(random)")
    #expect(
      decode("n,id\n" + ids.map { "1,\(padded($0))\n" }.joined(), column: "id", as: .shopperProfileID).file?.profiles == ids
    )
  }

  /// The other fields have any length, and characters that resemble the end of a field.
  @Test(arguments: SeededRandom.seeds(60))
  func `a row counts if it has all its fields, whatever the other fields contain`(seed: UInt64) throws {
    var random = SeededRandom(seed: seed)
    let width = Int.random(in: 1...5, using: &random)
    let column = Int.random(in: 0..<width, using: &random)
    let pieces = ["0", "7", "a", "Z", "-", " ", "+", "#", "&", "!", ".", "é", "😀", "\u{1}"]
    func field() -> String {
      (0..<Int.random(in: 0...20, using: &random)).map { _ in
        pieces[Int.random(in: 0..<(random.next() % 4 == 0 ? pieces.count : 4), using: &random)]
      }.joined()
    }
    var text = (0..<width).map { $0 == column ? "id" : "x\($0)" }.joined(separator: ",") + "\n"
    var ids: [ShopperProfileID] = []
    var bad = 0
    for _ in 0..<40 {
      let id = ShopperProfileID(bits: UUIDBits(high: random.next(), low: random.next()))
      let quote = Bool.random(using: &random) ? "\"" : ""
      var fields = (0..<width).map { $0 == column ? "\(quote)\(id)\(quote)" : field() }
      let damage = Int.random(in: 0..<60, using: &random)
      switch damage {
      case 0: fields.append(field())
      case 1: fields = width == 1 ? ["no id"] : ["x"] + fields.dropFirst().dropLast()
      case 2: fields[column] = "\(id)0"
      default: ids.append(id)
      }
      if damage <= 2 { bad += 1 }
      text += fields.joined(separator: ",") + (Bool.random(using: &random) ? "\n" : "\r\n")
    }
    let read = decode(text, column: "id", as: .shopperProfileID)
    #expect(read.problems.count == bad, "\(random) \(text)")
    if bad == 0 { #expect(read.file?.profiles == ids, "\(random) \(text)") }
  }

  @Test(arguments: SeededRandom.seeds(40))
  func `the same content reads the same with every delimiter, line end and encoding`(seed: UInt64) throws {
    var random = SeededRandom(seed: seed)
    let width = Int.random(in: 2...4, using: &random)
    let column = Int.random(in: 0..<width, using: &random)
    let pieces = ["a", "é", ",", ";", "\t", "\"", "\n", " ", "\u{1F600}", "0"]
    var rows = [(0..<width).map { $0 == column ? "Customer ID" : "x\($0)" }]
    for _ in 0..<Int.random(in: 1...20, using: &random) {
      rows.append(
        (0..<width).map { index in
          if index == column { return String(Int.random(in: 1...99_999, using: &random)) }
          return (0..<Int.random(in: 0...4, using: &random)).map { _ in pieces.randomElement(using: &random) ?? "" }.joined()
        }
      )
    }
    let condition = MemberListCondition(column: "x\((column + 1) % width)", values: ["", "a", "0", "é"])
    var readings: Set<String> = []
    for delimiter in [",", ";", "\t"] {
      for lineEnd in ["\n", "\r\n", "\r"] {
        let lines = rows.map { row in row.map { "\"\($0.replacing("\"", with: "\"\""))\"" }.joined(separator: delimiter) + lineEnd
        }
        let units = Array(lines.joined().utf16)
        let little: [UInt8] = units.flatMap { [UInt8($0 & 0xFF), UInt8($0 >> 8)] }
        let big: [UInt8] = units.flatMap { [UInt8($0 >> 8), UInt8($0 & 0xFF)] }
        let text: [UInt8] = Array(lines.joined().utf8)
        for bytes in [text, [0xEF, 0xBB, 0xBF] + text, [0xFF, 0xFE] + little, [0xFE, 0xFF] + big] {
          for conditions in [[], [condition]] {
            let file = try #require(decode(bytes, where: conditions).file, "\(random) \(rows)")
            readings.insert("\(conditions.count) \(file.customers) \(file.lines)")
          }
        }
      }
    }
    #expect(readings.count == 2, "\(random) \(readings)")
  }

  @Test(arguments: ["\n", "\r\n"])
  func `a file that is cut anywhere is an error, or ends with a complete row`(lineEnd: String) {
    let rows = [
      "name,shopper_profile_id", "\"Lovelace, Ada\",\(id(1))", "\"says \"\"hi\"\"\(lineEnd)and more\",\"\(id(2))\"", "é,\(id(3))",
    ]
    let text = Array(rows.map { $0 + lineEnd }.joined().utf8)
    // Where rows end; a list that is cut there is a whole one, which `expect:` is for.
    var ends: [Int: Int] = [:]
    var end = 0
    for (count, row) in rows.enumerated() {
      end += row.utf8.count
      for broken in 0...lineEnd.utf8.count { ends[end + broken] = count }
      end += lineEnd.utf8.count
    }
    for count in 0...text.count {
      let read = decode(Array(text.prefix(count)))
      if let rows = ends[count], rows > 0 {
        #expect(read.file?.profiles == (1...rows).map { .numbered($0) }, "\(count)")
      } else {
        #expect(read.file == nil, "\(count)")
        #expect(!read.problems.isEmpty, "\(count)")
      }
    }
  }

  /// Some thousand damaged files: none may crash or hang the reader, and none may be read in part.
  @Test(arguments: SeededRandom.seeds(24))
  func `damaged files give either members or problems`(seed: UInt64) throws {
    var random = SeededRandom(seed: seed)
    let csv = Array(
      "\u{FEFF}n,email,shopper_profile_id\r\n1,a@b.c,\(id(1))\r\n\"2, \"\"x\"\"\",\"é@b.c\",\"\(id(2))\"\r\n\r\n".utf8
    )
    let text = Array("# all\n\(id(1))\r\n  \(id(2)) # Ada\n\n17\n".utf8)
    let originals = [(csv, "a.csv"), (text, "a.txt"), (try gzip(csv), "a.csv.gz"), (try gzip(text), "a.txt.gz")]
    let special: [UInt8] = Array("\",\r\n# \t@-0a".utf8) + [0, 0x80, 0xC3, 0xFF, 0x1F, 0x8B]
    for round in 0..<250 {
      var (bytes, path) = originals[round % originals.count]
      for _ in 0...Int.random(in: 0...3, using: &random) {
        let index = Int.random(in: 0...bytes.count, using: &random)
        let byte = special.randomElement(using: &random) ?? 0
        switch Int.random(in: 0..<5, using: &random) {
        case 0: bytes.insert(byte, at: index)
        case 1: bytes.removeSubrange(index..<min(index + Int.random(in: 0...9, using: &random), bytes.count))
        case 2: bytes.append(contentsOf: bytes.prefix(index))
        default: if index < bytes.count { bytes[index] = byte }
        }
      }
      let column = [nil, "n", "shopper_profile_id"].randomElement(using: &random) ?? nil
      let kinds: [MemberListKind?] = [nil, .email, .customerID, .shopperProfileID]
      let kind = kinds.randomElement(using: &random) ?? nil
      let read = decode(bytes, path, column: path.contains("csv") ? column : nil, as: kind)
      #expect((read.file == nil) == !read.problems.isEmpty, "\(random) round \(round) \(bytes)")
      if let file = read.file {
        #expect(file.count == max(file.profiles.count, file.customers.count))
        #expect(!file.lines.isEmpty && file.lines == file.lines.sorted())
      }
      for problem in read.problems { #expect(!"\(problem)".contains("@"), "\(random) round \(round) \(bytes)") }
    }
  }
}
