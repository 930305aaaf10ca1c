import FoundationEssentials
import SegmentModel
import StoreSimulator
import TestSupport
import Testing

/// A repository with a store, and the jobs that the recipes run for it.
struct Pipeline: Sendable {
  let host: CodeHostServer
  let rehearsal: Rehearsal
  /// What a job's environment has besides the standard variables.
  var variables: [String: String] = [:]

  /// What a job of a pipeline is started with; a re-run has the same.
  struct Job: Sendable {
    let step: RecipeStep
    /// The commit that is checked out.
    let commit: String
    var variables: [String: String]
    /// The text of `GITHUB_EVENT_PATH`.
    var payload = ""
    var isFromFork = false
  }

  var name: String { variables["SEGPLAN_PUBLISH_NAME"] ?? "segplan" }

  // MARK: Jobs

  /// A job that plans a request; on GitLab, `merges` is for a pipeline of merged results.
  func planJob(_ number: Int, merges: Bool? = nil) async throws -> Job {
    let request = try #require(host.requests.first { $0.number == number })
    let commit = merges ?? (host.host == .gitHub) ? host.testMerge(number) : request.head
    let step = try await RecipeStep.named("Plan", on: host.host)
    switch host.host {
    case .gitHub:
      let variables = [
        "GITHUB_EVENT_NAME": "pull_request", "GITHUB_REF": "refs/pull/\(number)/merge", "GITHUB_REF_NAME": "\(number)/merge",
      ]
      return Job(step: step, commit: commit, variables: variables, payload: host.payload(number), isFromFork: request.isFromFork)
    case .gitLab:
      host.startPipeline(commit, ref: "refs/merge-requests/\(number)/\(merges == true ? "merge" : "head")")
      let variables = [
        "CI_PIPELINE_SOURCE": "merge_request_event", "CI_MERGE_REQUEST_IID": "\(number)", "CI_MERGE_REQUEST_PROJECT_ID": "7",
        "CI_PROJECT_ID": request.isFromFork ? "8" : "7", "CI_MERGE_REQUEST_SOURCE_PROJECT_ID": request.isFromFork ? "8" : "7",
        "CI_MERGE_REQUEST_SOURCE_BRANCH_NAME": request.branch, "CI_COMMIT_REF_NAME": request.branch,
        "CI_MERGE_REQUEST_SOURCE_BRANCH_SHA": merges == true ? request.head : "",
        "CI_MERGE_REQUEST_EVENT_TYPE": merges == true ? "merged_result" : "detached",
      ]
      return Job(step: step, commit: commit, variables: variables, isFromFork: request.isFromFork)
    }
  }

  func planJob(_ group: CodeHostServer.Group) async throws -> Job {
    Job(
      step: try await RecipeStep.named("Plan", on: .gitHub),
      commit: group.commit,
      variables: ["GITHUB_EVENT_NAME": "merge_group", "GITHUB_REF": group.ref],
      payload: host.payload(group)
    )
  }

  /// A job of the step for a commit of the main branch; without one, for its tip.
  func mainJob(_ step: String, _ commit: String? = nil) async throws -> Job {
    let commit = commit ?? host.tip
    if host.host == .gitLab { host.startPipeline(commit, ref: "main") }
    let event = step == "Drift" ? "schedule" : step == "Apply" ? "push" : host.host == .gitHub ? "workflow_dispatch" : "web"
    return Job(
      step: try await RecipeStep.named(step, on: host.host),
      commit: commit,
      variables: host.host == .gitHub
        ? ["GITHUB_EVENT_NAME": event, "GITHUB_REF": "refs/heads/main", "GITHUB_REF_NAME": "main"]
        : ["CI_PIPELINE_SOURCE": event, "CI_COMMIT_BRANCH": "main", "CI_COMMIT_REF_NAME": "main"],
      payload: "{}"
    )
  }

  // MARK: Running

