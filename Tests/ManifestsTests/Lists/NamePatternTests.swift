import Testing

@testable import Manifests

@Suite("Wildcards")
struct NamePatternTests {
  @Test(arguments: [
    ("*.csv", "vip.csv"), ("*", "a"), ("a*", "a"), ("a*c*e", "abcde"), ("*.csv.gz", "x.csv.csv.gz"), ("v?p", "vip"), ("?", "é"),
    ("?", "\u{1F600}"), ("[abc]x", "bx"), ("[a-c]x", "cx"), ("[!a-c]x", "dx"), ("[^a-c]x", "dx"), ("[]x]", "]"), ("[!]x]", "a"),
    ("[a-]", "-"), ("[[]", "["), ("[0-9][0-9]", "42"), ("a[", "a["), ("a[b", "a[b"), ("**", "ab"), ("[é-ü]", "ö"), ("*a", "aaa"),
    ("x*x", "x.x"),
  ])
  func `a name matches`(pattern: String, name: String) {
    #expect(NamePattern(pattern).matches(name))
  }

  @Test(arguments: [
    ("*.csv", "vip.csv.gz"), ("*", ".hidden"), (".*", ".hidden"), ("?", ""), ("?", "ab"), ("a*", "b"), ("[a-c]", "d"),
    ("[!a-c]", "b"), ("a*c", "abcd"), ("[!a]x", ".x"), ("*.CSV", "a.csv"), ("", "a"), ("[]", "a"), ("a[b", "ab"),
    // A range that runs backwards has nothing in it.
    ("[c-a]*b", "bb"),
  ])
  func `a name does not match`(pattern: String, name: String) {
    #expect(!NamePattern(pattern).matches(name))
  }

  @Test func `a pattern with many stars is fast`() {
    let pattern = NamePattern(String(repeating: "*a", count: 2000) + "b")
    #expect(!pattern.matches(String(repeating: "a", count: 4000)))
  }

  @Test func `a path is split at slashes`() {
    #expect(GlobPattern("a//b.csv").parts == [.name("a"), .name("b.csv")])
    #expect(GlobPattern("a/**/**/*.csv").parts == [.name("a"), .anyFolders, .wildcard(NamePattern("*.csv"))])
    #expect(GlobPattern("a/**").parts == [.name("a"), .anyFolders, .wildcard(NamePattern("*"))])
    #expect(GlobPattern("/a/*/c").leadingNames == ["a"])
    #expect(GlobPattern("/a").isAbsolute)
    #expect(!GlobPattern("../a/b").hasWildcards)
    #expect(GlobPattern("a[b/x").hasWildcards == false)
    #expect(GlobPattern("*/../x").climbsBehindWildcard)
    #expect(!GlobPattern("../*/x").climbsBehindWildcard)
    #expect(GlobPattern("//").parts.isEmpty)
  }
}
