import FoundationEssentials

/// The Python of the tests, which has the packages of `Tests/requirements.txt`: validators and servers that others wrote.
package enum Python {
  /// `SEGPLAN_TEST_PYTHON` if set, else the environment that `Tests/ensure-tools.sh` makes.
  package static var path: String {
    ProcessInfo.processInfo.environment["SEGPLAN_TEST_PYTHON"] ?? "\(RepositoryRoot.path)/.build/test-tools/bin/python"
  }

  /// Runs Python with these arguments to its end.
  ///
  /// - Throws: ``Missing`` without that Python; what starting it runs into.
  package static func run(_ arguments: [String]) async throws -> ChildProcess.Outcome {
    guard FileManager.default.isExecutableFile(atPath: path) else { throw Missing() }
    return try await ChildProcess.run("env", [path] + arguments)
  }

  /// There is no such Python.
  package struct Missing: Error, CustomStringConvertible {
    package var description: String {
      "the tests need Python packages: run Tests/ensure-tools.sh once, or start the tests with Tests/run.sh"
    }
  }
}
