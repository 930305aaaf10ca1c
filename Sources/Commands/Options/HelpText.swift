/// Help that several programs share.
///
/// Lines stay under 80 columns, where the parser would break them.
enum HelpText {
  /// The variables that a run reads.
  static let environment = """
    ENVIRONMENT
      BIGCOMMERCE_STORE_HASH         which store
      BIGCOMMERCE_ACCESS_TOKEN       a token with the scope Customers: modify
      BIGCOMMERCE_ACCESS_TOKEN_FILE  or a file that holds it
      SEGPLAN_API_URL                in place of https://api.bigcommerce.com;
                                     plain http for this machine only
      SEGPLAN_STATE                  where the state is, unless --state is given
      SEGPLAN_HTTP_USERNAME          for a state at http(s)://…, with
      SEGPLAN_HTTP_PASSWORD          its password; or SEGPLAN_HTTP_TOKEN
      AWS_ACCESS_KEY_ID, …           for a state at s3://…: as for AWS's tools
      SEGPLAN_NOTIFY_URL             where drift and applies are told
      SEGPLAN_PATIENCE               how long requests are tried again, unless
                                     --patience is given
      HTTPS_PROXY, NO_PROXY, …       proxies, as for curl
      SSL_CERT_FILE, SSL_CERT_DIR    certificates to trust beside the system's;
                                     AWS_CA_BUNDLE for s3://…
      SEGPLAN_REDACTION_SALT         a secret, to give the hashes of
                                     --redact-members the same values in every
                                     run; without it they differ
      NO_COLOR                       set to anything: no colour
    """

  /// How `segplan` ends.
  static let planExitStatus = """
    EXIT STATUS
      0   done; with --detailed-exitcode: nothing to change
      1   error: bad manifest, store or state unreachable, refused credentials
      2   with --detailed-exitcode: there are changes; of drift: there is some
      3   a guardrail would stop the apply
      64  wrong usage
      130 interrupted
    """

  /// How `segapply` ends.
  static let applyExitStatus = """
    EXIT STATUS
      0   done, or nothing to do
      1   error: bad manifest, store or state unreachable, refused credentials
      3   stopped by a guardrail, a stale plan, or a person who said no
      4   the state is locked by somebody else
      5   partly applied: what was not done is listed; a re-run continues
      64  wrong usage
      130 interrupted: what is done is recorded; a re-run continues
      With 1, 3, 4 and 64 nothing was changed.
    """
}
