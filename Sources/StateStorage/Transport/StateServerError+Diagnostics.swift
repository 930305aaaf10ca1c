import Diagnostics
import HTTPExchange

// None of these words says what the run has changed, which a request cannot know.

extension StateServerError {
  var words: DiagnosticWords {
    switch kind {
    case .noAnswer(let failure):
      Self.words(of: failure, location)
    case .redirected(let region?):
      (
        "wrong-region", "the bucket of the state \(location) is in the region \(region)",
        "Set this region: ?region=\(region) in the address of the state, or AWS_REGION."
      )
    case .redirected(nil):
      (
        "state-redirected", "the server of the state \(location) answered with a redirect, which this program never follows",
        """
        Following it would send the state and the credentials to another address. Use the address that it leads to, or check any proxy \
        between here and the server.
        """
      )
    case .credentialsRefused(let refusal):
      Self.words(of: refusal, location)
    case .forbidden(let reason):
      (
        "state-forbidden", "the server of the state \(location) does not allow this\(Self.reason(reason))",
        isBucket
          ? """
          Planning needs s3:GetObject, and s3:ListBucket to tell a missing state from a forbidden one. Applying also needs s3:PutObject \
          and s3:DeleteObject.
          """
          : """
          Planning needs the right to read the state. Applying needs the rights to write and lock it. On GitLab, reading needs the role \
          Developer, and writing the role Maintainer.
          """
      )
    case .notFound(let reason):
      (
        "state-not-found", "the server did not find what is at \(location)\(Self.reason(reason))",
        isBucket
          ? """
          This does not mean that there is no state yet: for that, S3 answers with the code NoSuchKey. Check the bucket, the endpoint, \
          and any proxy between here and the server.
          """
          : """
          This does not mean that there is no state yet: for that, a server answers with status 204, or with 404 and no text other than \
          "not found". Check the address and the credentials. GitLab says "Project Not Found" both for a project that does not exist and \
          for one that the token may not read.
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
        "state-not-kept", "the server of the state \(location) does not store what this run writes: \(Self.words(of: found))",
        """
        It accepted the write. Use a server that stores documents as they are, without dropping fields or truncating them, and make \
        sure that no cache answers for it.
        """
      )
    case .lockForEveryone:
      (
        "state-lock-not-exclusive", "the server of the state \(location) gives its lock to several processes at the same time",
        """
        With such a lock, two runs could change the store at the same time, so this command stops. Check that the address is that of a state, and \
        that the server answers 423 or 409 to a request for a lock that is held.
        """
      )
    case .webDAV:
      (
        "state-lock-not-exclusive",
        "the server of the state \(location) is a file server (WebDAV), which has a different kind of lock",
        "Use a server that speaks Terraform's HTTP state protocol, such as GitLab, or a bucket: s3://BUCKET/KEY."
      )
    case .noLocking(let reason):
      (
        "state-no-locking", "the server of the state \(location) does not give a lock\(Self.reason(reason))",
        """
        Without a lock, two runs could change the store at the same time, so this one stops. If the address is right and \
        locks have their own address or methods, set SEGPLAN_HTTP_LOCK_ADDRESS, SEGPLAN_HTTP_UNLOCK_ADDRESS, \
        SEGPLAN_HTTP_LOCK_METHOD and SEGPLAN_HTTP_UNLOCK_METHOD.
        """
      )
    case .stateTooLarge:
      (
        "state-too-large", "the server does not accept a state as large as \(location)",
        isBucket
          ? "Check the limits of the server, and of any proxy in between."
          : "Its administrator sets the limit. On GitLab it is the Terraform limit in the admin area, under Preferences."
      )
    case .rejected(let reason):
      (
        "state-rejected", "the server of the state \(location) rejected the request\(Self.reason(reason))",
        "Check that the address is that of a state, and that no cache or proxy answers instead of the server."
      )
    case .unavailable(let reason):
      (
        "state-unavailable", "the server of the state \(location) is not available at the moment\(Self.reason(reason))",
        "Run the command again later. It skips what is already done."
      )
    case .damaged:
      (
        "state-damaged",
        "the state \(location) was damaged on its way: it does not match the checksum that the server gives for it",
        "Run the command again. If the problem persists, the stored state is damaged."
      )
    case .noBucket(let bucket):
      (
        "no-bucket", "there is no bucket \"\(bucket)\"",
        "This program does not create buckets. Check its name, region and endpoint."
      )
    case .noConditions(let reason):
      (
        "state-no-conditions", "the server of the state \(location) has no conditional writes\(Self.reason(reason))",
        """
        The lock needs If-None-Match, and the state needs If-Match. AWS, R2 and MinIO (2024-11 or later) support both. Without them two \
        runs could change the store at once, or a run could not write the state at its end, so this run stops.
        """
      )
    case .noKeys:
      (
        "no-aws-keys", "the answer of AWS's credential service contains no keys",
        "Something else may be answering. Check AWS_ENDPOINT_URL_STS or AWS_CONTAINER_CREDENTIALS_FULL_URI if it is set."
      )
    case .noContainerKeys(let reason):
      (
        "no-aws-keys", "the container's credential service gives no keys\(Self.reason(reason))",
        """
        Without keys, this run cannot send a request to the state's server. Check AWS_CONTAINER_CREDENTIALS_FULL_URI or \
        AWS_CONTAINER_CREDENTIALS_RELATIVE_URI, and the agent that answers there. Or set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY.
        """
      )
    }
  }

  private static func words(of failure: HTTPFailure, _ location: String) -> DiagnosticWords {
    switch failure {
    case .unreachable(let reason):
      (
        "state-unreachable", "the state \(location) cannot be reached: \(reason)",
        "Check the address given with --state (or SEGPLAN_STATE), the network, HTTPS_PROXY and NO_PROXY, then run the command again."
      )
    case .lasting(let reason, let advice):
      ("state-unreachable", "the state \(location) cannot be reached: \(reason)", advice)
    case .timedOut(let seconds):
      (
        "state-timeout", "the server of the state \(location) did not answer completely within \(seconds) s",
        "Run the command again. It skips what is already done."
      )
    case .tooLarge(let limit):
      (
        "state-answer-too-large", "the answer for the state \(location) has more than \(limit) bytes",
        "No state is nearly as large; something else may be answering. Check the address."
      )
    }
  }

  private var isBucket: Bool { location.hasPrefix("s3://") }

  private static func words(of refusal: Refusal, _ location: String) -> DiagnosticWords {
    let summary = "the server of the state \(location) refused the credentials"
    return switch refusal {
    case .http(sent: true):
      (
        "state-credentials-refused", summary,
        "Check SEGPLAN_HTTP_USERNAME and SEGPLAN_HTTP_PASSWORD, or SEGPLAN_HTTP_TOKEN: they may be wrong, revoked, or for another project."
      )
    case .http(sent: false):
      (
        "state-credentials-missing", "the server of the state \(location) asks for credentials",
        """
        Set them in the environment, not on the command line:

            SEGPLAN_HTTP_USERNAME=…
            SEGPLAN_HTTP_PASSWORD=…
        """
      )
    case .unknownAccessKey:
      (
        "state-credentials-refused", "\(summary): it does not know the access key",
        "Check AWS_ACCESS_KEY_ID, or the profile in the shared credentials file. The key may be deleted or belong to another server."
      )
    case .wrongSecret:
      (
        "state-credentials-refused", "\(summary): the secret does not belong to the access key",
        "Check AWS_SECRET_ACCESS_KEY, or aws_secret_access_key of the profile, and the region of the bucket."
      )
    case .expired:
      (
        "state-credentials-refused", "\(summary): they have expired, or the session token is wrong",
        "Get new ones and run the command again. With permanent keys, AWS_SESSION_TOKEN must not be set."
      )
    case .clock:
      (
        "state-clock", "\(summary): this machine's clock is wrong",
        "Signatures contain the time. Set the clock and run the command again."
      )
    case .role(let reason):
      (
        "state-credentials-refused", "AWS's token service gives no keys for the role\(Self.reason(reason))",
        """
        Check the role (AWS_ROLE_ARN, or role_arn of the profile), and that it trusts the CI system or the keys that assume it. With a \
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
