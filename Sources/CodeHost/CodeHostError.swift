package import Diagnostics
import HTTPExchange

/// A request to a code host failed.
package struct CodeHostError: DiagnosedError, Hashable {
  /// `GitHub`, `GitLab`.
  let host: String
  /// What was tried, as after "could not": `list the comments of request 12`.
  let action: String
  let reason: String
  /// Sentences; empty if the reason says it all.
  var advice = ""
  /// Whether the host may have done what was asked, although its answer is missing.
  var isUncertain = false

  package var diagnostics: [Diagnostic] {
    [
      Diagnostic(
        .error,
        code: "code-host",
        summary: "\(host): could not \(action): \(reason)",
        detail: advice.isEmpty ? nil : advice
      )
    ]
  }
}

extension CodeHostError {
  /// The reason and the advice for an answer that is not a success.
  static func words(_ answer: HTTPAnswer, host: String) -> (reason: String, advice: String) {
    let message = message(answer)
    let reason = "it answered \(answer.status)\(message.isEmpty ? "" : " (\(message))")"
    switch answer.status {
    case 300..<400: return ("\(reason), a redirect, which this program does not follow", "Check the address of the API.")
    case 401: return (reason, "The token is not valid, or has expired.")
    case 403: return (reason, missingPermission(answer))
    case 404:
      return (reason, "\(host) also answers this if the token has no access. Check the token and the name of the project.")
    case 410: return (reason, "Turn issues on in the settings of the project.")
    default: return (reason, "")
    }
  }

  /// GitHub names the permissions that are sufficient (https://docs.github.com/en/rest/using-the-rest-api/troubleshooting-the-rest-api).
  private static func missingPermission(_ answer: HTTPAnswer) -> String {
    guard let needed = answer.headers["x-accepted-github-permissions"], !needed.isEmpty else {
      return "The token lacks a permission, or the project does not allow it."
    }
    return "The token lacks a permission. One of these is needed: \(shown(needed))."
  }

  /// What the host says about a failure: its message, or the answer itself if that says more.
  private static func message(_ answer: HTTPAnswer) -> String {
    if let said = try? decoded(Said.self, from: answer.body), said.errors == nil { return shown(said.message) }
    return shown(String(decoding: answer.body.prefix(1_000), as: UTF8.self))
  }

  /// At most 200 characters on one line.
  private static func shown(_ text: String) -> String {
    let line = text.split(whereSeparator: \.isWhitespace).joined(separator: " ")
    return line.count > 200 ? "\(line.prefix(200))…" : line
  }

  private struct Said: Decodable {
    struct Errors: Decodable {}

    let message: String
    let errors: [Errors]?
  }
}

/// The commit that is deployed has no approved plan.
package struct MissingApprovalError: DiagnosedError, Hashable {
  let commit: String
  /// Why, in a sentence.
  let reason: String

  package var diagnostics: [Diagnostic] {
    [
      Diagnostic(
        .error,
        code: "plan-not-approved",
        summary: "no plan was approved for the commit \(commit)",
        detail: """
          \(reason) Nothing was changed. `segplan --publish` sets the status when it plans a request. To apply the manifests anyway, review their plan, \
          and approve it by its id:

              segapply --expect-plan PLAN-ID
          """
      )
    ]
  }
}
