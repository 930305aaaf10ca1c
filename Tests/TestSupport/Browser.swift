import FoundationEssentials
import Testing

/// A real browser, headless: Chromium, which `Tests/ensure-tools.sh` installs.
package enum Browser {
  /// What `Tests/browser.py` saw of a page.
  package struct Visit: Decodable {
    /// The values of the scripts, in their order.
    package let results: [String]
    /// Errors of the page's own scripts, and what the console says.
    package let errors: [String]
    package let dialogs: [String]
    /// Addresses other than the page's that it asked for.
    package let requests: [String]
  }

  /// Opens a file and runs scripts in it, each of which gives a text.
  ///
  /// - Throws: ``Missing`` without the browser; what starting it runs into.
  package static func open(_ path: String, scripts: [String]) async throws -> Visit {
    let arguments = ["\(RepositoryRoot.path)/Tests/browser.py", try program(), path] + scripts.flatMap { ["--script", $0] }
    let outcome = try await Python.run(arguments)
    try #require(outcome.exitCode == 0, "\(outcome.errors)")
    return try JSONDecoder().decode(Visit.self, from: Data(outcome.output.utf8))
  }

  private static func program() throws -> String {
    let environment = ProcessInfo.processInfo.environment
    if let path = environment["SEGPLAN_TEST_CHROMIUM"] { return path }
    for folder in (environment["PATH"] ?? "").split(separator: ":") {
      for name in ["chromium", "chromium-browser", "google-chrome"] {
        let path = "\(folder)/\(name)"
        if FileManager.default.isExecutableFile(atPath: path) { return path }
      }
    }
    throw Missing()
  }

  /// There is no such browser.
  package struct Missing: Error, CustomStringConvertible {
    package var description: String { "the tests need Chromium: run Tests/ensure-tools.sh once, or set SEGPLAN_TEST_CHROMIUM" }
  }
}
