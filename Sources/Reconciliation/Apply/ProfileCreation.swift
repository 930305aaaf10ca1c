import Diagnostics
import Planning
import SegmentModel
import StoreClient

/// Creates the shopper profiles of customers who have none.
///
/// Safe to repeat: it first asks the store who has a profile by now, and asks again if an answer leaves that open.
struct ProfileCreation: Sendable {
  /// Customers who got no profile for the same reason.
  struct Failure: Sendable {
    fileprivate(set) var customers: [CustomerID]
    fileprivate let code: String
    fileprivate let reason: String
    fileprivate let advice: String?

    var problem: Diagnostic {
      let names = customers.map { "customer \($0)" }.listed(first: 10)
      return Diagnostic(.error, code: code, summary: "no shopper profile was created for \(names): \(reason)", detail: advice)
    }
  }

  struct Result: Sendable {
    var profiles: [CustomerID: ShopperProfileID] = [:]
    private(set) var failures: [Failure] = []

    fileprivate mutating func merge(_ other: Result) {
      profiles.merge(other.profiles) { first, _ in first }
      for failure in other.failures { fail(failure) }
    }

    /// One failure per cause: a request that fails does so for many batches.
    fileprivate mutating func fail(_ failure: Failure) {
      if let index = failures.firstIndex(where: { $0.code == failure.code }) {
        failures[index].customers += failure.customers
      } else {
        failures.append(failure)
      }
    }
  }

  let client: StoreClient
  let stop: StopRequest

  /// Creates the profiles.
  ///
  /// Failures are in the result; nothing is thrown.
  func run(for customers: [CustomerID]) async -> Result {
    guard !customers.isEmpty else { return Result() }
    var result = Result()
    do {
      let found = try await lookUp(customers)
      result.profiles = found.profiles
      let unknown = customers.filter { !found.known.contains($0) }
      if !unknown.isEmpty { result.fail(Self.unknown(unknown)) }
      let missing = customers.filter { found.known.contains($0) && found.profiles[$0] == nil }
      let batches = CustomerBatch.batches(of: missing)
      for part in try await mapConcurrently(batches, workers: client.parallelism, { await create($0) }) { result.merge(part) }
    } catch {
      if error.concernsWholeRun { stop.request(.failure) }
      result.fail(Self.failure(error, of: customers))
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
        result.fail(Self.failure(error, of: batch.customers))
      }
    } catch {
      if error.concernsWholeRun { stop.request(.failure) }
      result.fail(Self.failure(error, of: batch.customers))
    }
    return result
  }

  /// Asks who has a profile now, and sends the others again in halves: one of them may have failed the request for all.
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
      result.fail(refusal.map { Self.failure($0, of: open.customers) } ?? Self.dropped(open.customers))
    }
    return result
  }

  private func lookUp(
    _ customers: [CustomerID]
  ) async throws -> (known: Set<CustomerID>, profiles: [CustomerID: ShopperProfileID]) {
    let found = try await client.customers(matching: customers.map { .id($0) })
    return (Set(found.map(\.id)), CustomerDirectory(found).profiles)
  }

  private static func failure(_ error: any Error, of customers: [CustomerID]) -> Failure {
    let cause = Diagnostic.describing(error).first
    return Failure(
      customers: customers,
      code: cause?.code ?? "profile-not-created",
      reason: cause?.summary ?? "the run was stopped",
      advice: cause?.detail
    )
  }

  private static func unknown(_ customers: [CustomerID]) -> Failure {
    Failure(
      customers: customers,
      code: "unknown-customer",
      reason: "the store no longer has them",
      advice: "The store had them when the plan was made. Plan again."
    )
  }

  private static func dropped(_ customers: [CustomerID]) -> Failure {
    Failure(
      customers: customers,
      code: "profile-not-created",
      reason: "the store accepted the request but created none",
      advice: "Run the same command again. If the problem persists, check these customers in the control panel."
    )
  }
}

extension StoreError {
  /// Whether the store may accept a smaller request, because it refused something in this one.
  fileprivate var isAboutContent: Bool {
    switch kind {
    case .rejected, .conflict, .notFound, .partlyDone: true
    default: false
    }
  }
}

extension ApplyOutcome {
  /// The outcome with the removals that were left out because they would have emptied a segment.
  func with(spared segments: [SegmentPlan]) -> ApplyOutcome {
    segments.reduce(self) { outcome, segment in
      let problem = Diagnostic(
        .error,
        code: "emptied-segment",
        summary:
          "the members to remove stay in segment \"\(segment.name)\": without the members that got no profile, it would be empty",
        detail: "Run the same command again once they have profiles. If the segment may be empty, declare `allow_empty: true`."
      )
      return outcome.adding(ApplyFailure(problem: problem, members: segment.remove), of: segment.name)
    }
  }

  /// The outcome with the customers who got no profile.
  func with(_ failures: [ProfileCreation.Failure], of plan: Plan) -> ApplyOutcome {
    failures.reduce(self) { $0.adding($1.problem, of: Set($1.customers), plan) }
  }
}
