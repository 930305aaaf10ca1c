import ArgumentParser
import StoreSimulator

/// `segsim`: a store for rehearsals.
@main
struct Segsim: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "segsim",
    abstract: "Play a BigCommerce store on this machine, for rehearsals and tests.",
    discussion: SegsimHelp.discussion,
    version: "0.1.0"
  )

  @Option(help: ArgumentHelp("The port to listen on, on 127.0.0.1; 0 for any free one.", valueName: "number"))
  var port = 0

  @OptionGroup(title: "What the store holds") var content: StoreContentOptions
  @OptionGroup(title: "Who may ask") var access: AccessOptions

  @Option(
    name: .customLong("fault"),
    help: ArgumentHelp("Something that goes wrong; repeatable. See FAULTS.", valueName: "spec"),
    transform: Self.fault
  )
  var faults: [FaultSpec] = []

  @Option(help: ArgumentHelp("Repeats the ids that the store gives out, and the dice of faults.", valueName: "number"))
  var seed: UInt64 = 0

  func validate() throws {
    guard (0...65_535).contains(port) else { throw ValidationError("--port takes 0 to 65535.") }
  }

  func run() async throws {
    do {
      let settings = SimulatorSettings(
        token: access.token,
        scope: access.scope,
        readsPromotions: !access.hidesPromotions,
        seed: seed,
        faults: faults
      )
      let simulator = Simulator(store: try content.load(seed: seed), settings: settings)
      let announcement = Announcement()
      try await SimulatorServer.runUntilSignal(simulator, port: port) { announcement.make(of: $0) }
      try content.save(simulator.store)
      if let failure = announcement.failure { throw failure }
    } catch {
      throw Failure.report(error)
    }
  }

  private static func fault(_ text: String) throws -> FaultSpec {
    do throws(FaultSpecProblem) {
      return try FaultSpec(text)
    } catch {
      throw ValidationError("\(error).")
    }
  }
}
