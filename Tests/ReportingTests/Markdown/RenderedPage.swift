import Reporting

/// What a reader of a page would find, as far as tests count it.
struct RenderedPage {
  private(set) var rows = 0
  private(set) var cutRows = 0
  private(set) var shownMembers = 0
  private(set) var cutMembers = 0
  /// Why the page would not render as meant.
  private(set) var problems: [String] = []

  init(_ text: String) {
    var isInFence = false
    var openBlocks = 0
    for line in text.split(separator: "\n", omittingEmptySubsequences: false) {
      if line.hasPrefix("```") {
        isInFence.toggle()
        if isInFence && openBlocks != 1 { problems.append("a fence outside of a block") }
      } else if isInFence {
        if let cut = line.wholeMatch(of: /[+-] … and ([0-9,]+) more/) {
          cutMembers += Self.number(cut.1)
        } else if line.wholeMatch(of: /[+-] (customer [0-9]+|[0-9a-f-]{36})  .+/) != nil {
          shownMembers += 1
        } else {
          problems.append("in a fence: \(line)")
        }
      } else {
        read(line, &openBlocks)
      }
    }
    if isInFence { problems.append("a fence stays open") }
    if openBlocks != 0 { problems.append("a block stays open") }
  }

  private mutating func read(_ line: Substring, _ openBlocks: inout Int) {
    if line.hasPrefix("<details><summary>") {
      openBlocks += 1
      if openBlocks > 1 { problems.append("a block in a block") }
      if !line.hasSuffix("</summary>") { problems.append("a summary stays open") }
    } else if line == "</details>" {
      openBlocks -= 1
    }
    if ["|+|", "|~|", "|-|"].contains(where: { line.hasPrefix($0) }) {
      rows += 1
      if ![7, 8].contains(line.count(where: { $0 == "|" })) { problems.append("a row of another length: \(line)") }
    }
    for tag in ["code", "summary", "sub"] where Self.count("<\(tag)>", in: line) != Self.count("</\(tag)>", in: line) {
      problems.append("<\(tag)> is not balanced in: \(line)")
    }
    if let cut = line.wholeMatch(of: /… and ([0-9,]+) more changed segments?, not shown here\./) { cutRows = Self.number(cut.1) }
    if let cut = line.wholeMatch(of: /([0-9,]+) changed segments?, not shown here\./) { cutRows = Self.number(cut.1) }
    if let cut = line.firstMatch(of: /([0-9,]+) members? not shown here\. The plan/) { cutMembersBelow(Self.number(cut.1)) }
  }

  /// The page's last line counts all that are missing, those of open blocks too.
  private mutating func cutMembersBelow(_ count: Int) { cutMembers = count }

  private static func count(_ text: String, in line: Substring) -> Int { line.ranges(of: text).count }

  private static func number(_ text: Substring) -> Int { Int(text.filter { $0 != "," }) ?? -1 }
}
