package import Diagnostics
import FoundationEssentials
import Synchronization

/// Removes this run's credentials from everything that leaves the process as text.
///
/// It finds them as they are, and as they look in JSON, Markdown, XML, workflow commands, addresses and base64 (such as
/// a header of HTTP Basic authentication). It also finds parts of them, as in a message that was cut. `***` replaces
/// them; the text never gets longer.
package final class CredentialFilter: Sendable {
  private static let replacement = Array("***".utf8)

  private let known: KnownCredentials
  private let cache = Mutex<(texts: Set<String>, search: CredentialSearch)>(([], CredentialSearch([])))

  package init(_ known: KnownCredentials = .ofProcess) { self.known = known }

  /// The text without credentials; linear for a text that has none.
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

/// Finds credentials in a text, in any of their forms.
private struct CredentialSearch {
  /// How many bytes in a row are looked up.
  private static let grain = 4
  /// A repetitive secret has the same bytes in many places; a few of them are enough to find it.
  private static let maximumPlaces = 16

  private struct Form {
    let bytes: [UInt8]
    /// A part of the credential with this many bytes is removed too.
    let threshold: Int
    let isBase64: Bool

    init(_ bytes: [UInt8], isBase64: Bool = false) {
      self.bytes = bytes
      self.isBase64 = isBase64
      // Half of it: at most as much as one half of a cut line has, and more than ordinary words have.
      threshold = bytes.count <= 12 ? bytes.count : max(12, min(bytes.count / 2, 20))
    }
  }

  private let forms: [Form]
  /// Where each sequence of four bytes is in the forms.
  private let places: [UInt32: [(form: Int, offset: Int)]]
  /// Whether a hash of four bytes occurs in the forms; most lookups end here.
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
    // With this stride, every part of the minimum length has a looked-up sequence inside it.
    stride = (forms.map(\.threshold).min() ?? Self.grain) - Self.grain + 1
  }

  /// The ranges in ascending order, without overlaps.
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
    // The digits around it hold the user's name and the first and last letters of the credential.
    var (start, end) = (longest.range.lowerBound, longest.range.upperBound)
    while start > floor, Self.isBase64(text[start - 1]) { start -= 1 }
    while end < text.count, Self.isBase64(text[end]) { end += 1 }
    return start..<end
  }

  private static func word(_ bytes: [UInt8], _ index: Int) -> UInt32 {
    UInt32(bytes[index]) | UInt32(bytes[index + 1]) << 8 | UInt32(bytes[index + 2]) << 16 | UInt32(bytes[index + 3]) << 24
  }

  private static func mark(_ word: UInt32) -> Int { Int((word &* 2_654_435_761) >> 16) }

  private static func isBase64(_ byte: UInt8) -> Bool { byte.isAlphanumeric || "+/=-_".utf8.contains(byte) }

  /// How a text looks in everything that we write, and in what servers repeat.
  private static func forms(of text: String) -> [Form] {
    let visible = VisibleText.of(text)
    let json = text.replacing("\\", with: "\\\\").replacing("\"", with: "\\\"")
    var texts = [text, visible, json, json.replacing("/", with: "\\/"), Markup.escaped(visible), WorkflowCommands.property(text)]
    texts += [MarkdownText.escaped(text), MarkdownText.escaped(text).replacing("<!-- -->", with: "")]
    for digits in ["0123456789ABCDEF", "0123456789abcdef"] {
      texts += ["", "/"].map { PercentEncoding.encoded(text, keeping: $0, digits: digits) }
    }
    let bytes = Array(text.utf8)
    // Whatever comes before it in a header, the bytes begin at one of three positions in a group of base64.
    let groups = (0..<3).map { Array(bytes.dropFirst($0)) }.flatMap { bytes -> [Form] in
      let digits = Array(Data(bytes.prefix(bytes.count / 3 * 3)).base64EncodedString().utf8)
      let forURLs = digits.map { $0 == UInt8(ascii: "+") ? UInt8(ascii: "-") : $0 == UInt8(ascii: "/") ? UInt8(ascii: "_") : $0 }
      return [Form(digits, isBase64: true), Form(forURLs, isBase64: true)]
    }
    // Many words contain any four digits of base64.
    return texts.map { Form(Array($0.utf8)) } + groups.filter { $0.bytes.count >= 8 }
  }
}
