import Diagnostics
import FileAccess
import SegmentModel

/// A file with the shopper profiles of customers, so that the next run need not look them up.
///
/// It holds numbers and ids but no emails, so customers named by email are always looked up. A customer's profile never changes, but the
/// file can be old or from another store. An apply therefore looks up again what it relies on.
package struct ProfileCache: Sendable {
  /// In bytes; a million customers take a fifth of it.
  private static let maximumSize = 256 << 20
  private static let title = "# segplan profile cache 1 "

  package let path: String
  /// Whether entries replace look-ups.
  ///
  /// An apply of manifests only writes the file.
  package let isTrusted: Bool

  package init(path: String, isTrusted: Bool) {
    self.path = path
    self.isTrusted = isTrusted
  }

  /// The entries for this store; empty if there is no file yet.
  ///
  /// If the file is damaged or from another store, there is a warning, and the run overwrites it.
  ///
  /// - Throws: `FileAccessError` if the file cannot be read; `DiagnosticsError` if it is another kind of file, which must not be
  ///   overwritten.
  func read(store: String) throws -> (profiles: [CustomerID: ShopperProfileID], warnings: [Diagnostic]) {
    guard let bytes = try FileAccess.readIfPresent(path, limit: Self.maximumSize) else { return ([:], []) }
    guard bytes.starts(with: Self.title.utf8) else { throw DiagnosticsError(diagnostics: [foreign]) }
    guard let profiles = Self.parse(bytes, store: store) else { return ([:], [useless]) }
    return (profiles, [])
  }

  func write(_ profiles: [CustomerID: ShopperProfileID], store: String) throws(FileAccessError) {
    var text = "\(Self.title)\(store)\n"
    for (customer, profile) in profiles.sorted(by: { $0.key < $1.key }) { text += "\(customer) \(profile)\n" }
    try FileAccess.writeDurably(Array(text.utf8), to: path)
  }

  /// `nil` unless every line is valid, the last one is complete, and the store is the same.
  private static func parse(_ bytes: [UInt8], store: String) -> [CustomerID: ShopperProfileID]? {
    guard bytes.last == UInt8(ascii: "\n") else { return nil }
    var lines = bytes.dropLast().split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)[...]
    guard let first = lines.popFirst(), Array(first) == Array("\(title)\(store)".utf8) else { return nil }
    var profiles: [CustomerID: ShopperProfileID] = [:]
    for line in lines {
      let fields = line.split(separator: UInt8(ascii: " "), omittingEmptySubsequences: false)
      guard fields.count == 2, let customer = CustomerID(utf8: fields[0]),
        let profile = fields[1].withUnsafeBufferPointer({ ShopperProfileID(utf8: $0) }),
        profiles.updateValue(profile, forKey: customer) == nil
      else { return nil }
    }
    return profiles
  }

  private var foreign: Diagnostic {
    Diagnostic(
      .error,
      code: "not-a-profile-cache",
      summary: "\(path) is not a profile cache",
      detail: "It was not changed. Give a path without a file, or a cache that segplan wrote."
    )
  }

  private var useless: Diagnostic {
    Diagnostic(
      .warning,
      code: "profile-cache-ignored",
      summary: "\(path) is not a valid profile cache of this store",
      detail: "The run does not use it, and overwrites it."
    )
  }
}
