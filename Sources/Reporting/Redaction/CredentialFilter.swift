package import Diagnostics
import Synchronization

/// Takes this run's credentials out of everything that leaves the process as text.
///
/// Finds them as they are, as they look in JSON, Markdown, XML, workflow commands, addresses and base64 (a header of HTTP's Basic
/// authentication among it), and parts of them, as a message that was cut has them. Three stars take their place, and nothing gets longer.
package final class CredentialFilter: Sendable {
  private static let replacement = Array("***".utf8)

  private let known: KnownCredentials
  private let cache = Mutex<(texts: Set<String>, search: CredentialSearch)>(([], CredentialSearch([])))

  package init(_ known: KnownCredentials = .ofProcess) { self.known = known }

  /// The text without credentials.
  ///
  /// O(n) for texts without any.
  package func bytes(_ text: [UInt8]) -> [UInt8] {
    let texts = known.all
    if texts.isEmpty { return text }
    let search = cache.withLock { cache in
      if cache.texts != texts { cache = (texts, CredentialSearch(texts)) }
      return cache.search
    }
    let ranges = search.ranges(in: text)
    if ranges.isEmpty { return text }
    var result: [UInt8] = []
    var next = 0
    for range in ranges {
      result += text[next..<range.lowerBound]
      result += Self.replacement
      next = range.upperBound
    }
    return result + text[next...]
  }
}

/// Where forms of credentials are in a text.
private struct CredentialSearch {
  /// So many bytes in a row are looked up.
  private static let grain = 4
  /// Repetitive secrets have the same bytes at many places; a few of them are enough to find the secret.
  private static let maximumPlaces = 16

  private struct Form {
    let bytes: [UInt8]
    /// How many bytes in a row give a part of it away.
    let threshold: Int
    let isBase64: Bool

    init(_ bytes: [UInt8], isBase64: Bool = false) {
      self.bytes = bytes
      self.isBase64 = isBase64
      // Half of it, but no more than a line that was cut in two would leave, and no less than words have.
      threshold = bytes.count <= 12 ? bytes.count : max(12, min(bytes.count / 2, 20))
    }
  }

  private let forms: [Form]
  /// Where each four bytes are in the forms.
  private let places: [UInt32: [(form: Int, offset: Int)]]
  /// Whether a hash of four bytes is that of any; most lookups end here.
  private let marks: [Bool]
  private let stride: Int

  init(_ texts: Set<String>) {
    var seen: Set<[UInt8]> = []
    let forms = texts.sorted().flatMap(Self.forms).filter { $0.bytes.count >= Self.grain && seen.insert($0.bytes).inserted }
    var places: [UInt32: [(form: Int, offset: Int)]] = [:]
    var marks = [Bool](repeating: false, count: forms.isEmpty ? 0 : 1 << 16)
    for (index, form) in forms.enumerated() {
      for offset in 0...(form.bytes.count - Self.grain) {
        let word = Self.word(form.bytes, offset)
        marks[Self.mark(word)] = true
        if places[word, default: []].count < Self.maximumPlaces { places[word, default: []].append((index, offset)) }
      }
    }
    self.forms = forms
    self.places = places
    self.marks = marks
    // Of so many bytes in a row, one of those that are looked up has all four within them.
    stride = (forms.map(\.threshold).min() ?? Self.grain) - Self.grain + 1
  }

  /// The ranges, ascending, none touching another's bytes.
  func ranges(in text: [UInt8]) -> [Range<Int>] {
    var ranges: [Range<Int>] = []
    guard !forms.isEmpty else { return [] }
    var index = 0
    while index + Self.grain <= text.count {
      let word = Self.word(text, index)
      if marks[Self.mark(word)], let range = match(word, at: index, in: text, from: ranges.last?.upperBound ?? 0) {
        ranges.append(range)
        index = max(range.upperBound, index + 1)
      } else {
        index += stride
      }
    }
    return ranges
  }

