import Testing

@testable import FileAccess

@Suite("Paths")
struct PathJoiningTests {
  @Test(arguments: [
    (".", "a", "a"), ("./", "a", "./a"), ("shop", "a", "shop/a"), ("shop/", "a", "shop/a"), ("/", "a", "/a"), ("..", "a", "../a"),
  ])
  func `A path starts with the given folder, and the working folder adds nothing`(
    folder: String,
    name: String,
    path: String
  ) {
    #expect(FileAccess.join(folder, name) == path)
  }

  @Test(arguments: [("a", "."), ("a/b", "a"), ("/a", "/"), ("/a/b", "/a"), ("./a", "."), ("../a", ".."), ("a/b/", "a/b")])
  func `The folder of a path is everything before its last component`(path: String, folder: String) {
    #expect(FileAccess.folder(of: path) == folder)
  }
}
