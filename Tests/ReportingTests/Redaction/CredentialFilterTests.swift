import Diagnostics
import FoundationEssentials
import Planning
import TestSupport
import Testing

@testable import Reporting

struct CredentialFilterTests {
  private static func filtered(_ text: String, _ secrets: String...) -> String {
    let known = KnownCredentials()
    for secret in secrets { known.add(secret) }
    return String(decoding: CredentialFilter(known).bytes(Array(text.utf8)), as: UTF8.self)
  }

  private static let secret = "p4ss/w\"rd+\\x_y&z%@~Q9"

  @Test func `a credential is hidden in every form`() throws {
    let secret = Self.secret
    let problem = Diagnostic(
      .error,
      code: "c",
      summary: "it said \(secret)!",
      detail: "or \(secret).",
      range: Sample.range(1, 1..<2, file: secret)
    )
    let review = Review(failure: [problem])
    var texts = [
      "X-Auth-Token: \(secret)", "https://ada:\(secret)@host/", MarkdownReport().text(review), JUnitReport.text(review),
      SARIFReport.text([problem], category: "c", toolVersion: "1"), CodeQualityReport.text([problem]),
      WorkflowCommands.annotations([problem]), DiagnosticReport(style: .plain).text([problem]),
      String(decoding: try JSONEncoder().encode(["x": secret]), as: UTF8.self), "p4ss%2Fw%22rd%2B%5Cx_y%26z%25%40~Q9",
      "p4ss%2fw%22rd%2b%5cx_y%26z%25%40~Q9",
    ]
    for user in ["a", "ab", "abc", "ada"] {
      let encoded = Data("\(user):\(secret)".utf8).base64EncodedString()
      texts += ["Authorization: Basic \(encoded)", encoded.replacing("+", with: "-").replacing("/", with: "_")]
    }
    for text in texts {
      let shown = Self.filtered(text, secret)
      #expect(shown.contains("***"), "\(text)")
      for part in ["p4ss", "Q9", "NzL3ciOmQ", "XHhfe"] { #expect(!shown.contains(part), "\(shown)") }
      #expect(shown.utf8.count <= text.utf8.count)
    }
  }

  @Test func `a part of a credential is hidden too, for example in a shortened line`() {
    let token = "abcdefghijklmnopqrstuvwxyz01234"
    #expect(Self.filtered("it is abcdefghijklmnopqrst…", token) == "it is ***…")
    #expect(Self.filtered("…ijklmnopqrstuvwxyz01234", token) == "…***")
    #expect(Self.filtered("alphabet: abcdefghijk", token) == "alphabet: abcdefghijk")
    #expect(Self.filtered("x\(token)\(token)y", token) == "x******y")
  }

  @Test(arguments: SeededRandom.seeds(50))
  func `a credential is hidden wherever it is and whatever surrounds it`(seed: UInt64) {
    var random = SeededRandom(seed: seed)
    let letters = Array("ab01+/=:. ")
    func text(_ count: Int) -> String {
      String((0..<count).map { _ in letters[Int.random(in: 0..<letters.count, using: &random)] })
    }
    let secrets = (0..<3).map { _ in "x" + text(Int.random(in: 3...40, using: &random)) + "y" }
    let all = (0..<20).map { _ in text(Int.random(in: 0...30, using: &random)) + secrets[Int.random(in: 0..<3, using: &random)] }
      .joined()
    let known = KnownCredentials()
    secrets.forEach(known.add)
    let shown = String(decoding: CredentialFilter(known).bytes(Array(all.utf8)), as: UTF8.self)
    for secret in secrets { #expect(!shown.contains(secret), "\(random)") }
  }

  @Test func `texts without credentials do not change`() {
    let text = "VIP customers: 12 members to add, é\u{1F600}\n"
    #expect(Self.filtered(text) == text)
    #expect(Self.filtered(text, "s3cr3t-token", "é") == text)
  }

  @Test func `credentials in environment variables are recognized`() {
    let known = KnownCredentials()
    known.add(of: [
      "BIGCOMMERCE_ACCESS_TOKEN": "token-of-the-store", "AWS_SECRET_ACCESS_KEY": "secret-of-aws",
      "AWS_SESSION_TOKEN": "session-of-aws",
      "TF_HTTP_PASSWORD": "short", "HTTPS_PROXY": "http://ada:proxy%40pass@proxy:3128",
      "SEGPLAN_STATE": "s3://AKIA1:s3cret@bucket/key",
      "SEGPLAN_NOTIFY_URL": "https://hooks.example.com/services/T0/B0/XYZ",
      "DATABASE": "https://token-as-user@host/x?api_key=parameter-key&page=1",
      "GITHUB_TOKEN": "ghs_runner-token", "KEY": "not-a-secret", "CACHE_KEY": "not-a-secret-either",
      "BIGCOMMERCE_ACCESS_TOKEN_FILE": "/run/a/token",
      "PATH": "/usr/bin:/bin", "SSH_ASKPASS": "/usr/bin/askpass", "TOKEN": "dev", "MY_API_KEY": "key-of-something",
    ])
    #expect(
      known.all == [
        "token-of-the-store", "secret-of-aws", "session-of-aws", "short", "proxy%40pass", "proxy@pass", "s3cret",
        "/services/T0/B0/XYZ", "token-as-user",
        "parameter-key", "ghs_runner-token", "key-of-something",
      ]
    )
  }
}
