import FoundationEssentials
package import NIOSSL

/// An authority of a test's own and the certificates that it gives, made by `openssl`.
package struct TestCertificates: Sendable {
  private let folder: String

  /// The authority's certificate in PEM form.
  package var authority: String { "\(folder)/authority.pem" }

  /// - Parameter folder: Where the files go; it exists.
  /// - Throws: What starting `openssl` runs into.
  package init(folder: String) async throws {
    self.folder = folder
    try await openSSL(
      [
        "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-days", "30", "-subj",
        "/CN=segplan test authority", "-keyout", "\(folder)/authority.key", "-out", authority,
      ]
    )
  }

  /// What a server needs to speak TLS.
  ///
  /// - Parameters:
  ///   - names: What the certificate is for, such as `DNS:localhost,IP:127.0.0.1`.
  ///   - days: How long it is valid from now; -1 for one that expired yesterday.
  /// - Returns: The configuration with certificate and key.
  /// - Throws: What starting `openssl` runs into.
  package func server(_ names: String, days: Int = 30) async throws -> TLSConfiguration {
    let name = "\(folder)/\(UUID().uuidString)"
    try "subjectAltName=\(names)\n".write(toFile: "\(name).ext", atomically: true, encoding: .utf8)
    try await openSSL(
      [
        "req", "-new", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-subj", "/CN=server", "-keyout",
        "\(name).key", "-out", "\(name).csr",
      ]
    )
    try await openSSL(
      [
        "x509", "-req", "-in", "\(name).csr", "-CA", authority, "-CAkey", "\(folder)/authority.key", "-CAcreateserial", "-days",
        "\(days)", "-extfile", "\(name).ext", "-out", "\(name).pem",
      ]
    )
    return .makeServerConfiguration(
      certificateChain: try NIOSSLCertificate.fromPEMFile("\(name).pem").map { .certificate($0) },
      privateKey: .privateKey(try NIOSSLPrivateKey(file: "\(name).key", format: .pem))
    )
  }

  private func openSSL(_ arguments: [String]) async throws {
    let outcome = try await ChildProcess.run("openssl", arguments)
    guard outcome.exitCode == 0 else { throw OpenSSLError(text: outcome.errors) }
  }

  private struct OpenSSLError: Error { let text: String }
}
