import Diagnostics
import Planning
import SegmentModel
import StoreClient

/// Creates the shopper profiles of customers who have none.
///
/// Safe to run again at any point: the store is asked first who has a profile by now, and again whenever an answer leaves it open.
struct ProfileCreation: Sendable {
  /// Customers who got no profile, for one reason.
  struct Failure: Sendable {
    let customers: [CustomerID]
    let problem: Diagnostic
  }

  struct Result: Sendable {
    var profiles: [CustomerID: ShopperProfileID] = [:]
    var failures: [Failure] = []

    fileprivate mutating func merge(_ other: Result) {
      profiles.merge(other.profiles) { first, _ in first }
      failures += other.failures
    }
  }

  let client: StoreClient
  let workers: Int
  let stop: StopRequest

  /// Does not throw: what goes wrong stands in the result, beside what went right.
  func run(for customers: [CustomerID]) async -> Result {
    guard !customers.isEmpty else { return Result() }
    var result = Result()
    do {
      let found = try await lookUp(customers)
      result.profiles = found.profiles
      let unknown = customers.filter { !found.known.contains($0) }
      if !unknown.isEmpty { result.failures.append(Failure(customers: unknown, problem: Self.unknown(unknown))) }
      let missing = customers.filter { found.known.contains($0) && found.profiles[$0] == nil }
      let batches = CustomerBatch.batches(of: missing)
      for part in try await mapConcurrently(batches, workers: workers, { await create($0) }) { result.merge(part) }
    } catch {
      if error.concernsWholeRun { stop.request(.failure) }
      result.failures.append(failure(error, of: customers))
    }
    return result
  }

  private func create(_ batch: CustomerBatch) async -> Result {
    var result = Result()
    do {
      if stop.isRequested { throw CancellationError() }
      result.profiles = try await client.createProfiles(batch)
      let open = batch.customers.filter { result.profiles[$0] == nil }
      guard !open.isEmpty else { return result }
      result.merge(try await settle(open, refusal: nil))
    } catch let error as StoreError where !error.concernsWholeRun {
      do {
        result.merge(try await settle(batch.customers, refusal: error))
      } catch {
        result.failures.append(failure(error, of: batch.customers))
      }
    } catch {
      if error.concernsWholeRun { stop.request(.failure) }
      result.failures.append(failure(error, of: batch.customers))
    }
    return result
  }

  /// Asks who has a profile after all, and tries the others again in halves, since one of them may have sunk the request.
  private func settle(_ customers: [CustomerID], refusal: StoreError?) async throws -> Result {
    var result = Result(profiles: try await lookUp(customers).profiles)
    guard let open = CustomerBatch(customers.filter { result.profiles[$0] == nil }) else { return result }
    let isAboutSomebody = refusal.map(\.isAboutContent) ?? true
    let hasShrunk = open.customers.count < customers.count
    if isAboutSomebody, let (left, right) = open.halves {
      result.merge(await create(left))
      result.merge(await create(right))
    } else if isAboutSomebody, hasShrunk {
      result.merge(await create(open))
    } else {
      let problem = refusal.map { failure($0, of: open.customers) }
      result.failures.append(problem ?? Failure(customers: open.customers, problem: Self.dropped(open.customers)))
    }
    return result
  }

  private func lookUp(
    _ customers: [CustomerID]
  ) async throws -> (known: Set<CustomerID>, profiles: [CustomerID: ShopperProfileID]) {
    let found = try await client.customers(matching: customers.map { .id($0) })
    return (Set(found.map(\.id)), CustomerDirectory(found).profiles)
  }

  private func failure(_ error: any Error, of customers: [CustomerID]) -> Failure {
    let cause = Diagnostic.describing(error).first
    return Failure(
      customers: customers,
      problem: Diagnostic(
        .error,
        code: cause?.code ?? "profile-not-created",
        summary: "no shopper profile was created for \(Self.words(customers)): \(cause?.summary ?? "the run was stopped")",
        detail: cause?.detail
      )
    )
  }

  private static func unknown(_ customers: [CustomerID]) -> Diagnostic {
    Diagnostic(
      .error,
      code: "unknown-customer",
      summary: "no shopper profile was created for \(words(customers)): the store no longer knows them",
      detail: "They were there when the plan was made. Plan again."
    )
  }

  private static func dropped(_ customers: [CustomerID]) -> Diagnostic {
    Diagnostic(
      .error,
      code: "profile-not-created",
      summary: "no shopper profile was created for \(words(customers)): the store accepted the request and did not do it",
      detail: "Run the same command again; if it stays so, look at the customer in the control panel."
    )
  }

  private static func words(_ customers: [CustomerID]) -> String {
    customers.map { "customer \($0)" }.listed(first: 10)
  }
}

extension StoreError {
  /// Whether something in the request may have been the reason, so that a smaller one may pass.
  fileprivate var isAboutContent: Bool {
    switch kind {
    case .rejected, .conflict, .notFound, .partlyDone: true
    default: false
    }
  }
}

extension ApplyOutcome {
  /// The outcome with the removals that were left out, since nobody would have been left.
  func with(spared segments: [SegmentPlan]) -> ApplyOutcome {
    segments.reduce(self) { outcome, segment in
      let problem = Diagnostic(
        .error,
        code: "emptied-segment",
        summary: "the members to remove stay in segment \"\(segment.name)\": nobody else would be left, for lack of profiles",
        detail: "Run the same command again once they have profiles. If the segment may be empty, declare `allow_empty: true`."
      )
      return outcome.adding(ApplyFailure(problem: problem, members: segment.remove), of: segment.name)
    }
  }

  /// The outcome with what kept customers from getting a profile.
  func with(_ failures: [ProfileCreation.Failure], of plan: Plan) -> ApplyOutcome {
    failures.reduce(self) { $0.adding($1.problem, of: Set($1.customers), plan) }
  }
}
