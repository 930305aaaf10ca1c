import Diagnostics
import FileAccess
import HTTPExchange
import TestSupport
import Testing

@testable import StateStorage

struct StateLocationTests {
  private static let keys = ["AWS_ACCESS_KEY_ID": "AKIA", "AWS_SECRET_ACCESS_KEY": "secret-that-must-not-show"]

  private static func s3(_ text: String, _ environment: [String: String] = keys) throws -> S3StateSettings? {
    guard case .s3(let settings) = try StateLocation(text, environment: environment) else { return nil }
    return settings
  }

  private static func http(_ text: String, _ environment: [String: String] = [:]) throws -> HTTPStateSettings? {
    guard case .http(let settings) = try StateLocation(text, environment: environment) else { return nil }
    return settings
  }

  @Test(arguments: ["segplan.state.json", "a/b.json", "/x", "C:\\x", "s3:/x", "http:x"])
  func `a path is the location of a file`(text: String) throws {
    #expect(try StateLocation(text, environment: [:]) == .file(path: text))
  }

  @Test(
    arguments: [
      ("", [:], StateLocationError.empty), ("gs://bucket/key", [:], .unknownScheme("gs")),
      ("file:///x", [:], .unknownScheme("file")),
      ("https://", [:], .badAddress(source: "the address of the state")),
      ("https://a b", [:], .badAddress(source: "the address of the state")),
      ("https://host/x#y", [:], .badAddress(source: "the address of the state")),
      ("https://ada:pw@host/x", [:], .userInAddress(source: "the address of the state")),
      ("https://ada@host/x", [:], .userInAddress(source: "the address of the state")),
      ("http://host/x", [:], .notEncrypted(source: "the address of the state", host: "host")),
      ("http://127.evil.example/x", [:], .notEncrypted(source: "the address of the state", host: "127.evil.example")),
      (
        "https://host/x", ["SEGPLAN_HTTP_LOCK_METHOD": "lock it"],
        .badMethod(source: "SEGPLAN_HTTP_LOCK_METHOD")
      ),
      (
        "https://host/x", ["SEGPLAN_HTTP_LOCK_ADDRESS": "http://host/l"],
        .notEncrypted(source: "SEGPLAN_HTTP_LOCK_ADDRESS", host: "host")
      ),
      ("https://host/x", ["SEGPLAN_HTTP_TOKEN": "a\nb"], .badSecret(source: "SEGPLAN_HTTP_TOKEN")),
      ("https://host/x", ["SEGPLAN_HTTP_TOKEN": "a", "SEGPLAN_HTTP_PASSWORD": "b"], .tokenAndPassword),
      (
        "https://host/x", ["SEGPLAN_HTTP_USERNAME": "a"],
        .missing(variable: "SEGPLAN_HTTP_PASSWORD", beside: "SEGPLAN_HTTP_USERNAME")
      ),
      ("https://host/x", ["TF_HTTP_PASSWORD": "a"], .missing(variable: "TF_HTTP_USERNAME", beside: "TF_HTTP_PASSWORD")),
      (
        "https://host/x", ["SEGPLAN_HTTP_USERNAME": "a:b", "SEGPLAN_HTTP_PASSWORD": "c"],
        .badSecret(source: "SEGPLAN_HTTP_USERNAME")
      ),
    ] as [(String, [String: String], StateLocationError)]
  )
  func `invalid and dangerous locations are refused`(text: String, environment: [String: String], error: StateLocationError) {
    #expect(throws: error) { try StateLocation(text, environment: environment) }
  }

  @Test(
    arguments: [
      ("s3://b/key", StateLocationError.badBucket), ("s3://bucket", .badKey("")), ("s3://bucket/", .badKey("")),
      ("s3://bucket/a//b", .badKey("a//b")), ("s3://bucket/../b", .badKey("../b")),
      ("s3://bucket/key?regoin=x", .unknownParameter("regoin", nearest: "region")),
      ("s3://bucket/key?region=", .badParameter("region")),
      ("s3://bucket/key?region=a&region=b", .badParameter("region")), ("s3://bucket/key", .noRegion),
      ("s3://bucket/key?region=a/b", .badRegion), ("s3://bucket/key?region=x&path_style=yes", .badPathStyle),
      ("s3://bucket/key?region=x&encrypt=aes", .badEncryption),
      ("s3://bucket/key?region=x&encrypt=AES256&kms_key=k", .badEncryption),
      ("s3://bucket/key?region=x&kms_key=a%0Ab", .badParameter("kms_key")),
      ("s3://bucket/key?endpoint=http://minio:9000", .notEncrypted(source: "endpoint", host: "minio")),
      ("s3://bucket/key?endpoint=https://a:b@minio", .userInAddress(source: "endpoint")),
    ] as [(String, StateLocationError)]
  )
  func `invalid buckets, keys and regions are refused`(text: String, error: StateLocationError) {
    #expect(throws: error) { try StateLocation(text, environment: Self.keys) }
  }

