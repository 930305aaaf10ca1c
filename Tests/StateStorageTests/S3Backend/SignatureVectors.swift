@testable import StateStorage

/// Requests with the signatures that AWS publishes for them.
struct SignatureVector: Sendable, CustomStringConvertible {
  let description: String
  var method = "GET"
  /// The path, not encoded.
  var path = "/"
  var headers: [(name: String, value: String)] = []
  var body = ""
  /// Whether the payload's hash is among what is signed, as S3 wants it.
  var signsPayloadHash = false
  var token: String?
  let signedHeaders: String
  let signature: String

  /// AWS's signing test suite (github.com/awslabs/aws-c-auth, `tests/aws-signing-test-suite/v4`): the requests without a query
  /// whose paths need no normalization, which S3 does not do.
  static let suite: [SignatureVector] = [
    SignatureVector(
      description: "get-unreserved",
      path: "/" + unreserved,
      signedHeaders: "host;x-amz-date",
      signature: "07ef7494c76fa4850883e2b006601f940f8a34d404d0cfa977f52a65bbf5f24f"
    ),
    SignatureVector(
      description: "get-utf8",
      path: "/\u{1234}",
      signedHeaders: "host;x-amz-date",
      signature: "8318018e0b0f223aa2bbf98705b62bb787dc9c0e678f255a891fd03141be5d85"
    ),
    SignatureVector(
      description: "get-space-unnormalized",
      path: "/example space/",
      signedHeaders: "host;x-amz-date",
      signature: "652487583200325589f1fba4c7e578f72c47cb61beeca81406b39ddec1366741"
    ),
    SignatureVector(
      description: "get-slashes-unnormalized",
      path: "//example//",
      signedHeaders: "host;x-amz-date",
      signature: "87cca117541a147f6df867677d98a7d80dff226d2bfca9e4ffa899665623c7e5"
    ),
    SignatureVector(
      description: "get-header-value-order",
      headers: [("My-Header1", "value4"), ("My-Header1", "value1"), ("My-Header1", "value3"), ("My-Header1", "value2")],
      signedHeaders: "host;my-header1;x-amz-date",
      signature: "08c7e5a9acfcfeb3ab6b2185e75ce8b1deb5e634ec47601a50643f830c755c01"
    ),
    SignatureVector(
      description: "get-header-value-trim",
      headers: [("My-Header1", " value1"), ("My-Header2", " \"a   b   c\"")],
      signedHeaders: "host;my-header1;my-header2;x-amz-date",
      signature: "acc3ed3afb60bb290fc8d2dd0098b9911fcaa05412b367055dee359757a9c736"
    ),
    SignatureVector(
      description: "post-vanilla",
      method: "POST",
      signedHeaders: "host;x-amz-date",
      signature: "5da7c1a2acd57cee7505fc6676e4e544621c30862966e37dddb68e92efbe5d6b"
    ),
    SignatureVector(
      description: "post-x-www-form-urlencoded",
      method: "POST",
      headers: [("Content-Type", "application/x-www-form-urlencoded"), ("Content-Length", "13")],
      body: "Param1=value1",
      signsPayloadHash: true,
      signedHeaders: "content-length;content-type;host;x-amz-content-sha256;x-amz-date",
      signature: "d3875051da38690788ef43de4db0d8f280229d82040bfac253562e56c3f20e0b"
    ),
    SignatureVector(
      description: "get-vanilla-with-session-token",
      token: "6e86291e8372ff2a2260956d9b8aae1d763fbf315fa00fa31553b73ebf194267",
      signedHeaders: "host;x-amz-date;x-amz-security-token",
      signature: "07ec1639c89043aa0e3e2de82b96708f198cceab042d4a97044c66dd9f74e7f8"
    ),
  ]

  /// Amazon S3 API Reference, *Authenticating Requests: Using the Authorization Header*, the examples of signature calculations.
  static let s3: [SignatureVector] = [
    SignatureVector(
      description: "GET Object",
      path: "/test.txt",
      headers: [("Range", "bytes=0-9")],
      signsPayloadHash: true,
      signedHeaders: "host;range;x-amz-content-sha256;x-amz-date",
      signature: "f0e8bdb87c964420e857bd35b5d6ed310bd44f0170aba48dd91039c6036bdb41"
    ),
    SignatureVector(
      description: "PUT Object",
      method: "PUT",
      path: "/test$file.text",
      headers: [("Date", "Fri, 24 May 2013 00:00:00 GMT"), ("x-amz-storage-class", "REDUCED_REDUNDANCY")],
      body: "Welcome to Amazon S3.",
      signsPayloadHash: true,
      signedHeaders: "date;host;x-amz-content-sha256;x-amz-date;x-amz-storage-class",
      signature: "98ad721746da40c64f1a55b78f14c238d841ea1380cd77a1b5971af0ece108bd"
    ),
  ]

  private static let unreserved = "-._~0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
}
