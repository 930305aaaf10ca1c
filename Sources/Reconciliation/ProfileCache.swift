import Diagnostics
import FileAccess
import SegmentModel

/// Which customer has which shopper profile, kept in a file so that the next run need not ask the store.
///
/// Holds numbers and ids only, never an address: a customer who is named by email is asked for every time. A customer keeps their
/// profile for life, but a file can be old or of another store, so an apply asks again before it relies on one.
package struct ProfileCache: Sendable {
  /// A million customers with room to spare.
  private static let largestFile = 256 << 20
  private static let title = "# segplan profile cache 1 "

  package let path: String
  /// Whether entries stand in for the store's answers; an apply of manifests only writes them.
  package let isTrusted: Bool

  package init(path: String, isTrusted: Bool) {
    self.path = path
    self.isTrusted = isTrusted
  }

  /// The entries for this store; none when there is no file yet.
  ///
  /// There is a warning when the file is of no use: it will be written anew.
  ///
  /// - Throws: `FileAccessError` when the file is there and cannot be read; `DiagnosticsError` when it is something else, which must not
  ///   be written over.
  func read(store: String) throws -> (profiles: [CustomerID: ShopperProfileID], warnings: [Diagnostic]) {
    guard let bytes = try FileAccess.readIfPresent(path, limit: Self.largestFile) else { return ([:], []) }
    guard bytes.starts(with: Self.title.utf8) else { throw DiagnosticsError(diagnostics: [foreign]) }
    guard let profiles = Self.parse(bytes, store: store) else { return ([:], [useless]) }
    return (profiles, [])
  }

  func write(_ profiles: [CustomerID: ShopperProfileID], store: String) throws(FileAccessError) {
    var text = "\(Self.title)\(store)\n"
    for (customer, profile) in profiles.sorted(by: { $0.key < $1.key }) { text += "\(customer) \(profile)\n" }
    try FileAccess.writeDurably(Array(text.utf8), to: path)
  }

  /// `nil` unless every line is right, the last one ends, and the store is the same.
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
      detail: "It is left as it is. Name a file that is not there yet, or one that segplan wrote."
    )
  }

  private var useless: Diagnostic {
    Diagnostic(
      .warning,
      code: "profile-cache-ignored",
      summary: "\(path) is no profile cache of this store, and is not used",
      detail: "It is written anew by this run."
    )
  }
}
