import ArgumentParser
import Diagnostics
import FileAccess
import Reporting

/// A subcommand: its options, and what it does.
protocol RunnableCommand: AsyncParsableCommand {
  /// What a run calls itself, in locks and logs.
  static var program: String { get }
  var output: OutputOptions { get }

  /// - Returns: How the command ended; what it throws is told and mapped to a status.
  func run(_ context: CommandContext) async throws -> ExitStatus
}

extension RunnableCommand {
  static var program: String { "segplan \(configuration.commandName ?? "")" }

  func run() async throws { try await runCommand(Self.program, output) { try await run($0) } }
}

/// Runs a command to its exit status: the one place below `main` that reports errors.
///
/// - Parameters:
///   - program: What the run calls itself, in locks and logs.
///   - output: How it talks.
///   - body: The command. Its result is its status; an error is reported on standard error and mapped to one.
/// - Throws: `ExitCode` for every status but success.
func runCommand(
  _ program: String,
  _ output: OutputOptions,
  _ body: (CommandContext) async throws -> ExitStatus
) async throws {
  StopSignals.listen()
  let context = CommandContext(program: program, output: output)
  defer { context.console.clearPassing() }
  var status: ExitStatus
  do {
    status = try await body(context)
  } catch let exit as ExitCode {
    throw exit
  } catch let error as ValidationError {
    // Wrong usage that only the files or the environment tell: the parser prints it with the usage, and exits 64.
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
