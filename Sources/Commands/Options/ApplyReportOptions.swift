import ArgumentParser

/// What a report of an apply is for.
enum ApplyReportKind: String, ReportKind {
  case markdown
  /// For machines: docs/schemas/apply-report.schema.json.
  case json
  case junit
  /// One page for people, with every member.
  case html
  /// A row for each planned change, for a spreadsheet.
  case csv
}

/// After which runs a message is posted.
enum NotifyOccasion: String, ExpressibleByArgument, Hashable, Sendable, CaseIterable {
  case always
  /// The run did not do all that it was to do.
  case failure
  /// The run changed the store, or did not do all that it was to do.
  case change
}

/// How the outcome of an apply is reported.
struct ApplyReportOptions: ParsableArguments {
  @Option(
    name: .customLong("report"),
    help: ArgumentHelp(
      "Also write what was done, in any number of forms: \(ApplyReportKind.names).",
      valueName: "kind=file"
    ),
    completion: .file()
  )
  var reports: [ReportFile<ApplyReportKind>] = []

  @OptionGroup var notify: NotifyOptions

  @Option(
    help: ArgumentHelp(
      "After which runs to post: always, after a failure, or after a change or a failure.",
      valueName: "when"
    )
  )
  var notifyOn: NotifyOccasion = .change

  init() {}
}
