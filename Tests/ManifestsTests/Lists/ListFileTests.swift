import Diagnostics
import FoundationEssentials
import Reporting
import SegmentModel
import TestSupport
import Testing

@testable import Manifests

/// Small files as spreadsheets and exports write them.
@Suite("Files of lists")
struct ListFileTests {
  private static func files(_ folder: String) throws -> [(name: String, bytes: [UInt8])] {
    let path = "\(RepositoryRoot.path)/Tests/ManifestsTests/Lists/Files/\(folder)"
    return try FileManager.default.contentsOfDirectory(atPath: path).sorted().map { name in
      (name, Array(try #require(FileManager.default.contents(atPath: "\(path)/\(name)"))))
    }
  }

  @Test func `every form of the same list gives the same customers`() throws {
    let customers = [4527, 4528, 1006].compactMap { CustomerID($0).map { CustomerReference.id($0) } }
    let files = try Self.files("Read")
    #expect(files.count >= 15)
    for (name, bytes) in files {
      let isPlain = name.hasSuffix(".txt")
      let read = decode(bytes, name, as: isPlain ? .customerID : nil)
      #expect(read.file?.customers == customers, "\(name): \(read.problems)")
    }
  }

  @Test func `a file that cannot be read is refused with what to do`() throws {
    var text = ""
    for (name, bytes) in try Self.files("Refused") {
      let read = decode(bytes, name)
      #expect(read.file == nil, "\(name)")
      text += "\(DiagnosticReport(style: .plain).text(read.problems))\n"
    }
    try GoldenFile.expect(text, is: "refused.txt")
    #expect(!text.contains("Ada") && !text.contains("@"))
  }

  @Test func `one export of BigCommerce serves many segments`() throws {
    let export = try #require(try Self.files("Read").first { $0.name == "bigcommerce.csv" })
    func customers(_ conditions: [String: [String]]) -> [CustomerReference]? {
      let conditions = conditions.map { MemberListCondition(column: $0, values: $1) }
      return decode(export.bytes, where: conditions).file?.customers
    }
    let (ada, bob, cleo) = (CustomerID(4527), CustomerID(4528), CustomerID(1006))
    #expect(customers(["Customer Group": ["VIP"]]) == [ada, bob].compactMap { $0.map { .id($0) } })
    #expect(customers(["customer group": [" VIP "], "Phone": [""]]) == [bob].compactMap { $0.map { .id($0) } })
    #expect(customers(["Customer Group": ["Staff", "Nobody"]]) == [cleo].compactMap { $0.map { .id($0) } })
    #expect(customers(["Customer Group": ["vip"]]) == [])
  }
}
