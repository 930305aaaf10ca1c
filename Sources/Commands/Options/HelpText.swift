import ArgumentParser

extension ArgumentHelp {
  /// The help of an option or argument whose value has this name.
  static func value(_ name: String, _ text: String) -> ArgumentHelp { ArgumentHelp(text, valueName: name) }
}

/// Help that both programs share, in lines under 80 columns, where the parser would break them.
enum HelpText {
  static let environment = """
    ENVIRONMENT
      BIGCOMMERCE_STORE_HASH         the store to use
      BIGCOMMERCE_ACCESS_TOKEN       a token with the scope Customers: modify
      BIGCOMMERCE_ACCESS_TOKEN_FILE  or a file that holds it
      SEGPLAN_API_URL                instead of https://api.bigcommerce.com;
                                     plain http only for this machine
      SEGPLAN_STATE                  where the state is, without --state
      SEGPLAN_HTTP_USERNAME          for a state at http(s)://…, with
      SEGPLAN_HTTP_PASSWORD          its password; or SEGPLAN_HTTP_TOKEN
      AWS_ACCESS_KEY_ID, …           for a state at s3://…: as for AWS's tools
      SEGPLAN_NOTIFY_URL             where to post drift and applies, without
                                     --notify
      GITHUB_TOKEN, GITLAB_TOKEN     for --publish and --approved; or the same
                                     with _FILE: a file that holds it
      SEGPLAN_PUBLISH_NAME           the name of statuses and comments, without
                                     --publish-name
      SEGPLAN_PUBLISHER              the login that the token writes as, if it
                                     is not GitHub's own or the token's user
      SEGPLAN_JOURNAL_DIR            where an apply keeps its journal if the
                                     state is on a server
      SEGPLAN_VAR_NAME               the value of ${NAME} in manifests
      SEGPLAN_PATIENCE               how long to retry requests, without
                                     --patience
      HTTPS_PROXY, NO_PROXY, …       proxies, as for curl
      SSL_CERT_FILE, SSL_CERT_DIR    certificates to trust besides the system's;
                                     AWS_CA_BUNDLE for s3://…
      SEGPLAN_REDACTION_SALT         a secret that makes the hashes of
                                     --redact-members the same in every run
      NO_COLOR                       if not empty: no colour
    """

  static let planExitStatus = """
    EXIT STATUS
      0   done; with --detailed-exitcode: nothing to change
      1   error: bad manifest, store or state unreachable, refused credentials
      2   changes (with --detailed-exitcode), or drift
      3   a guardrail would stop the apply
      4   the state is locked by another run (segplan state, unlock)
      64  wrong usage
      130 interrupted
    """

  static let applyExitStatus = """
    EXIT STATUS
      0   done, or nothing to do
      1   error: bad manifest, store or state unreachable, refused credentials
      3   stopped: by a guardrail, a stale plan, or without approval
      4   the state is locked by another run
      5   partly applied: what was not done is listed; a re-run continues
      64  wrong usage
      130 interrupted: what is done is recorded; a re-run continues
      With 1, 3, 4 and 64 nothing was changed.
    """
}
