import Diagnostics
import HTTPExchange
import Testing

@testable import StateStorage

struct SignatureV4Tests {
  private static func authorization(
    _ vector: SignatureVector,
    _ signer: SignatureV4,
    host: String,
    timestamp: String
  ) -> String? {
    let hash = SignatureV4.payloadHash(of: Array(vector.body.utf8))
    return signer.headers(
      method: vector.method,
      host: host,
      path: PercentEncoding.encoded(vector.path, keeping: "/"),
      adding: vector.headers + (vector.signsPayloadHash ? [("x-amz-content-sha256", hash)] : []),
      payloadHash: hash,
      timestamp: timestamp
    ).first { $0.name == "Authorization" }?.value
  }

  @Test(arguments: SignatureVector.suite)
  func `The requests of AWS's test suite get the published signatures`(vector: SignatureVector) {
    let keys = AWSCredentials(
      accessKeyID: "AKIDEXAMPLE",
      secretAccessKey: Secret("wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY"),
      sessionToken: vector.token.map(Secret.init)
    )
    let signer = SignatureV4(credentials: keys, region: "us-east-1", service: "service")
    #expect(
      Self.authorization(vector, signer, host: "example.amazonaws.com", timestamp: "20150830T123600Z") == """
        AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE/20150830/us-east-1/service/aws4_request, SignedHeaders=\(vector.signedHeaders), \
        Signature=\(vector.signature)
        """
    )
  }

  @Test(arguments: SignatureVector.s3)
  func `The examples of S3's documentation get the published signatures`(vector: SignatureVector) {
    let keys = AWSCredentials(
      accessKeyID: "AKIAIOSFODNN7EXAMPLE",
      secretAccessKey: Secret("wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY"),
      sessionToken: nil
    )
    let signer = SignatureV4(credentials: keys, region: "us-east-1", service: "s3")
    #expect(
      Self.authorization(vector, signer, host: "examplebucket.s3.amazonaws.com", timestamp: "20130524T000000Z") == """
        AWS4-HMAC-SHA256 Credential=AKIAIOSFODNN7EXAMPLE/20130524/us-east-1/s3/aws4_request, SignedHeaders=\(vector.signedHeaders), \
        Signature=\(vector.signature)
        """
    )
  }

  @Test func `The hash of no bytes is that of SHA-256`() {
    #expect(SignatureV4.emptyPayloadHash == "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855")
  }
}
