import ArgumentParser
import StoreSimulator

extension AccessScope: ExpressibleByArgument {}

/// The token and what it is good for.
struct AccessOptions: ParsableArguments {
  @Option(help: ArgumentHelp("What requests have to send as X-Auth-Token.", valueName: "token"))
  var token = SimulatorSettings.standardToken

  @Option(
    help: ArgumentHelp(
      "The scope of the token. With read-only, everything that changes the store is refused with 403, and so is listing members.",
      valueName: "scope"
    )
  )
  var scope = AccessScope.modify

  @Flag(name: .customLong("no-promotions"), help: "The token may not read promotions: it lacks the scope Marketing: read-only.")
  var hidesPromotions = false

  func validate() throws {
    guard !token.isEmpty, token.utf8.allSatisfy({ (0x21...0x7E).contains($0) }) else {
      throw ValidationError("--token takes visible ASCII characters.")
    }
  }
}
