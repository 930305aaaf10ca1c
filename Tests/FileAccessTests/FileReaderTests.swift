import FileAccess
import TestSupport
import Testing

@Suite("Files that are read piece by piece")
struct FileReaderTests {
  private static func pieces(of path: String, limit: Int, atOnce: Int) throws(FileAccessError) -> [[UInt8]] {
    var reader = try FileReader(path, limit: limit)
    let room = UnsafeMutableRawBufferPointer.allocate(byteCount: atOnce, alignment: 1)
    defer { room.deallocate() }
    var pieces: [[UInt8]] = []
    while true {
      let count = try reader.read(into: room)
      pieces.append(Array(room.prefix(count)))
      if count < atOnce { return pieces }
    }
  }

  @Test func `Every piece is full but the last one`() throws {
    try withTemporaryFolder { folder in
      let path = "\(folder)/ten"
      try FileAccess.writeDurably(Array(0..<10), to: path)
      #expect(try Self.pieces(of: path, limit: 10, atOnce: 4) == [[0, 1, 2, 3], [4, 5, 6, 7], [8, 9]])
      #expect(try Self.pieces(of: path, limit: 10, atOnce: 5) == [[0, 1, 2, 3, 4], [5, 6, 7, 8, 9], []])
      #expect(try Self.pieces(of: path, limit: 99, atOnce: 11) == [Array(0..<10)])
    }
  }

  @Test func `A file that grows beyond the limit while it is read is an error`() throws {
    try withTemporaryFolder { folder in
      let path = "\(folder)/grows"
      try FileAccess.writeDurably([1, 2, 3], to: path)
      var reader = try FileReader(path, limit: 4)
      #expect(reader.size == 3)
      try FileAccess.append("45", to: path)
      let room = UnsafeMutableRawBufferPointer.allocate(byteCount: 4, alignment: 1)
      defer { room.deallocate() }
      #expect(try reader.read(into: room) == 4)
      let error = #expect(throws: FileAccessError.self) { try reader.read(into: room) }
      #expect(error == .tooLarge(path: path, limit: 4))
    }
  }
}
