package import ArgumentParser
import StoreClient

/// Where the state is, and how hard to work the store.
package struct ConnectionOptions: ParsableArguments {
  static let environmentVariable = "SEGPLAN_STATE"
  static let standardLocation = "segplan.state.json"

  @OptionGroup package var stateOptions: StateOptions

  @Option(help: ArgumentHelp("Requests in flight at once, 1 to 10. The vendor allows 10 a store.", valueName: "n"))
  package var parallelism = 10

  @Option(
    help: ArgumentHelp(
      "Percent of the store's request quota to use, 1 to 100. The rest is left to the store's other apps.",
      valueName: "percent"
    )
  )
  package var quotaShare = StoreClientSettings.standardQuotaShare

  package init() {}

  package func validate() throws {
    guard (1...10).contains(parallelism) else {
      throw ValidationError("--parallelism takes a number from 1 to 10, the vendor's limit of requests in flight.")
    }
    guard (1...100).contains(quotaShare) else {
      throw ValidationError("--quota-share takes a number from 1 to 100: percent of the store's request quota.")
    }
  }

  func stateLocation(_ environment: [String: String]) -> String { stateOptions.location(environment) }
}

/// Where the state is.
package struct StateOptions: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "The state file. (default: SEGPLAN_STATE from the environment, else segplan.state.json)",
      valueName: "path"
    )
  )
  package var state: String?

  package init() {}

  /// An empty variable is an unset one.
  package func location(_ environment: [String: String]) -> String {
    let fromEnvironment = environment[ConnectionOptions.environmentVariable].flatMap { $0.isEmpty ? nil : $0 }
    return state ?? fromEnvironment ?? ConnectionOptions.standardLocation
  }
}
