import FoundationEssentials

/// Runs the body with the path of a fresh, empty folder, and removes the folder afterwards, whatever happens.
///
/// - Throws: Whatever the body throws, or what making the folder runs into.
package func withTemporaryFolder<Result>(_ body: (String) throws -> Result) throws -> Result {
  let folder = try makeTemporaryFolder()
  defer { removeTemporaryFolder(folder) }
  return try body(folder)
}

/// Runs the body with the path of a fresh, empty folder, and removes the folder afterwards, whatever happens.
///
/// - Throws: Whatever the body throws, or what making the folder runs into.
package func withTemporaryFolder<Result>(
  isolation: isolated (any Actor)? = #isolation,
  _ body: (String) async throws -> Result
) async throws -> Result {
  let folder = try makeTemporaryFolder()
  defer { removeTemporaryFolder(folder) }
  return try await body(folder)
}

private func makeTemporaryFolder() throws -> String {
  // The name starts with a letter: hidden folders are passed over by the very walks that tests look at.
  let folder = FileManager.default.temporaryDirectory.appending(path: "segplan-test-\(UUID().uuidString)")
  try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
  return folder.path(percentEncoded: false)
}

private func removeTemporaryFolder(_ path: String) {
  // A folder that stays behind in the system's temporary folder must not turn a good test red.
  try? FileManager.default.removeItem(atPath: path)
}
