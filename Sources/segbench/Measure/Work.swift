import ArgumentParser

/// What is measured.
enum Work: String, CaseIterable, ExpressibleByArgument {
  case parse
  case text
  case csv
  case diff
  case pages
  case state
  case list
  case listCPU = "list-cpu"
  case apply
  case segments
  case plan
  case help

  /// Runs the work with so many members.
  ///
  /// - Throws: Whatever goes wrong: a work that fails has no figures.
  func sample(_ settings: WorkSettings) async throws -> [Sample] {
    switch self {
    case .parse: try await ParseWork(settings).samples()
    case .text: try await ListFileWork(settings, .text).samples()
    case .csv: try await ListFileWork(settings, .csv).samples()
    case .diff: try await DiffWork(settings).samples()
    case .pages: try await PageWork(settings).samples()
    case .state: try await StateWork(settings).samples()
    case .list: try await ListWork(settings).samples()
    case .listCPU: try await ListCPUWork(settings).samples()
    case .apply: try await ApplyWork(settings).samples()
    case .segments: try await SegmentsWork(settings).samples()
    case .plan: try await PlanWork(settings).samples()
    case .help: try await HelpWork(settings).samples()
    }
  }

  /// The numbers of members to measure, for a run about `members` of them: how a work grows is looked at where nothing but our own code counts.
  func sizes(_ members: Int) -> [Int] {
    switch self {
    case .parse, .csv, .pages, .state: [max(members / 100, 100), members]
    case .text, .diff: members >= 1_000_000 ? [members / 100, members, members * 10] : [max(members / 100, 100), members]
    case .apply: [max(members / 10, 100)]
    case .list, .listCPU, .segments, .plan: [members]
    case .help: [0]
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
