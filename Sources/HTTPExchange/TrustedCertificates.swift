import FileAccess
import NIOSSL

/// Which authorities' certificates are trusted.
///
/// `SSL_CERT_FILE` and `SSL_CERT_DIR` add to the system's, as they do for programs in Go where system folders hold certificates.
/// `AWS_CA_BUNDLE` takes the place of all of them, for S3 and AWS's token service alone.
enum TrustedCertificates {
  /// The system's bundle is near 230 KB.
  private static let maximumFile = 16 << 20
  /// Where NIO looks for the system's; without any of them (an image without ca-certificates) it could not speak TLS at all.
  private static let systemPlaces = ["/etc/ssl/certs", "/etc/pki/tls/certs"]

  /// - Returns: What the HTTP client needs to know; `nil` for the system's certificates.
  /// - Throws: ``NetworkSettingsError`` for what cannot be read or holds no certificate.
  static func configuration(_ settings: NetworkSettings) throws(NetworkSettingsError) -> TLSConfiguration? {
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

  private static func certificates(inFile path: String, _ variable: String) throws(NetworkSettingsError) -> [NIOSSLCertificate] {
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

  /// Every certificate in the folders, whatever its file is called: `c_rehash` need not have run.
  ///
  /// Other files are ignored.
  private static func certificates(inFolders list: String) throws(NetworkSettingsError) -> [NIOSSLCertificate] {
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
