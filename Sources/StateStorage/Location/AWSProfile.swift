import Diagnostics
import FileAccess
import HTTPExchange

/// A profile in AWS's shared files (AWS SDKs and Tools Reference Guide, *Shared config and credentials files*).
///
/// It has the fields of both the credentials file and the config file. If both have a field, the credentials file wins.
struct AWSProfile: Hashable, Sendable {
  /// In bytes; such files have a few lines per profile.
  private static let maximumFile = 1 << 20

  let name: String
  /// The file that has its keys or should have them, for messages.
  let file: String
  private let fields: [String: Secret]

  subscript(_ field: String) -> String? { fields[field]?.text }

  /// The profile that the environment chooses; `nil` if it chooses none.
  static func chosenName(_ environment: EnvironmentVariables) -> String? {
    environment.first(of: "AWS_PROFILE", "AWS_DEFAULT_PROFILE")?.value
  }

  /// Reads the given profile, the one that the environment chooses, or `default`.
  ///
  /// - Returns: `nil` if none is chosen and there is no `default`.
  /// - Throws: ``StateLocationError`` if a chosen profile does not exist; `FileAccessError` if a file cannot be read.
  init?(named given: String? = nil, _ environment: EnvironmentVariables) throws {
    let asked = given ?? Self.chosenName(environment)
    let name = asked ?? "default"
    self.name = name
    let credentials = try Self.file("AWS_SHARED_CREDENTIALS_FILE", "credentials", environment)
    let config = try Self.file("AWS_CONFIG_FILE", "config", environment)
    let stated = credentials.flatMap { Self.section([name], of: $0.text) }
    let configured = config.flatMap { Self.section(["profile \(name)"] + (name == "default" ? ["default"] : []), of: $0.text) }
    file = stated == nil && configured != nil ? config?.path ?? "" : credentials?.path ?? config?.path ?? "~/.aws/credentials"
    guard stated != nil || configured != nil else {
      if let asked { throw StateLocationError.unknownProfile(asked, file: file) }
      return nil
    }
    fields = (configured ?? [:]).merging(stated ?? [:]) { $1 }.mapValues(Secret.init)
  }

  /// The text of a shared file; `nil` if the default file does not exist and the environment names no other.
  private static func file(
    _ variable: String,
    _ name: String,
    _ environment: EnvironmentVariables
  ) throws -> (path: String, text: String)? {
    guard let path = environment[variable] ?? environment["HOME"].map({ "\($0)/.aws/\(name)" }) else { return nil }
    guard let content = try FileAccess.readIfPresent(path, limit: maximumFile) else {
      if environment[variable] != nil { throw FileAccessError.cannotRead(path: path, .missing) }
      return nil
    }
    return (path, String(decoding: content, as: UTF8.self))
  }

  /// The `name = value` lines of the first of these sections that exists; `nil` if none does.
  ///
  /// Names become lower case. Lines that begin with `#` or `;` are comments. Indented lines below a name without a
  /// value belong to it, and are skipped.
  static func section(_ names: [String], of text: String) -> [String: String]? {
    var sections: [String: [String: String]] = [:]
    var current: String?
    var isNested = false
    for raw in text.split(whereSeparator: \.isNewline) {
      let line = trimmed(raw)
      if line.isEmpty || line.hasPrefix("#") || line.hasPrefix(";") { continue }
      if line.hasPrefix("[") {
        let words = line.dropFirst().prefix { $0 != "]" }.split(whereSeparator: \.isWhitespace)
        let section = words.joined(separator: " ").replacing("\"", with: "")
        current = section
        if sections[section] == nil { sections[section] = [:] }
        isNested = false
        continue
      }
      if isNested, raw.first?.isWhitespace == true { continue }
      guard let current, let equals = line.firstIndex(of: "=") else { continue }
      let value = trimmed(line[line.index(after: equals)...])
      isNested = value.isEmpty
      if !value.isEmpty { sections[current]?[trimmed(line[..<equals]).lowercased()] = String(value) }
    }
    return names.lazy.compactMap { sections[$0] }.first
  }

  private static func trimmed(_ text: Substring) -> Substring {
    var text = text.drop(while: \.isWhitespace)
    while text.last?.isWhitespace == true { text = text.dropLast() }
    return text
  }
}