  /// Runs a job in a folder of its own with bash, as the runner does; the body may signal only the shell.
  func run(
    _ job: Job,
    meanwhile body: @Sendable (Program.Running) async throws -> Void = { _ in }
  ) async throws -> ChildProcess.Outcome {
    let folder = "jobs/\(UUID().uuidString)"
    for (path, text) in host.files(of: job.commit) { try rehearsal.write(text, to: "\(folder)/\(path)") }
    try rehearsal.write(job.step.script, to: "\(folder)/.script.sh")
    try rehearsal.write(job.payload, to: "\(folder)/.event.json")
    for path in ["\(folder)/segments/.keep", "state/.keep"] { try rehearsal.write("", to: path) }
    let place = "\(rehearsal.folder)/\(folder)"
    var environment = rehearsal.environment.merging(job.variables) { $1 }.merging(variables) { $1 }
    environment["SEGPLAN_STATE"] = environment["SEGPLAN_STATE"] ?? "\(rehearsal.folder)/state/segplan.state.json"
    environment["CI"] = "true"
    let programs = URL(filePath: Program.segplan.path).deletingLastPathComponent().path(percentEncoded: false)
    environment["PATH"] = "\(programs):\(ProcessInfo.processInfo.environment["PATH"] ?? "")"
    switch host.host {
    case .gitHub:
      environment.merge(gitHub(job, in: place)) { old, _ in old }
      return try await Program.run(["bash", "-e", ".script.sh"], in: place, environment: environment, meanwhile: body)
    case .gitLab:
      environment.merge(gitLab(job)) { old, _ in old }
      return try await Program.run(
        ["bash", "-eo", "pipefail", ".script.sh"],
        in: place,
        environment: environment,
        meanwhile: body
      )
    }
  }

  private func gitHub(_ job: Job, in place: String) -> [String: String] {
    // A fork's token can only read, whatever the workflow says.
    let permissions =
      job.isFromFork ? Set(job.step.permissions.map { $0.replacing(": write", with: ": read") }) : job.step.permissions
    return [
      "GITHUB_ACTIONS": "true", "GITHUB_API_URL": host.api, "GITHUB_REPOSITORY": "shop/segments",
      "GITHUB_SERVER_URL": "https://github.com", "GITHUB_RUN_ID": "17", "GITHUB_SHA": job.commit, "GITHUB_WORKSPACE": place,
      "GITHUB_EVENT_PATH": "\(place)/.event.json", "GITHUB_OUTPUT": "\(place)/.output",
      "GITHUB_STEP_SUMMARY": "\(place)/.summary",
      "GITHUB_TOKEN": host.makeToken(permissions),
    ]
  }

  private func gitLab(_ job: Job) -> [String: String] {
    [
      "GITLAB_CI": "true", "CI_API_V4_URL": host.api, "CI_PROJECT_ID": "7", "CI_COMMIT_SHA": job.commit,
      "CI_JOB_URL": "https://gitlab.example/shop/segments/-/jobs/17", "CI_DEFAULT_BRANCH": "main",
      "GITLAB_TOKEN": host.makeToken(["api", "developer"]),
    ]
  }

  /// Plans a request.
  @discardableResult
  func plan(_ number: Int, exitCode: Int32 = 0) async throws -> ChildProcess.Outcome {
    let outcome = try await run(planJob(number))
    #expect(outcome.exitCode == exitCode, "\(outcome.output)\(outcome.errors)")
    return outcome
  }

