import Diagnostics
import FileAccess
import HTTPExchange

/// A token that is in an environment variable, or in the file that another variable names.
struct EnvironmentSecret: Sendable {
  /// In bytes; a token has some tens.
  private static let maximumFile = 4096

  private let variable: String
  /// Says which token it is, in a sentence.
  private let advice: String

  init(_ variable: String, _ advice: String) {
    self.variable = variable
    self.advice = advice
  }

  /// The variable with the path of a file.
  var fileVariable: String { "\(variable)_FILE" }

  /// - Throws: `DiagnosticsError`, `FileAccessError`.
  func read(_ environment: [String: String]) throws -> Secret {
    let variables = EnvironmentVariables(environment)
    let (text, source): (String, String)
    switch (variables[variable], variables[fileVariable]) {
    case (nil, nil):
      throw DiagnosticsError(
        code: "token-missing",
        "neither \(variable) nor \(fileVariable) is set",
        detail: "\(advice) There is no option for it, because other users of the machine can see command lines."
      )
    case (.some, .some):
      throw DiagnosticsError(code: "token-twice", "\(variable) and \(fileVariable) are both set", detail: "Unset one of them.")
    case (let inline?, nil): (text, source) = (inline, variable)
    case (nil, let path?): (text, source) = (try content(of: path), "the file in \(fileVariable)")
    }
    if let token = Secret(token: text) { return token }
    throw DiagnosticsError(
      code: "bad-token",
      "\(source) is not a valid access token",
      detail: "A token is one word without spaces or control characters. Its text is not shown here."
    )
  }

  /// The text of the file, without blanks and line breaks around it.
  private func content(of path: String) throws -> String {
    guard (try? FileAccess.isThere(path)) == true else {
      throw DiagnosticsError(
        code: "token-file-missing",
        "\(fileVariable) does not name a file; its value is not shown, because it may be the token itself",
        detail:
          "Set it to the path of a file that contains the token, in a folder that this user can open. Set the token itself in \(variable)."
      )
    }
    let text = String(decoding: try FileAccess.read(path, limit: Self.maximumFile), as: UTF8.self)
    let first = text.firstIndex { !$0.isWhitespace } ?? text.endIndex
    let last = text.lastIndex { !$0.isWhitespace }.map(text.index(after:)) ?? first
    return String(text[first..<last])
  }
}