  /// The longest part of a form around an index.
  private func match(_ word: UInt32, at index: Int, in text: [UInt8], from floor: Int) -> Range<Int>? {
    var longest: (range: Range<Int>, isBase64: Bool)?
    for (form, offset) in places[word] ?? [] {
      let bytes = forms[form].bytes
      var (start, end) = (0, 0)
      while start < offset, index - start > floor, text[index - start - 1] == bytes[offset - start - 1] { start += 1 }
      while offset + end < bytes.count, index + end < text.count, text[index + end] == bytes[offset + end] { end += 1 }
      guard start + end >= forms[form].threshold, start + end > longest?.range.count ?? 0 else { continue }
      longest = (index - start..<index + end, forms[form].isBase64)
    }
    guard let longest else { return nil }
    guard longest.isBase64 else { return longest.range }
    // Its neighbours hold the bits of a user's name and of the first and last letters.
    var (start, end) = (longest.range.lowerBound, longest.range.upperBound)
    while start > floor, Self.isBase64(text[start - 1]) { start -= 1 }
    while end < text.count, Self.isBase64(text[end]) { end += 1 }
    return start..<end
  }

  private static func word(_ bytes: [UInt8], _ index: Int) -> UInt32 {
    UInt32(bytes[index]) | UInt32(bytes[index + 1]) << 8 | UInt32(bytes[index + 2]) << 16 | UInt32(bytes[index + 3]) << 24
  }

  private static func mark(_ word: UInt32) -> Int { Int((word &* 2_654_435_761) >> 16) }

  private static func isBase64(_ byte: UInt8) -> Bool {
    byte == UInt8(ascii: "=") || base64Digits.contains(byte) || byte == UInt8(ascii: "-") || byte == UInt8(ascii: "_")
  }

  private static let base64Digits = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/".utf8)

  /// How a text looks in everything that we write, and in what servers repeat.
  private static func forms(of text: String) -> [Form] {
    let visible = VisibleText.of(text)
    let json = text.replacing("\\", with: "\\\\").replacing("\"", with: "\\\"")
    var texts = [text, visible, json, json.replacing("/", with: "\\/"), XMLText.attribute(text), WorkflowCommands.property(text)]
    texts += [MarkdownText.escaped(text), MarkdownText.escaped(text).replacing("<!-- -->", with: "")]
    for digits in ["0123456789ABCDEF", "0123456789abcdef"] {
      texts += [encoded(text, digits: digits, keeping: "-._~"), encoded(text, digits: digits, keeping: "-._~/")]
    }
    let bytes = Array(text.utf8)
    // Whatever stands before it in a header, the bytes begin at one of three places in a group.
    let groups = (0..<3).map { Array(bytes.dropFirst($0)) }.flatMap { bytes -> [Form] in
      let digits = base64(bytes.prefix(bytes.count / 3 * 3))
      let forURLs = digits.map { $0 == UInt8(ascii: "+") ? UInt8(ascii: "-") : $0 == UInt8(ascii: "/") ? UInt8(ascii: "_") : $0 }
      return [Form(digits, isBase64: true), Form(forURLs, isBase64: true)]
    }
    // Four digits of base64 are in many words.
    return texts.map { Form(Array($0.utf8)) } + groups.filter { $0.bytes.count >= 8 }
  }

  private static func base64(_ bytes: some Collection<UInt8>) -> [UInt8] {
    let bytes = Array(bytes)
    return Swift.stride(from: 0, to: bytes.count, by: 3).flatMap { index -> [UInt8] in
      let group = Int(bytes[index]) << 16 | Int(bytes[index + 1]) << 8 | Int(bytes[index + 2])
      return [18, 12, 6, 0].map { base64Digits[group >> $0 & 63] }
    }
  }

  private static func encoded(_ text: String, digits: String, keeping kept: String) -> String {
    let digits = Array(digits)
    return text.utf8.map { byte in
      let isPlain =
        (0x30...0x39).contains(byte) || (0x41...0x5A).contains(byte) || (0x61...0x7A).contains(byte) || kept.utf8.contains(byte)
      return isPlain ? String(Unicode.Scalar(byte)) : "%\(digits[Int(byte >> 4)])\(digits[Int(byte & 15)])"
    }.joined()
  }
}
