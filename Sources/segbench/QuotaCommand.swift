import ArgumentParser
import SegmentModel
import StoreClient
import StoreSimulator

/// `segbench quota`.
struct QuotaCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "quota",
    abstract: "Send more requests than a quota window allows, and see how well they are paced.",
    discussion: """
      Adds members in as many requests as asked for, to a store with the vendor's rate limit, its window scaled down. Prints how often the \
      store said 429, and the time against the bound that the quota itself sets: requests ÷ quota windows.
      """
  )

  @Option(help: "How many requests.")
  var requests = 600

  @Option(help: "Requests a window; the vendor's standard plan has 150 in 30 s.")
  var quota = 150

  @Option(help: "The window in milliseconds.")
  var window = 3_000

  @Option(help: "The share of the quota to use, in percent.")
  var quotaShare = 100

  @Option(help: "The share of every window that other apps use up, 0 to 1.")
  var usedByOthers = 0.0

  @Option(help: "How long the store takes for a request, in milliseconds.")
  var latency = 20

  func run() async throws {
    var store = Store(profiles: requests)
    guard let segment = try store.createSegments([SegmentDraft(name: "Quota")]).first else { return }
    let simulator = Simulator(
      store: store,
      settings: SimulatorSettings(faults: [
        try FaultSpec("quota:requests=\(quota),window=\(window),used-by-others=\(usedByOthers)"),
        try FaultSpec("latency:ms=\(latency)"),
      ])
    )
    let clock = ContinuousClock()
    let elapsed = try await SimulatorServer.withServer(simulator) { address in
      let settings = try Bench.clientSettings(address, hash: "quota", quotaShare: quotaShare)
      return try await StoreClient.withStoreClient(settings) { client in
        try await clock.measure { try await send(to: segment.id, client) }
      }
    }
    let usable = Double(quota) * min(Double(quotaShare) / 100, 1 - usedByOthers)
    let bound = Duration.milliseconds(Double(requests) / usable * Double(window))
    let statistics = simulator.statistics
    print(
      """
      requests               \(simulator.log.count)
      answers 429            \(simulator.log.count { $0.status == 429 })
      most in flight         \(statistics.mostInFlight)
      time                   \(elapsed)
      the quota's own bound  \(bound)
      ratio                  \(elapsed / bound)
      """
    )
  }

  /// One member a request, with as many workers as the vendor allows requests in flight.
  private func send(to segment: SegmentID, _ client: StoreClient) async throws {
    let batches = (1...requests).compactMap { Batch([StoredProfile.numberedID($0)]) }
    try await withThrowingTaskGroup(of: Void.self) { group in
      var waiting = batches[...]
      func sendNext() {
        guard let batch = waiting.popFirst() else { return }
        group.addTask { _ = try await client.addMembers(batch, to: segment) }
      }
      for _ in 1...10 { sendNext() }
      while try await group.next() != nil { sendNext() }
    }
  }
}
