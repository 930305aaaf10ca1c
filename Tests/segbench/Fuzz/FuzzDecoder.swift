import ArgumentParser

/// A decoder that reads input from outside.
enum FuzzDecoder: String, CaseIterable, ExpressibleByArgument, Sendable {
  case manifest
  case variables
  case text
  case csv
  case gzip
  case state
  case plan
  case journal
  case answer
  case exchange

  /// Reads an input.
  ///
  /// - Returns: What is wrong with the result; `nil` when nothing is.
  func problem(with input: [UInt8]) async -> String? {
    switch self {
    case .manifest: ManifestFuzzing.problem(with: input)
    case .variables: ManifestFuzzing.problem(withVariables: input)
    case .text: ListFuzzing.problem(with: input, of: "members/list.txt")
    case .csv: ListFuzzing.problem(with: input, of: input.count % 5 == 0 ? "members/list.tsv" : "members/list.csv")
    case .gzip: ListFuzzing.problem(with: input, of: input.count % 2 == 0 ? "members/list.txt.gz" : "members/list.csv.gz")
    case .state: StateFuzzing.problem(withState: input)
    case .plan: StateFuzzing.problem(withPlan: input)
    case .journal: StateFuzzing.problem(withJournal: input)
    case .answer: AnswerFuzzing.problem(with: input)
    case .exchange: await ExchangeFuzzing.problem(with: input)
    }
  }
}
