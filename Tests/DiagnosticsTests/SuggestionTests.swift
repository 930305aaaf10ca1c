import Testing

@testable import Diagnostics

@Suite("Suggestions")
struct SuggestionTests {
  static let keys = ["name", "id", "description", "mode", "ensure", "members", "guardrails", "allow_empty"]

  @Test(arguments: [
    ("memebers", "members"), ("member", "members"), ("Members", "members"), ("nmae", "name"), ("descripton", "description"),
    ("allow-empty", "allow_empty"), ("guardrail", "guardrails"), ("mod", "mode"), ("di", "id"),
  ])
  func `A similar word is suggested`(typed: String, meant: String) {
    #expect(Suggestion.nearest(to: typed, among: Self.keys) == meant)
  }

  @Test(arguments: ["", "x", "zz", "colour", "completely different", String(repeating: "members", count: 1000)])
  func `Words that are not similar are not suggested`(typed: String) {
    #expect(Suggestion.nearest(to: typed, among: Self.keys) == nil)
  }

  @Test func `Words of a hundred thousand letters are not compared letter by letter`() {
    let long = String(repeating: "x", count: 100_000)
    #expect(Suggestion.nearest(to: long + "a", among: [long + "b"]) == nil)
    #expect(
      Suggestion.nearest(to: String(repeating: "x", count: 255) + "a", among: [String(repeating: "x", count: 255) + "b"]) != nil
    )
  }

  @Test func `The first of equally similar words wins`() {
    #expect(Suggestion.nearest(to: "bat", among: ["cat", "hat"]) == "cat")
    #expect(Suggestion.nearest(to: "bat", among: ["hat", "cat"]) == "hat")
    #expect(Suggestion.nearest(to: "hat", among: ["cat", "hat"]) == "hat")
    #expect(Suggestion.nearest(to: "hat", among: []) == nil)
  }

  @Test(arguments: [
    ("", "", 0), ("a", "", 1), ("", "abc", 3), ("same", "same", 0), ("cat", "cut", 1), ("cat", "cats", 1), ("cats", "cat", 1),
    ("ab", "ba", 1), ("abcd", "badc", 2), ("kitten", "sitting", 3), ("naïve", "naive", 1),
  ])
  func `The distance counts insertions, deletions, replacements and swaps`(left: String, right: String, distance: Int) {
    #expect(Suggestion.editDistance(left, right) == distance)
    #expect(Suggestion.editDistance(right, left) == distance)
  }

  @Test func `Words of very different length are never similar`() {
    #expect(Suggestion.editDistance("a", String(repeating: "a", count: 1_000_000)) == 4)
  }
}
