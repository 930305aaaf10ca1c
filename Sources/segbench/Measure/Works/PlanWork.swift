import StoreSimulator

/// The real `segplan`, from manifests, store and state to the printed plan.
struct PlanWork {
  private let settings: WorkSettings

  init(_ settings: WorkSettings) { self.settings = settings }

  func samples() async throws -> [Sample] {
    var content = WorldContent()
    content.members = settings.members
    content.declaredFolder = settings.folder
    let (sample, report) = try await StoreSession.withStore(content) { address in
      let environment = [
        "SEGPLAN_API_URL": address,
        "BIGCOMMERCE_STORE_HASH": StoreSession.storeHash,
        "BIGCOMMERCE_ACCESS_TOKEN": SimulatorSettings.standardToken,
      ]
      return try await settings.measurement.sample(.plan, members: settings.members, whose: .children) { _ in
        let plan = try await ChildProgram.output(
          [ChildProgram.path("segplan"), "--detailed-exitcode"],
          in: settings.folder,
          environment: environment,
          // The plan has changes.
          allowed: [2]
        )
        guard !plan.isEmpty else { throw WorkFailure("segplan printed nothing") }
      }
    }
    var counted = sample
    counted.facts = ["requests": Double(report.lists) / Double(settings.runs + 1)]
    return [counted]
  }
}