  /// Applies a commit of the main branch, by default its tip, and checks that it does only what a status approves.
  ///
  /// A run that is cut off does a part of the plan, and so does the next one: then `isWhole` is false.
  @discardableResult
  func apply(
    _ commit: String? = nil,
    exitCode: Int32 = 0,
    isWhole: Bool = true,
    meanwhile body: @Sendable (Program.Running) async throws -> Void = { _ in }
  ) async throws -> ChildProcess.Outcome {
    let job = try await mainJob("Apply", commit)
    let before = rehearsal.store.store
    let outcome = try await run(job, meanwhile: body)
    #expect(outcome.exitCode == exitCode, "\(outcome.output)\(outcome.errors)")
    let effect = StoreEffect(from: before, to: rehearsal.store.store)
    if !effect.isNothing {
      let status = approval(of: job.commit)
      #expect(status?.state == "success", "\(String(describing: status))")
      let approved = StoreEffect(description: status?.description ?? "")
      #expect(isWhole ? effect == approved : effect.isPart(of: approved), "\(effect) is not \(approved)")
    }
    if exitCode == 3 || exitCode == 1 { #expect(effect.isNothing) }
    return outcome
  }

  /// The status that approves a commit of the main branch, by the rules of the recipes.
  func approval(of commit: String) -> HostState.Status? {
    let statuses = host.statuses.filter { $0.name == name && $0.author == host.host.bot }
    if let own = statuses.last(where: { $0.commit == commit }) { return own }
    let request = host.requests.first { $0.landing?.commits.contains(commit) == true && !$0.isFromFork }
    return statuses.last { $0.commit == request?.head }
  }

  /// Applies the tip of the main branch, and expects that it has no approved plan.
  func applyWithoutApproval() async throws {
    let outcome = try await apply(exitCode: 3)
    #expect(outcome.errors.contains("no plan was approved"), "\(outcome.errors)")
  }

  /// Applies the plan that a stopped apply of the tip showed instead of the approved one, by its id.
  func applyShownPlan(_ stopped: ChildProcess.Outcome) async throws {
    let ids = (stopped.output + stopped.errors).matches(of: /p-[0-9a-f]{64}/).map { String($0.output) }
    let approved = approval(of: host.tip)?.description ?? ""
    var job = try await mainJob("Apply by id")
    let id = try #require(ids.first { !approved.hasPrefix($0) }, "\(stopped.output)\(stopped.errors)")
    job.variables["PLAN_ID"] = id
    let outcome = try await run(job)
    #expect(outcome.exitCode == 0, "\(outcome.output)\(outcome.errors)")
  }

  /// The comments of a kind that jobs wrote to a request.
  func comments(_ kind: String, of number: Int) -> [String] {
    host.comments(of: number).filter { $0.author == host.host.bot && $0.body.hasPrefix("<!-- \(name):\(kind) -->") }.map(\.body)
  }
}

/// What changed in a store, in the numbers of a status.
struct StoreEffect: Equatable, CustomStringConvertible {
  /// Segments created and deleted, members added and removed.
  private let numbers: [Int]

  init(from old: Store, to new: Store) {
    let names = Set((old.segments + new.segments).map(\.name))
    var numbers = [0, 0, 0, 0]
    for name in names {
      let (before, after) = (old.segment(named: name), new.segment(named: name))
      let (left, right) = (
        before.flatMap { old.members(of: $0.id) } ?? .empty, after.flatMap { new.members(of: $0.id) } ?? .empty
      )
      numbers[0] += before == nil ? 1 : 0
      numbers[1] += after == nil ? 1 : 0
      numbers[2] += right.subtracting(left).count
      // The members of a deleted segment are not removed one by one.
      numbers[3] += after == nil ? 0 : left.subtracting(right).count
    }
    self.numbers = numbers
  }

  /// Reads `p-…: segments +1 ~0 -0, members +4 -1`.
  init(description: String) {
    let found = description.drop { $0 != ":" }.split { !$0.isNumber }.compactMap { Int($0) }
    numbers = found.count == 5 ? [found[0], found[2], found[3], found[4]] : [0, 0, 0, 0]
  }

  var isNothing: Bool { numbers.allSatisfy { $0 == 0 } }

  func isPart(of whole: StoreEffect) -> Bool { zip(numbers, whole.numbers).allSatisfy { $0 <= $1 } }

  var description: String { "segments +\(numbers[0]) -\(numbers[1]), members +\(numbers[2]) -\(numbers[3])" }
}

/// Runs the body with a repository, whose main branch declares these segments in `segments/a.yaml`, and a store that has them.
///
/// It checks afterwards that no request to the host broke a rule of its reference.
func withPipeline(
  _ kind: CodeHostServer.Host,
  profiles: Int = 100,
  segments: [String: [Int]] = ["A": [1, 2, 3]],
  isolation: isolated (any Actor)? = #isolation,
  _ body: @escaping @Sendable (Pipeline) async throws -> Void
) async throws {
  try await withRehearsal(profiles: profiles, segments: segments) { rehearsal in
    let files = ["segments/a.yaml": Rehearsal.manifest(segments)]
    for (path, text) in files { try rehearsal.write(text, to: path) }
    try rehearsal.write("", to: "state/.keep")
    let state = "\(rehearsal.folder)/state/segplan.state.json"
    let first = try await rehearsal.segapply("segments", "--auto-approve", "--state", state)
    #expect(first.exitCode == 0, "\(first.errors)")
    try await withCodeHost(kind, files: files) { host in
      try await body(Pipeline(host: host, rehearsal: rehearsal))
      #expect(host.violations == [])
    }
  }
}
