import ArgumentParser
import Diagnostics
import FileAccess
import StoreSimulator
import Synchronization

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
      let unannounced = Mutex<FileAccessError?>(nil)
      try await SimulatorServer.runUntilSignal(simulator, port: port) { address in
        do throws(FileAccessError) {
          // At once: standard output is a pipe as a rule, and scripts wait for this line.
          try FileAccess.write("segsim listening on \(address)\n", toDescriptor: FileAccess.standardOutput)
        } catch .brokenPipe {
          // Nobody waits for it.
        } catch {
          unannounced.withLock { $0 = error }
        }
      }
      try content.save(simulator.store)
      // That nobody could be told does not stop the store.
      if let failure = unannounced.withLock({ $0 }) { throw failure }
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
