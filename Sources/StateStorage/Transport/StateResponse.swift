import FoundationEssentials
import HTTPExchange

/// An answer to a ``StateRequest``, whatever its status.
struct StateResponse: Sendable {
  /// The maximum length of the server's words in a message, in characters.
  private static let maximumWords = 300
  /// How much of the body is examined, in bytes; error documents and the heads of web pages are smaller.
  private static let maximumExamined = 64 << 10

  let request: StateRequest
  let answer: HTTPAnswer

  var status: Int { answer.status }
  /// By names in lower case; the last one of a repeated header.
  var headers: [String: String] { answer.headers }
  var body: [UInt8] { answer.body }

  /// How long the server asks to wait.
  var retryAfter: Duration? { RetryAfter.pause(headers) }

  /// Whether the same request may soon get another answer.
  var isTransientFailure: Bool { answer.isTransientFailure }

  /// What the server says, on one line: a web page's title, the description of a problem in JSON or XML, or the text.
  ///
  /// Empty if the server says nothing. The request's secrets are removed, even if the server repeats them.
  var words: String {
    let text = text
    let said =
      webPage.map { "a web page" + ($0.isEmpty ? "" : ", \"\($0)\"") }
      ?? problem ?? AWSText.element("Message", in: body) ?? text
    return shortened(said)
  }

  /// The title of a web page, empty if it has none; `nil` for an answer that is not a web page.
  ///
  /// The body decides, not its type: many servers declare JSON as `text/html`, and login pages may declare anything.
  var webPage: String? {
    var rest = text.lowercased()[...]
    while true {
      rest = rest.drop { $0.isWhitespace || $0 == "\u{FEFF}" }
      guard let end = ["<?": "?>", "<!--": "-->"].first(where: { rest.hasPrefix($0.key) })?.value else { break }
      rest = rest.firstRange(of: end).map { rest[$0.upperBound...] } ?? ""
    }
    let beginnings = ["<!doctype html", "<html", "<head", "<body", "<title", "<meta", "<script", "<div", "<h1"]
    guard beginnings.contains(where: { rest.hasPrefix($0) }) else { return nil }
    guard let title = text.firstMatch(of: /<title[^>]*>([^<]*)/.ignoresCase()) else { return "" }
    return shortened(AWSText.unescaped(String(title.1)))
  }

  /// The description of a problem in JSON, from all fields that servers use for it; `nil` for anything else.
  private var problem: String? {
    let fields = fields
    let texts = ["message", "error", "detail", "title", "description", "msg"].compactMap { fields[$0] }.filter { !$0.isEmpty }
    return texts.isEmpty ? nil : texts.joined(separator: ": ")
  }

  /// The texts in a JSON object, by their keys; none in anything else.
  var fields: [String: String] {
    struct Text: Decodable {
      let text: String?

      init(from decoder: any Decoder) throws { text = try? decoder.singleValueContainer().decode(String.self) }
    }
    let data = Data(json: body.prefix(Self.maximumExamined))
    return (try? JSONDecoder().decode([String: Text].self, from: data))?.compactMapValues(\.text) ?? [:]
  }

  private var text: String { String(decoding: body.prefix(Self.maximumExamined), as: UTF8.self) }

  private func shortened(_ text: String) -> String {
    var line = text.split(whereSeparator: \.isWhitespace).joined(separator: " ")
    for secret in request.secrets where secret.utf8.count > 3 { line = line.replacing(secret, with: "<redacted>") }
    let invisible: Set<Unicode.GeneralCategory> = [.control, .format, .lineSeparator, .paragraphSeparator]
    let visible = line.unicodeScalars.map { invisible.contains($0.properties.generalCategory) ? "\u{FFFD}" : $0 }
    return String(String(String.UnicodeScalarView(visible)).prefix(Self.maximumWords))
  }
}

extension StateResponse {
  /// The words of a text that only says that a state does not exist, besides the state's own name.
  private static let wordsOfAbsence: Set<Substring> = [
    "404", "a", "an", "be", "could", "couldn", "current", "does", "doesn", "error", "exist", "exists", "file", "find", "for",
    "found",
    "has", "is", "item", "key", "name", "named", "no", "not", "object", "of", "record", "remote", "resource", "state",
    "statefile",
    "such", "t", "terraform", "tfstate", "that", "the", "there", "this", "was", "with", "yet",
  ]

  /// Whether a 404 means that there is no state yet.
  ///
  /// It does if it says nothing, or only that something or the state was not found. An answer that names something
  /// else, such as a project, a route or a page, may hide an existing state (decision 16).
  func meansNoState(named name: String, onGitLab isGitLab: Bool) -> Bool {
    let text = text
    if text.allSatisfy(\.isWhitespace) { return true }
    // `{"error":"404 Not Found"}` is GitLab's answer to an address that is not in its API.
    if isGitLab { return fields["message"]?.lowercased() == "404 not found" }
    guard webPage == nil, body.count <= Self.maximumWords else { return false }
    func split(_ text: String) -> [Substring] { text.lowercased().split { !$0.isLetter && !$0.isNumber } }
    let known = Self.wordsOfAbsence.union(split(name))
    let said = split(problem ?? text)
    return said.contains { ["not", "no", "404", "doesn", "couldn"].contains($0) } && said.allSatisfy(known.contains)
  }
}
