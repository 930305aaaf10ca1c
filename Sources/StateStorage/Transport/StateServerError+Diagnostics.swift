import Diagnostics

// The one place where servers of states have words. None of them says what the run has changed: a request cannot know.

extension StateServerError {
  var words: DiagnosticWords {
    switch kind {
    case .unreachable(let reason):
      (
        "state-unreachable", "the state \(location) cannot be reached: \(reason)",
        "Check the address given with --state (or SEGPLAN_STATE), the network, HTTPS_PROXY and NO_PROXY, then run the command again."
      )
    case .cannotConnect(let reason, let advice):
      ("state-unreachable", "the state \(location) cannot be reached: \(reason)", advice)
    case .timedOut(let seconds):
      (
        "state-timeout", "the server of the state \(location) gave no complete answer within \(seconds) s",
        "Run the command again; what was done already is found done."
      )
    case .tooLarge(let limit):
      (
        "state-answer-too-large", "the answer for the state \(location) is over \(limit) bytes",
        "No state is nearly as large; something else may be answering. Check the address."
      )
    case .redirected(let region?):
      (
        "wrong-region", "the bucket of the state \(location) is in the region \(region)",
        "Give that region: ?region=\(region) in the address of the state, or AWS_REGION."
      )
    case .redirected(nil):
      (
        "state-redirected", "the server of the state \(location) answered with a redirect, which is never followed",
        """
        Following would send state and credentials to another address. Give the address that it leads to, or check any proxy between \
        here and the server.
        """
      )
    case .credentialsRefused(let refusal):
      Self.words(of: refusal, location)
    case .forbidden(let reason):
      (
        "state-forbidden", "the server of the state \(location) does not allow this\(Self.reason(reason))",
        isBucket
          ? """
          Planning needs s3:GetObject, and s3:ListBucket so that a missing state can be told from a forbidden one. Applying also needs \
          s3:PutObject and s3:DeleteObject.
          """
          : """
          Planning needs the right to read the state, applying the rights to write and to lock it. On GitLab reading takes the role \
          Developer and writing the role Maintainer.
          """
      )
    case .notFound(let reason):
      (
        "state-not-found", "the server did not find what is at \(location)\(Self.reason(reason))",
        isBucket
          ? """
          This does not mean that there is no state yet: S3 says that with the code NoSuchKey. Check the bucket, the endpoint, and any \
          proxy between here and the server.
          """
          : """
          This does not mean that there is no state yet: a server says that with status 204, or with 404 and no text other than "not \
          found". Check the address and the credentials. GitLab says "Project Not Found" for a project that does not exist, and for one \
          that the token may not read.
          """
      )
    case .webPage(let title):
      (
        "state-web-page",
        "the server of the state \(location) sent a web page, perhaps a login\(title.isEmpty ? "" : ": \"\(title)\"")",
        "Check the address of the state, and whether a proxy or a single sign-on page answers in the server's place."
      )
    case .notKept(let found):
      (
        "state-not-kept", "the server of the state \(location) does not keep what is written there: \(Self.words(of: found))",
        """
        It answered the write with success. Use a server that stores documents as they are, without dropping fields or cutting them off, \
        and keep caches from answering for it.
        """
      )
    case .lockForEveryone:
      (
        "state-lock-not-exclusive", "the server of the state \(location) gives its lock to everyone who asks for it",
        """
        Such a lock keeps nobody out: two runs could change the store at once, so this command stops. Check that the \
        address is the one of a state, and that it answers 423 or 409 to a request for a lock that is held.
        """
      )
    case .webDAV:
      (
        "state-lock-not-exclusive",
        "the server of the state \(location) is a file server (WebDAV), whose locks are of another kind",
        "Use a server that speaks Terraform's HTTP state protocol, such as GitLab, or a bucket: s3://BUCKET/KEY."
      )
    case .noLocking(let reason):
      (
        "state-no-locking", "the server of the state \(location) gives no lock\(Self.reason(reason))",
        """
        Without a lock two runs could change the store at once, so this one stops. If the address is right and \
        locks have an address or methods of their own, set SEGPLAN_HTTP_LOCK_ADDRESS, SEGPLAN_HTTP_UNLOCK_ADDRESS, \
        SEGPLAN_HTTP_LOCK_METHOD and SEGPLAN_HTTP_UNLOCK_METHOD.
        """
      )
    case .stateTooLarge:
      (
        "state-too-large", "the server does not take a state as large as \(location)",
        isBucket
          ? "Check the limits of the server, and of any proxy between here and it."
          : "Its administrator sets the limit. On GitLab it is the Terraform limit in the admin area, under Preferences."
      )
    case .rejected(let reason):
      (
        "state-rejected", "the server of the state \(location) rejected the request\(Self.reason(reason))",
        "Check that the address is the one of a state, and that no cache or proxy answers in the server's place."
      )
    case .unavailable(let reason):
      (
        "state-unavailable", "the server of the state \(location) is not available at the moment\(Self.reason(reason))",
        "Run the command again later; what was done already is found done."
      )
    case .damaged:
      (
        "state-damaged",
        "the state \(location) was damaged on its way: it does not have the checksum that the server gives for it",
        "Run the command again; if it stays so, the stored state is damaged."
      )
    case .noBucket(let bucket):
      (
        "no-bucket", "there is no bucket \"\(bucket)\"",
        "Buckets are not created by this program. Check its name, region and endpoint."
      )
    case .noConditions(let reason):
      (
        "state-no-conditions", "the server of the state \(location) has no conditional writes\(Self.reason(reason))",
        """
        The lock needs If-None-Match, and the state needs If-Match. AWS, R2 and MinIO of 2024-11 or later honour both. Without them two \
        runs could change the store at once, or the state could not be written when a run ends, so this one stops.
        """
      )
    case .noKeys:
      (
        "no-aws-keys", "the answer of AWS's credential service holds no keys",
        "Something else may be answering. Check AWS_ENDPOINT_URL_STS or AWS_CONTAINER_CREDENTIALS_FULL_URI if it is set."
      )
    case .noContainerKeys(let reason):
      (
        "no-aws-keys", "the container's credential service gives no keys\(Self.reason(reason))",
        """
        Without keys the state's server was not asked. Check AWS_CONTAINER_CREDENTIALS_FULL_URI or \
        AWS_CONTAINER_CREDENTIALS_RELATIVE_URI, and the agent that answers there; or set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY.
        """
      )
    }
  }

  /// Advice has to fit the kind of server.
  private var isBucket: Bool { location.hasPrefix("s3://") }

  private static func words(of refusal: Refusal, _ location: String) -> DiagnosticWords {
    let summary = "the server of the state \(location) refused the credentials"
    return switch refusal {
    case .http(sent: true):
      (
        "state-credentials-refused", summary,
        "Check SEGPLAN_HTTP_USERNAME and SEGPLAN_HTTP_PASSWORD, or SEGPLAN_HTTP_TOKEN: wrong, revoked, or for another project."
      )
    case .http(sent: false):
      (
        "state-credentials-missing", "the server of the state \(location) asks for credentials",
        """
        Set them in the environment; they are never taken from the command line:

            SEGPLAN_HTTP_USERNAME=…
            SEGPLAN_HTTP_PASSWORD=…
        """
      )
    case .unknownAccessKey:
      (
        "state-credentials-refused", "\(summary): it does not know the access key",
        "Check AWS_ACCESS_KEY_ID, or the profile in the shared credentials file. The key may be deleted, or another server's."
      )
    case .wrongSecret:
      (
        "state-credentials-refused", "\(summary): the secret does not belong to the access key",
        "Check AWS_SECRET_ACCESS_KEY, or aws_secret_access_key of the profile, and that the region is the bucket's."
      )
    case .expired:
      (
        "state-credentials-refused", "\(summary): they have expired, or the session token is wrong",
        "Get fresh ones and run the command again. With permanent keys AWS_SESSION_TOKEN must not be set."
      )
    case .clock:
      (
        "state-clock", "\(summary): this machine's clock is too far off",
        "Signatures hold the time. Set the clock and run the command again."
      )
    case .role(let reason):
      (
        "state-credentials-refused", "AWS's token service gives no keys for the role\(Self.reason(reason))",
        """
        Check the role (AWS_ROLE_ARN, or role_arn of the profile) and that it trusts the CI system or the keys that take it on. With a \
        token, check the file that AWS_WEB_IDENTITY_TOKEN_FILE names.
        """
      )
    case .container(let reason):
      (
        "state-credentials-refused", "the container's credential service gives no keys\(Self.reason(reason))",
        "Check the role of the task or pod, and AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE."
      )
    }
  }

  private static func words(of found: Found) -> String {
    switch found {
    case .nothing: "it then said that there is no state"
    case .earlier: "it then returned the state from before"
    case .other: "it then returned something else"
    }
  }

  private static func reason(_ text: String) -> String { text.isEmpty ? "" : ": \(text)" }
}
