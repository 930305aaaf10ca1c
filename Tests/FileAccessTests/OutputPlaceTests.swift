import FileAccess
import TestSupport
import Testing

/// Where results may go, and what is left beside files.
@Suite("Output places")
struct OutputPlaceTests {
  @Test(arguments: ["-", "/dev/stdout", "/dev/fd/1", "/proc/self/fd/1"])
  func `standard output has several names`(name: String) throws {
    let place = try OutputPlace(name)
    #expect(place.isStandardOutput && !place.isFile)
  }

  @Test(arguments: ["/dev/fd", "/dev/fd/", "/dev/fd/x", "/dev/stdout2", "./-"])
  func `other names are not standard output`(name: String) throws {
    #expect(try !OutputPlace(name).isStandardOutput)
  }

  @Test func `a link to standard output is standard output, and is never replaced`() throws {
    try withTemporaryFolder { folder in
      try Files.link("\(folder)/near", to: "/dev/stdout")
      try Files.link("\(folder)/far", to: "near")
      #expect(try OutputPlace("\(folder)/far").isStandardOutput)
      #expect(throws: FileAccessError.notAFile(path: "\(folder)/far", .other)) {
        try FileAccess.writeDurably([], to: "\(folder)/far")
      }
      #expect(Files.destination("\(folder)/near") == "/dev/stdout")
    }
  }

  @Test func `a file is replaced as a whole, and a device is written directly`() throws {
    try withTemporaryFolder { folder in
      let file = try OutputPlace("\(folder)/file")
      #expect(file.isFile)
      try file.requireWritable()
      try file.write(Array("text".utf8), isPublic: true)
      #expect(try Files.text("\(folder)/file") == "text")
      #expect(try Files.permissions("\(folder)/file") == 0o644)
      let null = try OutputPlace("/dev/null")
      #expect(!null.isFile)
      try null.requireWritable()
      try null.write(Array("text".utf8))
    }
  }

  @Test func `a file has one path for all links to it, even if it does not exist`() throws {
    try withTemporaryFolder { folder in
      let real = try FileAccess.realPath(of: folder)
      try Files.makeFolder("\(folder)/deep")
      try Files.link("\(folder)/deep/link", to: "../file")
      try Files.link("\(folder)/folder", to: "deep")
      for _ in 1...2 {
        #expect(FileAccess.resolvedPath(of: "\(folder)/folder/link") == "\(real)/file")
        #expect(FileAccess.resolvedPath(of: "\(folder)/deep/../file") == "\(real)/file")
        try Files.write("", to: "\(folder)/file")
      }
      #expect(FileAccess.resolvedPath(of: "\(folder)/missing/file") == "\(folder)/missing/file")
    }
  }

  @Test func `a missing folder is checked where it would be created`() throws {
    try withTemporaryFolder { folder in
      try FileAccess.requireWritable(folderAt: "\(folder)/a/b/c")
      try FileAccess.requireWritable(folderAt: folder)
      #expect(try Files.names(in: folder).isEmpty)
      #expect(throws: FileAccessError.self) { try FileAccess.requireWritable(folderAt: "/proc/self/a/b") }
      try Files.write("", to: "\(folder)/file")
      #expect(throws: FileAccessError.self) { try FileAccess.requireWritable(folderAt: "\(folder)/file/a") }
    }
  }
}
