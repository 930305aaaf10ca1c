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
    abstract: "Simulate a BigCommerce store on this machine, for rehearsals and tests.",
    // Without the last line break. Indented lines stay under 80 columns, where the parser would break them.
    discussion: String(decoding: PackageResources.discussion_txt.dropLast(), as: UTF8.self),
    version: ToolVersion.description
  )

  @Option(help: ArgumentHelp("The port to listen on, on 127.0.0.1; 0 for any free port.", valueName: "number"))
  var port = 0

  @OptionGroup(title: "The content of the store") var content: StoreContentOptions
  @OptionGroup(title: "Access") var access: AccessOptions

  @Option(
    name: .customLong("fault"),
    help: ArgumentHelp("A fault to simulate; repeat it for several. See FAULTS.", valueName: "spec"),
    transform: Self.fault
  )
  var faults: [FaultSpec] = []

  @Option(help: ArgumentHelp("The seed of the store's ids and of the random choices of faults.", valueName: "number"))
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
      var store = try content.load(seed: seed)
      store.comparesEmailsExactly = content.exactEmails
      let simulator = Simulator(store: store, settings: settings)
      let unannounced = Mutex<FileAccessError?>(nil)
      try await SimulatorServer.runUntilSignal(simulator, port: port) { address in
        do throws(FileAccessError) {
          // Without a buffer: standard output is usually a pipe, and scripts wait for this line.
          try FileAccess.write("segsim listening on \(address)\n", toDescriptor: FileAccess.standardOutput)
        } catch .brokenPipe {
          // Nobody waits for it.
        } catch {
          unannounced.withLock { $0 = error }
        }
      }
      try content.save(simulator.store)
      // A failure to announce the address does not stop the store, but the run has failed.
      if let failure = unannounced.withLock({ $0 }) { throw failure }
    } catch {
      let summary = error is PortError ? "\(error)" : Diagnostic.describing(error).map(\.summary).joined(separator: "; ")
      // If this fails too, the exit status still reports the failure.
      try? FileAccess.write("error: \(summary)\n", toDescriptor: FileAccess.standardError)
      throw ExitCode.failure
    }
  }

  private static func fault(_ text: String) throws -> FaultSpec {
    do throws(InputProblem) {
      return try FaultSpec(text)
    } catch {
      throw ValidationError("\(error).")
    }
  }
}
