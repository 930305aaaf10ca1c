import FileAccess
import NIOSSL

/// The authorities whose certificates are trusted.
///
/// `SSL_CERT_FILE` and `SSL_CERT_DIR` add to the system's certificates, as in Go. `AWS_CA_BUNDLE` replaces all of them,
/// but only for S3 and AWS's token service.
enum TrustedCertificates {
  /// In bytes; the system's bundle has about 230 KB.
  private static let maximumFile = 16 << 20
  /// The folders that NIO reads; without them (an image without ca-certificates) its default would fail.
  private static let systemPlaces = ["/etc/ssl/certs", "/etc/pki/tls/certs"]

  /// The configuration for the HTTP client; `nil` for the system's certificates.
  static func configuration(_ settings: NetworkSettings) throws(HTTPFailure) -> TLSConfiguration? {
    let environment = settings.environment
    var configuration = TLSConfiguration.makeClientConfiguration()
    if settings.isForAWS, let bundle = environment["AWS_CA_BUNDLE"] {
      configuration.trustRoots = .certificates(try certificates(inFile: bundle, "AWS_CA_BUNDLE"))
      return configuration
    }
    var added: [NIOSSLCertificate] = []
    if let file = environment["SSL_CERT_FILE"] { added += try certificates(inFile: file, "SSL_CERT_FILE") }
    if let folders = environment["SSL_CERT_DIR"] { added += try certificates(inFolders: folders) }
    guard !added.isEmpty else { return nil }
    if systemPlaces.contains(where: { (try? FileAccess.entries(inFolder: $0)) != nil }) {
      configuration.additionalTrustRoots = [.certificates(added)]
    } else {
      configuration.trustRoots = .certificates(added)
    }
    return configuration
  }

  private static func certificates(inFile path: String, _ variable: String) throws(HTTPFailure) -> [NIOSSLCertificate] {
    let bytes: [UInt8]
    do throws(FileAccessError) {
      bytes = try FileAccess.read(path, limit: maximumFile)
    } catch {
      throw .unreadable(variable: variable, error)
    }
    guard let found = try? NIOSSLCertificate.fromPEMBytes(bytes), !found.isEmpty else {
      throw .noCertificates(variable: variable, path: path)
    }
    return found
  }

  /// All certificates in the folders, whatever the names of their files (`c_rehash` is not needed).
  private static func certificates(inFolders list: String) throws(HTTPFailure) -> [NIOSSLCertificate] {
    var found: Set<NIOSSLCertificate> = []
    for folder in list.split(separator: ":").map(String.init) {
      let entries: [FolderEntry]
      do throws(FileAccessError) {
        entries = try FileAccess.entries(inFolder: folder)
      } catch {
        throw .unreadable(variable: "SSL_CERT_DIR", error)
      }
      for entry in entries where !entry.isFolder {
        let path = FileAccess.join(folder, entry.name)
        found.formUnion((try? certificates(inFile: path, "SSL_CERT_DIR")) ?? [])
      }
    }
    guard !found.isEmpty else { throw .noCertificates(variable: "SSL_CERT_DIR", path: list) }
    return Array(found)
  }
}
