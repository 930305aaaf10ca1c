import Diagnostics
import HTTPExchange

/// The object that holds a state in a bucket, and how to reach it.
package struct S3StateSettings: Hashable, Sendable {
  static let parameters = ["region", "endpoint", "path_style", "encrypt", "kms_key"]

  let bucket: String
  /// The key of the state's object, not encoded.
  private(set) var key: String
  let region: String
  /// Scheme, host and port: AWS's own unless given.
  let endpoint: ServerAddress
  /// Whether addresses are `endpoint/bucket/key` instead of `bucket.endpoint/key`.
  let usesPathStyle: Bool
  /// The value of S3's header for server-side encryption, which some buckets require; `nil` leaves it to the bucket.
  let encryption: String?
  /// The id or ARN of the encryption key; `nil` for the account's own.
  let kmsKey: String?
  let credentials: AWSCredentialSource
  /// `s3://bucket/key?…` as it was given.
  private(set) var shown: String

  /// The object of a document beside the state.
  func beside(_ name: String) -> S3StateSettings {
    var settings = self
    settings.key += ".\(name).json"
    settings.shown = "s3://\(bucket)/\(settings.key)"
    return settings
  }

  /// `text` is what follows `s3://`; region, endpoint and keys may come from the environment, as in AWS's tools.
  init(_ text: String, environment: EnvironmentVariables) throws {
    let question = text.firstIndex(of: "?") ?? text.endIndex
    let place = text[..<question]
    let slash = place.firstIndex(of: "/") ?? place.endIndex
    bucket = String(place[..<slash])
    key = String(place[slash...].dropFirst())
    shown = "s3://\(text)"
    // A secret key may contain slashes, so the check covers the whole text.
    guard !(PercentEncoding.decoded(bucket) ?? bucket).contains(where: { ":@".contains($0) }) else {
      throw StateLocationError.keysInAddress
    }
    guard Self.isBucketName(bucket) else { throw StateLocationError.badBucket }
    try Self.check(key: key)
    let given = try Self.parameters(in: text[question...].dropFirst())
    let custom =
      given["endpoint"].map { (name: "endpoint", value: $0) } ?? environment.first(of: "AWS_ENDPOINT_URL_S3", "AWS_ENDPOINT_URL")
    var region = given["region"] ?? environment.first(of: "AWS_REGION", "AWS_DEFAULT_REGION")?.value
    if region == nil {
      // A self-hosted server has no regions and accepts any.
      region = custom == nil ? try AWSProfile(environment)?["region"] : (try? AWSProfile(environment))?["region"] ?? "us-east-1"
    }
    guard let region else { throw StateLocationError.noRegion }
    guard Self.isRegionName(region) else { throw StateLocationError.badRegion }
    self.region = region
    endpoint = try ServerAddress(
      custom?.value ?? "https://s3.\(region).\(Self.domain(of: region))",
      source: custom?.name ?? "region",
      environment: environment
    )
    guard endpoint.query == nil else { throw StateLocationError.badAddress(source: custom?.name ?? "region") }
    switch given["path_style"] {
    case nil:
      // A certificate for *.s3.… does not cover a bucket with dots, and self-hosted servers have no host name per
      // bucket.
      usesPathStyle = custom != nil || bucket.contains(".")
    case "true": usesPathStyle = true
    case "false": usesPathStyle = false
    default: throw StateLocationError.badPathStyle
    }
    kmsKey = given["kms_key"]
    encryption = given["encrypt"] ?? (kmsKey == nil ? nil : "aws:kms")
    guard kmsKey?.utf8.allSatisfy({ (0x21...0x7E).contains($0) }) != false else {
      throw StateLocationError.badParameter("kms_key")
    }
    switch encryption {
    case nil, "aws:kms", "aws:kms:dsse": break
    case "AES256" where kmsKey == nil: break
    default: throw StateLocationError.badEncryption
    }
    credentials = try AWSCredentialSource(environment, region: region)
  }

  /// AWS's domain for a region (AWS General Reference, *Amazon S3 endpoints*); China has its own.
  static func domain(of region: String) -> String { region.hasPrefix("cn-") ? "amazonaws.com.cn" : "amazonaws.com" }

  private static func parameters(in query: Substring) throws(StateLocationError) -> [String: String] {
    var found: [String: String] = [:]
    for part in query.split(separator: "&") {
      let name = String(part.prefix { $0 != "=" })
      guard parameters.contains(name) else {
        throw .unknownParameter(name, nearest: Suggestion.nearest(to: name, among: parameters))
      }
      guard let value = PercentEncoding.decoded(part.dropFirst(name.count + 1)), !value.isEmpty, found[name] == nil else {
        throw .badParameter(name)
      }
      found[name] = value
    }
    return found
  }

  /// See S3 User Guide, *Bucket naming rules*; older buckets may have capitals and underscores.
  private static func isBucketName(_ text: String) -> Bool {
    (3...255).contains(text.utf8.count) && text.utf8.allSatisfy { $0.isAlphanumeric || "-._".utf8.contains($0) }
  }

  private static func isRegionName(_ text: String) -> Bool {
    (1...64).contains(text.utf8.count) && text.utf8.allSatisfy { $0.isAlphanumeric || $0 == UInt8(ascii: "-") }
  }

  /// Accepts only keys that every program on the way treats in the same way.
  private static func check(key: String) throws(StateLocationError) {
    let parts = key.split(separator: "/", omittingEmptySubsequences: false)
    // With the suffix of the lock, a key must fit into S3's 1,024 bytes.
    guard !key.isEmpty, key.utf8.count <= 1000, parts.allSatisfy({ !$0.isEmpty && $0 != "." && $0 != ".." }),
      key.utf8.allSatisfy({ $0 >= 0x20 && $0 != 0x7F })
    else { throw .badKey(key) }
  }
}
