/// Where the project lies: the folder that holds `Package.swift`.
package enum RepositoryRoot {
  /// Its path, without a slash at the end; taken from where this very file was compiled.
  package static let path: String = {
    // Tests/TestSupport/RepositoryRoot.swift
    let parts = #filePath.split(separator: "/", omittingEmptySubsequences: false)
    return parts.dropLast(3).joined(separator: "/")
  }()
}
