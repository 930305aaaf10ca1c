import HTTPExchange
import Reporting

/// Who runs, for locks and journals: in a CI job the person who started it and the job's address, elsewhere `user@host`.
enum JobIdentity {
  /// Longer values are cut: they come from the environment.
  private static let maximumLength = 300

  static func who(_ environment: [String: String], user: String, host: String) -> String {
    let variables = EnvironmentVariables(environment)
    if variables["GITHUB_ACTIONS"] == "true", let person = variables["GITHUB_TRIGGERING_ACTOR"] ?? variables["GITHUB_ACTOR"] {
      let parts = [variables["GITHUB_SERVER_URL"], variables["GITHUB_REPOSITORY"]].compactMap(\.self)
      let run = variables["GITHUB_RUN_ID"].map { "/actions/runs/\($0)" } ?? ""
      return visible("\(person) in \(parts.count == 2 ? parts.joined(separator: "/") + run : "GitHub Actions")")
    }
    if variables["GITLAB_CI"] == "true", let person = variables["GITLAB_USER_LOGIN"] {
      return visible("\(person) in \(variables["CI_JOB_URL"] ?? variables["CI_PROJECT_PATH"] ?? "GitLab CI")")
    }
    return "\(user)@\(host)"
  }

  /// On one line, without characters that steer a terminal.
  private static func visible(_ text: String) -> String { String(VisibleText.of(text).prefix(maximumLength)) }
}
