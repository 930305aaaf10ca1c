import FileAccess
import HTTPExchange

/// A section of the shared credentials file (AWS SDKs and Tools Reference Guide, *Shared config and credentials files*).
struct AWSProfile: Hashable, Sendable {
  /// Such files have a few lines a profile.
  private static let largestFile = 1 << 20

  let name: String
  /// The file, for messages.
  let file: String
  let accessKeyID: String?
  let secretAccessKey: Secret?
  let sessionToken: Secret?
  let region: String?

  /// The profile that the environment chooses.
  ///
  /// - Returns: `nil` when it chooses none and there is no file, or no section `default` in it.
  /// - Throws: ``StateLocationError`` when the profile or the file that was asked for is not there, or the file cannot be read.
  init?(_ environment: Variables) throws(StateLocationError) {
    let chosen = environment["AWS_PROFILE"]
    let name = chosen ?? "default"
    guard let path = environment["AWS_SHARED_CREDENTIALS_FILE"] ?? environment["HOME"].map({ "\($0)/.aws/credentials" }) else {
      return nil
    }
    let content: [UInt8]?
    do throws(FileAccessError) {
      content = try FileAccess.readIfPresent(path, limit: Self.largestFile)
    } catch {
      throw .unreadable(error)
    }
    guard let content else {
      if environment["AWS_SHARED_CREDENTIALS_FILE"] != nil { throw .unreadable(.cannotRead(path: path, .missing)) }
      if let chosen { throw .unknownProfile(chosen, file: path) }
      return nil
    }
    guard let fields = Self.section(name, of: String(decoding: content, as: UTF8.self)) else {
      if let chosen { throw .unknownProfile(chosen, file: path) }
      return nil
    }
    self.name = name
    file = path
    accessKeyID = fields["aws_access_key_id"]
    secretAccessKey = fields["aws_secret_access_key"].map(Secret.init)
    sessionToken = fields["aws_session_token"].map(Secret.init)
    region = fields["region"]
  }

  func lacking(_ field: String) -> StateLocationError { .incompleteProfile(name, file: file, lacking: field) }

  /// The `name = value` lines of a section; `nil` when there is no such section.
  ///
  /// Names count in lower case; lines that begin with `#` or `;` are comments.
  static func section(_ name: String, of text: String) -> [String: String]? {
    var fields: [String: String]?
    var isInside = false
    for line in text.split(whereSeparator: \.isNewline) {
      let line = trimmed(line)
      if line.isEmpty || line.hasPrefix("#") || line.hasPrefix(";") { continue }
      if line.hasPrefix("[") {
        isInside = line.hasSuffix("]") && trimmed(line.dropFirst().dropLast()) == name
        if isInside { fields = fields ?? [:] }
        continue
      }
      guard isInside, let equals = line.firstIndex(of: "=") else { continue }
      let value = trimmed(line[line.index(after: equals)...])
      if !value.isEmpty { fields?[trimmed(line[..<equals]).lowercased()] = String(value) }
    }
    return fields
  }

  private static func trimmed(_ text: Substring) -> Substring {
    var text = text.drop(while: \.isWhitespace)
    while text.last?.isWhitespace == true { text = text.dropLast() }
    return text
  }
}
