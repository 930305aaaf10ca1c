import FileAccess
import HTTPExchange

/// A profile of AWS's shared files (AWS SDKs and Tools Reference Guide, *Shared config and credentials files*): what
/// the credentials file and the config file say about it.
///
/// Where both have a field, the credentials file's counts.
struct AWSProfile: Hashable, Sendable {
  /// Such files have a few lines a profile.
  private static let maximumFile = 1 << 20

  let name: String
  /// Where its keys would be, for messages.
  let file: String
  private let fields: [String: Secret]

  subscript(_ field: String) -> String? { fields[field]?.text }

  /// The profile that the environment chooses; `nil` if it chooses none.
  static func chosenName(_ environment: EnvironmentVariables) -> String? {
    environment.first(of: "AWS_PROFILE", "AWS_DEFAULT_PROFILE")?.value
  }

  /// Reads a profile, by default the one that the environment chooses or else `default`.
  ///
  /// - Returns: `nil` if nothing chooses a profile and there is no `default`.
  /// - Throws: ``StateLocationError`` if the profile or a file that was asked for is not there, or a file cannot be read.
  init?(named given: String? = nil, _ environment: EnvironmentVariables) throws(StateLocationError) {
    let asked = given ?? Self.chosenName(environment)
    let name = asked ?? "default"
    self.name = name
    let credentials = try Self.file("AWS_SHARED_CREDENTIALS_FILE", "credentials", environment)
    let config = try Self.file("AWS_CONFIG_FILE", "config", environment)
    let stated = credentials.map { Self.section([name], of: $0.text) } ?? nil
    let configured = config.map { Self.section(["profile \(name)"] + (name == "default" ? ["default"] : []), of: $0.text) } ?? nil
    file = stated == nil && configured != nil ? config?.path ?? "" : credentials?.path ?? config?.path ?? "~/.aws/credentials"
    guard stated != nil || configured != nil else {
      if let asked { throw .unknownProfile(asked, file: file) }
      return nil
    }
    fields = (configured ?? [:]).merging(stated ?? [:]) { $1 }.mapValues(Secret.init)
  }

  /// The text of a shared file; `nil` if there is none and none was asked for.
  private static func file(
    _ variable: String,
    _ name: String,
    _ environment: EnvironmentVariables
  ) throws(StateLocationError) -> (path: String, text: String)? {
    guard let path = environment[variable] ?? environment["HOME"].map({ "\($0)/.aws/\(name)" }) else { return nil }
    do throws(FileAccessError) {
      guard let content = try FileAccess.readIfPresent(path, limit: maximumFile) else {
        if environment[variable] != nil { throw .cannotRead(path: path, .missing) }
        return nil
      }
      return (path, String(decoding: content, as: UTF8.self))
    } catch {
      throw .unreadable(error)
    }
  }

  /// The `name = value` lines of the first of these sections that there is; `nil` without any.
  ///
  /// Names count in lower case. Lines that begin with `#` or `;` are comments; indented lines below a name without a value belong to it.
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
        sections[section, default: [:]].merge([:]) { $1 }
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
