import ArgumentParser

/// What is measured.
enum Work: String, CaseIterable, ExpressibleByArgument {
  case list
  case apply
  case segments
  case plan
  case help

  /// Runs the work with so many members.
  ///
  /// - Throws: Whatever goes wrong: a work that fails has no figures.
  func sample(_ settings: WorkSettings) async throws -> [Sample] {
    switch self {
    case .list: try await ListWork(settings).samples()
    case .apply: try await ApplyWork(settings).samples()
    case .segments: try await SegmentsWork(settings).samples()
    case .plan: try await PlanWork(settings).samples()
    case .help: try await HelpWork(settings).samples()
    }
  }

  /// How many members to measure, for a run about `members` of them.
  func size(_ members: Int) -> Int {
    switch self {
    case .apply: max(members / 10, 100)
    case .list, .segments, .plan: members
    case .help: 0
    }
  }
}

/// What a work needs to know.
struct WorkSettings: Sendable {
  let members: Int
  /// How often it is run, beside the first time.
  let runs: Int
  /// How long the store takes for a request, in milliseconds.
  let latency: Int
  /// For its files; it is gone afterwards.
  let folder: String

  var measurement: Measurement { Measurement(runs: runs) }
}
