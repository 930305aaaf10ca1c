import Reconciliation
import SegmentModel
import StoreClient

/// Lists all members of one segment from a store that takes its time, against the time that its answers alone take, ten at once.
struct ListWork {
  /// Requests in flight, the vendor's limit.
  static let inFlight = 10.0

  private let settings: WorkSettings

  init(_ settings: WorkSettings) { self.settings = settings }

  func samples() async throws -> [Sample] {
    [try await Self.sample(.list, settings, segments: 1)]
  }

  /// Lists `settings.members` members that lie in so many segments of one size.
  static func sample(_ work: Work, _ settings: WorkSettings, segments: Int) async throws -> Sample {
    var content = WorldContent()
    content.members = settings.members / segments
    content.segments = segments
    content.latency = settings.latency
    let (measured, report) = try await StoreSession.withStore(content) { address in
      try await StoreSession.withClient(address) { client in
        let ids = try await client.listSegments().map(\.id)
        return try await settings.measurement.sample(work, members: settings.members) { _ in
          let found = try await client.listings(of: ids, workers: Int(inFlight))
          let count = found.values.reduce(0) { $0 + $1.profiles.count }
          guard count == settings.members else { throw WorkFailure("members are missing") }
        }
      }
    }
    return held(measured, report, runs: settings.runs + 1, requests: report.lists)
  }

  /// The sample with what the store really waited as its floor.
  static func held(_ sample: Sample, _ report: StoreReport, runs: Int, requests: Int) -> Sample {
    var facts = sample.facts
    facts["requests"] = Double(requests) / Double(runs)
    facts["mostInFlight"] = Double(report.mostInFlight)
    facts["violations"] = Double(report.violations)
    return Sample(
      work: sample.work,
      members: sample.members,
      wall: sample.wall,
      cpu: sample.cpu,
      peak: sample.peak,
      floor: report.waited > 0 ? report.waited / Double(runs) / inFlight : nil,
      facts: facts
    )
  }
}

/// Lists as many members in a thousand segments as in one.
struct SegmentsWork {
  /// The most that a store takes.
  private static let mostSegments = 1_000

  private let settings: WorkSettings

  init(_ settings: WorkSettings) { self.settings = settings }

  func samples() async throws -> [Sample] {
    let segments = min(Self.mostSegments, max(settings.members / 1_000, 1))
    var sample = try await ListWork.sample(.segments, settings, segments: segments)
    sample.facts["segments"] = Double(segments)
    return [sample]
  }
}