  @Test(arguments: [
    ("a.json", "./a.json", true), ("a.json", "b.json", false), ("a.json", "https://host/a.json", false),
    ("https://host/x", "https://HOST:443/x", true), ("https://host/x?a=1", "https://host/x?a=2", false),
    ("s3://bucket/key?region=x", "s3://bucket/key?region=x&encrypt=AES256", true),
    ("s3://bucket/key?region=x", "s3://bucket/keys?region=x", false),
  ])
  func `different forms of one location are the same state`(one: String, two: String, same: Bool) throws {
    let locations = try [one, two].map { try StateLocation($0, environment: Self.keys) }
    #expect(locations[0].isSameState(as: locations[1]) == same)
  }

  @Test func `every refusal has a message, and none repeats a possible secret`() throws {
    for text in [
      "https://ada:pa55word@host/x", "https://host/pa55word x", "s3://bucket/key?endpoint=https://a:pa55word@minio",
      "s3://AKIA%3Apa55word%40bucket/key", "s3://pa55word!/key", "s3://bucket/key?region=pa55word!",
      "s3://bucket/key?region=x&path_style=pa55word", "s3://bucket/key?region=x&encrypt=pa55word",
    ] {
      let error = try #require(throws: StateLocationError.self) { try StateLocation(text, environment: Self.keys) }
      let diagnostic = try #require(error.diagnostics.first)
      #expect(!diagnostic.summary.isEmpty && diagnostic.detail?.isEmpty == false)
      #expect(!"\(diagnostic)".contains("pa55word"))
    }
  }

  @Test func `a query is used but not shown`() throws {
    let settings = try #require(try Self.http("https://host/x?private_token=pa55word"))
    #expect(settings.address.url(adding: ("ID", "a b")) == "https://host/x?private_token=pa55word&ID=a%20b")
    var dumped = "\(StateLocation.http(settings)) \(settings)"
    dump(settings, to: &dumped)
    #expect(!dumped.contains("pa55word"))
  }

  @Test func `plain http is for this machine and for trusted networks`() throws {
    for host in ["127.0.0.1:8080", "localhost", "[::1]:9000"] {
      #expect(try Self.http("http://\(host)/x")?.address.shown == "http://\(host)/x")
    }
    #expect(try Self.http("http://states.internal/x", ["SEGPLAN_STATE_ALLOW_HTTP": "1"]) != nil)
    #expect(throws: StateLocationError.self) { try Self.http("http://states.internal/x", ["SEGPLAN_STATE_ALLOW_HTTP": "0"]) }
  }

  @Test(arguments: [
    ("s3://bucket/a b/c.json?region=eu-west-1", "https://s3.eu-west-1.amazonaws.com", false),
    ("s3://buck.et/key?region=eu-west-1", "https://s3.eu-west-1.amazonaws.com", true),
    ("s3://bucket/key?region=cn-north-1", "https://s3.cn-north-1.amazonaws.com.cn", false),
    ("s3://bucket/key?endpoint=https%3A%2F%2Fminio.example.com%3A9000", "https://minio.example.com:9000", true),
    ("s3://bucket/key?endpoint=https://minio.example.com&path_style=false", "https://minio.example.com", false),
  ])
  func `the endpoint and the style follow from the parameters`(text: String, endpoint: String, usesPathStyle: Bool) throws {
    let settings = try #require(try Self.s3(text))
    #expect(settings.endpoint.shown == endpoint)
    #expect(settings.usesPathStyle == usesPathStyle)
    #expect(settings.shown == text)
  }

  @Test func `region and endpoint come from AWS's variables too`() throws {
    let environment = Self.keys.merging(["AWS_DEFAULT_REGION": "eu-west-1", "AWS_ENDPOINT_URL_S3": "https://minio.example.com"]) {
      $1
    }
    let settings = try #require(try Self.s3("s3://bucket/key", environment))
    #expect(settings.region == "eu-west-1")
    #expect(settings.endpoint.shown == "https://minio.example.com")
    #expect(try Self.s3("s3://bucket/key?region=x", environment)?.region == "x")
  }

  @Test func `a secret is never printed`() throws {
    let settings = try #require(try Self.s3("s3://bucket/key?region=x"))
    var text = "\(settings) \(String(reflecting: settings)) \(StateLocation.s3(settings))"
    dump(settings, to: &text)
    #expect(text.contains("<redacted>"))
    #expect(!text.contains("secret-that-must-not-show"))
  }

  @Test func `journals of states on servers have distinct names without secrets`() {
    let path = StateConnection.test().journalPath(for: "https://gitlab.example.com/api/v4/projects/42/terraform/state/a")
    #expect(path == "segplan.https---gitlab-example-com-api-v4-projects-42-terraform-state-a.\(path.suffix(16))")
    #expect(path.suffix(16).wholeMatch(of: /[0-9a-f]{8}\.journal/) != nil)
    #expect(path != StateConnection.test().journalPath(for: "https://gitlab.example.com/api/v4/projects/42/terraform/state-a"))
    #expect(StateConnection.test().journalPath(for: String(repeating: "x", count: 4000)).utf8.count < 120)
  }
}
