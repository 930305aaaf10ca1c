/// Gives segments file names: lower-case ASCII letters, digits and hyphens, no two alike.
package struct FileNames: Sendable {
  /// Long enough to tell segments apart, short of every file system's limit.
  private static let longest = 60

  private var taken: Set<String> = []

  package init() {}

  /// A name without extension, not given before.
  package mutating func name(for text: String) -> String {
    let base = Self.base(text)
    var name = base
    var number = 2
    while !taken.insert(name).inserted {
      name = "\(base)-\(number)"
      number += 1
    }
    return name
  }

  private static func base(_ text: String) -> String {
    var result = ""
    for byte in text.lowercased().utf8 where result.utf8.count < longest {
      switch byte {
      case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "0")...UInt8(ascii: "9"):
        result.unicodeScalars.append(Unicode.Scalar(byte))
      default:
        if !result.isEmpty && !result.hasSuffix("-") { result += "-" }
      }
    }
    while result.hasSuffix("-") { result.removeLast() }
    return result.isEmpty ? "segment" : result
  }
}
