import ArgumentParser
import Diagnostics
import FileAccess
import StoreSimulator

/// Why segsim ends with status 1: one line.
struct Failure: Error {
  let summary: String

  init(_ summary: String) { self.summary = summary }

  /// Says on standard error what went wrong.
  ///
  /// - Returns: The exit status, to be thrown.
  static func report(_ error: any Error) -> ExitCode {
    let summary =
      switch error {
      case let error as Failure: error.summary
      case let error as PortError: error.description
      default: Diagnostic.describing(error).map(\.summary).joined(separator: "; ")
      }
    do throws(FileAccessError) {
      try FileAccess.write("error: \(summary)\n", toDescriptor: FileAccess.standardError)
    } catch {
      // There is no other place to say it; the status tells at least that something went wrong.
    }
    return .failure
  }
}
