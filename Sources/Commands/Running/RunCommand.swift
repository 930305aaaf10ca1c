import ArgumentParser
import CodeHost
import Diagnostics
import FileAccess
import Planning
import Reconciliation
import StateStorage

/// A subcommand: its options and what it does.
protocol RunnableCommand: AsyncParsableCommand {
  /// The name of the program in locks and logs.
  static var program: String { get }
  var output: OutputOptions { get }

  /// Runs the command; its errors are reported and become a status.
  func run(_ context: CommandContext) async throws -> ExitStatus
}

extension RunnableCommand {
  static var program: String { "segplan \(configuration.commandName ?? "")" }

  func run() async throws { try await runCommand(Self.program, output) { try await run($0) } }
}

/// Runs a command and ends it with its exit status: the only place that reports errors.
///
/// - Throws: `ExitCode` for every status except success.
func runCommand(_ program: String, _ output: OutputOptions, _ body: (CommandContext) async throws -> ExitStatus) async throws {
  StopSignals.listen()
  let context = CommandContext(program: program, output: output)
  defer { context.console.clearPassing() }
  var status: ExitStatus
  do {
    status = try await body(context)
  } catch let exit as ExitCode {
    throw exit
  } catch let error as ValidationError {
    // Wrong usage that was found in files or the environment: the parser prints it with the usage and exits with 64.
    throw error
  } catch {
    context.console.report(Diagnostic.describing(error))
    status = ExitStatus(error)
  }
  if let failure = context.console.outputFailure {
    context.console.report(failure.diagnostics)
    if status == .success || status == .changes { status = .failure }
  }
  if status != .success { throw ExitCode(status.rawValue) }
}

/// The exit status of a command; docs/operations.md has the same table.
enum ExitStatus: Int32, Hashable, Sendable {
  case success = 0
  /// Bad manifest, store or state unreachable, refused credentials.
  case failure = 1
  /// `--detailed-exitcode`: there are changes.
  case changes = 2
  /// A guardrail, a stale plan, a plan that is not the approved one or not of these manifests, or a person who did not approve.
  case stopped = 3
  /// The state is locked by another run.
  case locked = 4
  /// Partly applied.
  case incomplete = 5
  case interrupted = 130

  /// The only place that turns an error into a status.
  init(_ error: any Error) {
    self =
      switch error {
      case is GuardrailStop, is StalePlanError, is UnapprovedPlanError, is OtherManifestsError, is MissingApprovalError: .stopped
      case SavedPlanRefusal.newerState: .stopped
      case is LockHeldError, is LockLostError: .locked
      // An apply throws the second only before its first change: after a signal, if the server is too slow.
      case is CancellationError, is SettlingTimeoutError: .interrupted
      default: .failure
      }
  }
}
