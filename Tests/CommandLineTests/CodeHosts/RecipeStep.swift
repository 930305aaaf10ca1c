import FoundationEssentials
import TestSupport
import Testing

/// A step or a job of the recipes in `examples`, with its own lines.
struct RecipeStep: Decodable, Sendable {
  /// The text that bash runs.
  let script: String
  /// What the recipe gives the job's token on GitHub, such as `statuses: write`.
  let permissions: Set<String>
  /// When the step runs; empty for always.
  let condition: String

  /// The steps by host and name, such as `GitHub Plan`; on GitLab the names are those of the jobs.
  static let all = Task { () async throws -> [String: RecipeStep] in
    let outcome = try await Python.run(["-c", reader, "\(RepositoryRoot.path)/examples"])
    return try JSONDecoder().decode([String: RecipeStep].self, from: Data(outcome.output.utf8))
  }

  private static let reader = """
    import json, sys, yaml
    steps = {}
    for name in "plan", "apply", "drift":
        flow = yaml.safe_load(open(f"{sys.argv[1]}/github-actions/{name}.yml"))
        permissions = [f"{key}: {value}" for key, value in flow["permissions"].items()]
        for job in flow["jobs"].values():
            for step in job["steps"]:
                if "run" in step and "name" in step:
                    assert "${{" not in step["run"], step["run"]
                    steps["GitHub " + step["name"]] = {
                        "script": step["run"], "permissions": permissions, "condition": step.get("if", "")}
    spec, jobs = open(f"{sys.argv[1]}/gitlab-ci/templates/segplan.yml").read().split("\\n---\\n")
    for name, values in yaml.safe_load(spec)["spec"]["inputs"].items():
        jobs = jobs.replace(f"$[[ inputs.{name} ]]", values.get("default", "0.0.0"))
    assert "$[[" not in jobs, jobs
    for name, job in yaml.safe_load(jobs).items():
        if "script" in job:
            steps["GitLab " + name] = {"script": "\\n".join(job["script"]), "permissions": [], "condition": ""}
    print(json.dumps(steps))
    """

  static func named(_ name: String, on host: CodeHostServer.Host) async throws -> RecipeStep {
    let gitLabName = name.lowercased().replacing(" ", with: "-")
    return try #require(
      try await all.value["\(host.rawValue) \(host == .gitHub ? name : gitLabName)"],
      "no step \(name) in the recipe for \(host.rawValue)"
    )
  }
}
