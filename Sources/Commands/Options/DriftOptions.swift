import ArgumentParser

/// In which form drift goes to standard output.
enum DriftFormat: String, ExpressibleByArgument, Hashable, Sendable, CaseIterable {
  /// For people.
  case human
  /// For machines: docs/schemas/drift.schema.json.
  case json
  /// For an issue or a comment.
  case markdown
}

/// What a report of drift is for.
enum DriftReportKind: String, ReportKind {
  case prometheus
  case json
  case markdown
  /// One page for people, with every member.
  case html
}

/// Who hears of drift.
struct DriftOptions: ParsableArguments {
  @Option(
    name: .customLong("report"),
    help: ArgumentHelp("Also write a report, and any number of them: \(DriftReportKind.names).", valueName: "kind=file"),
    completion: .file()
  )
  var reports: [ReportFile<DriftReportKind>] = []

  @OptionGroup var notify: NotifyOptions

  init() {}
}

/// How often to look, and who may ask.
struct WatchOptions: ParsableArguments {
  @Option(help: ArgumentHelp("How long to wait from one check to the next: 30s, 15m, 1h.", valueName: "time"))
  var every = TimeSpan(.seconds(900), text: "15m")

  @Option(
    help: ArgumentHelp(
      "Answer GET / (the last report), /metrics and /healthz here, such as 127.0.0.1:9464.",
      valueName: "host:port"
    )
  )
  var listen: ListenAddress?

  init() {}

  func validate() throws {
    if every.duration < .seconds(1) { throw ValidationError("--every takes a time from 1s.") }
  }
}
