import ArgumentParser

/// `segbench`: measurements, and runs that look for faults.
///
/// A tool for those who work on this project.
@main
struct Segbench: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "segbench",
    abstract: "Measure segplan and segapply, and try to break them.",
    subcommands: [
      MeasureCommand.self, RequestsCommand.self, ChaosCommand.self, FuzzCommand.self, SampleCommand.self, ServeCommand.self,
      FuzzCasesCommand.self,
    ],
    defaultSubcommand: MeasureCommand.self
  )
}
