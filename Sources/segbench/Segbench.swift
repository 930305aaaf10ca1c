import ArgumentParser

/// `segbench`: measurements, and runs that look for trouble.
///
/// A tool for those who work on this project.
@main
struct Segbench: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "segbench",
    abstract: "Measure segplan and segapply, and try to break them.",
    subcommands: [ChaosCommand.self, QuotaCommand.self, FuzzCommand.self, FuzzCasesCommand.self]
  )
}
