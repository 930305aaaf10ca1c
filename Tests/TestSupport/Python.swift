/// Validators that others wrote, in Python.
package enum Python {
  /// Whether there is a Python with this module.
  ///
  /// - Throws: What starting it runs into, other than that there is none.
  package static func has(_ module: String) async throws -> Bool {
    guard ChildProcess.isAvailable("python3") else { return false }
    return try await ChildProcess.run("python3", ["-c", "import \(module)"]).exitCode == 0
  }
}
