package import Diagnostics
package import FileAccess

/// Why a text names no place for a state, or too little is known to get there; `StateLocationError+Diagnostics.swift` has the words.
package enum StateLocationError: Error, Hashable, Sendable {
  case empty
  /// No place was named, there is no state at the standard one, and there are others nearby.
  case elsewhere(standard: String, found: [String])
  case unknownScheme(String)
  /// An address that is none. It is not repeated: it may hold a password.
  case badAddress(source: String)
  /// An address with a user or password in it.
  case userInAddress(source: String)
  case notEncrypted(source: String, host: String)
  case badMethod(source: String)
  /// A secret that cannot stand in a header.
  case badSecret(source: String)
  case tokenAndPassword
  /// One variable is set and the one that belongs to it is not.
  case missing(variable: String, beside: String)
  /// `s3://KEY:SECRET@BUCKET/…`, which is not repeated.
  case keysInAddress
  /// Like all values that an address or a variable holds by mistake, it is not repeated: it may be a secret.
  case badBucket
  case badKey(String)
  case unknownParameter(String, nearest: String?)
  case badParameter(String)
  case badPathStyle
  case badEncryption
  case noRegion
  case badRegion
  case noAWSCredentials
  /// A profile that was asked for and that the shared credentials file does not have.
  case unknownProfile(String, file: String)
  /// A profile whose keys only AWS's own tools can get: what it does instead of holding some.
  case needsAWSTool(String, file: String, String)
  /// A profile without one of its keys.
  case incompleteProfile(String, file: String, lacking: String)
  case unreadable(FileAccessError)
}

extension StateLocationError: DiagnosedError {
  package var diagnostics: [Diagnostic] {
    if case .unreadable(let error) = self { return error.diagnostics }
    let words = words
    return [Diagnostic(.error, code: words.code, summary: words.summary, detail: words.detail, suggestion: words.suggestion)]
  }
}
