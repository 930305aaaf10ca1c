package import Diagnostics
import HTTPExchange

/// The address of a store's API: `https://api.bigcommerce.com/stores/{hash}/v3`, or the same path on another host.
package struct StoreAddress: Hashable, Sendable {
  /// The vendor's host (bigcommerce/docs, *API requests*), which only redirects plain http.
  package static let vendorURL = "https://api.bigcommerce.com"

  /// A store hash has about ten characters; a longer text may be a token.
  private static let maximumHashLength = 24

  /// The address before every path, without a slash at its end.
  package let base: String
  /// The store's name in states and plans: its hash, with `@loopback` for a store on this machine.
  ///
  /// So the state of a rehearsal never passes for the state of the real store.
  package let identity: String

  /// `apiURL` has a scheme and a host, perhaps a port and a path; only loopback hosts use http.
  ///
  /// - Throws: ``StoreAddressError`` for a bad URL or hash.
  package init(apiURL: String = vendorURL, storeHash: String) throws(StoreAddressError) {
    guard storeHash.utf8.count <= Self.maximumHashLength else {
      KnownCredentials.ofProcess.add(storeHash)
      throw .badStoreHash
    }
    guard !storeHash.isEmpty, storeHash.utf8.allSatisfy(\.isAlphanumeric) else { throw .badStoreHash }
    // Two parsers read the URL, ours and the HTTP client's, and both read these bytes in the same way.
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

package enum StoreAddressError: WordedError, Hashable {
  /// Without the value, which may be a token.
  case badStoreHash
  /// Without the URL, which may hold a password.
  case badURL
  case notEncrypted(String)

  package var words: DiagnosticWords {
    switch self {
    case .badStoreHash:
      (
        "bad-store-hash",
        "BIGCOMMERCE_STORE_HASH is not a store hash; its value is not shown here, because it may be a token",
        """
        A store hash has letters and digits only. It is the part after `stores/` in the API path that the control panel shows \
        for an API account. Set it in the environment:

            BIGCOMMERCE_STORE_HASH=…
        """
      )
    case .badURL:
      (
        "bad-api-url", "SEGPLAN_API_URL is not the address of an API",
        """
        It needs a scheme and a host, such as https://api.bigcommerce.com. It may have a port and a path, but no user, password, \
        query or fragment. Its value is not shown here, because it may contain a password.
        """
      )
    case .notEncrypted(let url):
      (
        "api-url-not-encrypted", "\(url) would send the access token unencrypted",
        "SEGPLAN_API_URL must be https. Plain http is allowed only for this machine (127.0.0.1, localhost), where segsim listens."
      )
    }
  }
}
