package import Diagnostics
import HTTPExchange

/// Where a store's API is: `https://api.bigcommerce.com/stores/{hash}/v3`, or the same path on another host for rehearsal.
package struct StoreAddress: Hashable, Sendable {
  /// The vendor's host (bigcommerce/docs, *API requests*); plain http is redirected there, so it is never tried.
  package static let vendorURL = "https://api.bigcommerce.com"

  /// Longer texts are no store hash, of some ten characters, but perhaps a token.
  private static let maximumHashLength = 24

  /// The address that every path is appended to, without a slash at its end.
  package let base: String
  /// What the state and plans call the store: its hash, with `@loopback` for a store on this machine, so that a rehearsal's state
  /// is never taken for the real store's.
  package let identity: String

  /// - Parameters:
  ///   - apiURL: Scheme and host, perhaps with a port and a path, in place of ``vendorURL``.
  ///   - storeHash: The store's permanent id: letters and digits.
  /// - Throws: ``StoreAddressError`` for a URL that is none, has a user, query or fragment, or is not https (http is for loopback
  ///   hosts only), or for a hash that is none.
  package init(apiURL: String = vendorURL, storeHash: String) throws(StoreAddressError) {
    guard storeHash.utf8.count <= Self.maximumHashLength else {
      KnownCredentials.ofProcess.add(storeHash)
      throw .badStoreHash
    }
    guard !storeHash.isEmpty, storeHash.utf8.allSatisfy(\.isAlphanumeric) else { throw .badStoreHash }
    // Two parsers see the URL, ours and the HTTP client's; of these bytes both make the same.
    guard apiURL.utf8.allSatisfy(Self.isPlainURLByte) else { throw .badURL }
    let isLoopback: Bool
    do throws(ServerAddressError) {
      isLoopback = try ServerAddress(apiURL).isLoopback
    } catch {
      switch error {
      case .notEncrypted, .otherScheme: throw .notEncrypted(apiURL)
      case .malformed, .hasUser: throw .badURL
      }
    }
    var prefix = Substring(apiURL)
    while prefix.hasSuffix("/") { prefix = prefix.dropLast() }
    base = "\(prefix)/stores/\(storeHash)/v3"
    identity = isLoopback ? "\(storeHash)@loopback" : storeHash
  }

  private static func isPlainURLByte(_ byte: UInt8) -> Bool { byte.isAlphanumeric || "-._~:/[]".utf8.contains(byte) }
}

/// Why there is no store to talk to.
package enum StoreAddressError: DiagnosedError, Hashable {
  /// The value is not repeated anywhere: it may be a token.
  case badStoreHash
  /// The URL is not repeated anywhere: it may hold a password.
  case badURL
  case notEncrypted(String)

  package var diagnostics: [Diagnostic] { [Diagnostic(words)] }

  private var words: DiagnosticWords {
    switch self {
    case .badStoreHash:
      (
        "bad-store-hash",
        "BIGCOMMERCE_STORE_HASH does not hold a store hash; its value is not shown here, since it may be a token",
        """
        A store hash is letters and digits: the part behind `stores/` in the API path that the control panel shows with an \
        API account. Set it in the environment:

            BIGCOMMERCE_STORE_HASH=…
        """
      )
    case .badURL:
      (
        "bad-api-url", "SEGPLAN_API_URL does not hold an address of an API",
        """
        It takes a scheme and a host, perhaps a port and a path, such as https://api.bigcommerce.com; neither user nor \
        password, query or fragment. Its value is not shown here, since it may hold a password.
        """
      )
    case .notEncrypted(let url):
      (
        "api-url-not-encrypted", "\(url) would send the access token unencrypted",
        "SEGPLAN_API_URL takes https; plain http only for hosts of this machine (127.0.0.1, localhost), where segsim listens."
      )
    }
  }
}
