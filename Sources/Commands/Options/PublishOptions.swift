import ArgumentParser
import CodeHost
import Diagnostics
import HTTPExchange

/// Where a result is published.
struct PublishOptions: ParsableArguments {
  private static let nameVariable = "SEGPLAN_PUBLISH_NAME"
  private static let standardName = "segplan"

  @Option(
    help: .value(
      "host",
      """
      Publish the result from a GitHub or GitLab job: a plan as a comment and a commit status, drift as an issue, an apply as a comment. Needs \
      GITHUB_TOKEN or GITLAB_TOKEN. A failure is only a warning.
      """
    )
  )
  var publish: CodeHostSettings.Kind?

  @Option(
    help: .value(
      "name",
      "The name of the status and of the comments; set one for each store of a repository. (default: SEGPLAN_PUBLISH_NAME, else segplan)"
    )
  )
  var publishName: String?

  /// - Throws: `ValidationError` for a name that would not fit in a status or in a comment of HTML.
  func name(_ environment: [String: String]) throws -> String {
    let name = publishName ?? EnvironmentVariables(environment)[Self.nameVariable] ?? Self.standardName
    let isValid = name.utf8.allSatisfy { $0.isAlphanumeric || "-._/".utf8.contains($0) } && !name.contains("--")
    guard isValid, (1...100).contains(name.utf8.count), name.utf8.first != UInt8(ascii: "-"), name.utf8.last != UInt8(ascii: "-")
    else {
      throw ValidationError("--publish-name takes 1 to 100 letters, digits and -._/ such as segplan/eu, without -- in it.")
    }
    return name
  }
}

extension CodeHostSettings.Kind: ExpressibleByArgument {}
