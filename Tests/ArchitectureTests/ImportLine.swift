/// An `import` in a source file.
struct ImportLine: Hashable {
  /// The module alone: `Glibc` for `import struct Glibc.stat`.
  let module: String
  /// From 1.
  let line: Int

  private static let kinds: Set<String> = ["class", "enum", "func", "let", "protocol", "struct", "typealias", "var"]
  private static let modifiers: Set<String> = ["fileprivate", "internal", "package", "private", "public"]

  /// Every import of a source text.
  ///
  /// Also those behind a `;` and inside `#if`; comments do not count.
  static func all(in source: String) -> [ImportLine] {
    var found: [ImportLine] = []
    var depth = 0
    for (index, line) in source.split(separator: "\n", omittingEmptySubsequences: false).enumerated() {
      for statement in code(of: line, commentDepth: &depth).split(separator: ";") {
        if let module = module(importedBy: statement) { found.append(ImportLine(module: module, line: index + 1)) }
      }
    }
    return found
  }

  private static func module(importedBy statement: Substring) -> String? {
    var words = statement.split(whereSeparator: \.isWhitespace)[...]
    while let word = words.first, word.hasPrefix("@") || modifiers.contains(String(word)) { words.removeFirst() }
    guard words.popFirst() == "import" else { return nil }
    if let word = words.first, kinds.contains(String(word)) { words.removeFirst() }
    return words.first.map { String($0.prefix { $0 != "." }) }
  }

  /// The line without its comments.
  ///
  /// Block comments nest and may run over several lines.
  private static func code(of line: Substring, commentDepth depth: inout Int) -> String {
    var code = ""
    var rest = line
    while let character = rest.first {
      if depth == 0 && rest.hasPrefix("//") { break }
      if rest.hasPrefix("/*") {
        depth += 1
        rest = rest.dropFirst(2)
      } else if depth > 0 && rest.hasPrefix("*/") {
        depth -= 1
        code += " "
        rest = rest.dropFirst(2)
      } else {
        if depth == 0 { code.append(character) }
        rest = rest.dropFirst()
      }
    }
    return code
  }
}
