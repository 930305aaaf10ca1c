import ArgumentParser
import Diagnostics
import HTTPExchange
import Reconciliation

/// How the members of segments are read.
struct RefreshOptions: ParsableArguments {
  private static let variable = "SEGPLAN_REFRESH"

  @Option(
    help: .value(
      "how",
      """
      How to read the members of segments: full lists all of them; counts reads one page per segment, and relies on the state if the store counts as \
      many members as after the last apply. (default: SEGPLAN_REFRESH, else full)
      """
    )
  )
  var refresh: Refresh.Mode?

  /// `--refresh`, else the variable, else full.
  ///
  /// - Throws: `DiagnosticsError` for a variable that is neither.
  func mode(_ environment: [String: String]) throws -> Refresh.Mode {
    if let refresh { return refresh }
    guard let text = EnvironmentVariables(environment)[Self.variable] else { return .full }
    if let mode = Refresh.Mode(rawValue: text) { return mode }
    throw DiagnosticsError(code: "bad-refresh", "\(Self.variable) is neither full nor counts", detail: "Correct or unset it.")
  }
}

extension Refresh.Mode: ExpressibleByArgument {}
