import Diagnostics
import Testing

struct SecretTests {
  @Test func `a secret prints as redacted, however it is printed`() {
    let secret = Secret("s3cret")
    var dumped = ""
    dump(secret, to: &dumped)
    dump([Optional(secret)], to: &dumped)
    for text in ["\(secret)", secret.debugDescription, String(reflecting: secret), "\([secret])", dumped] {
      #expect(text.contains("<redacted>") && !text.contains("s3cret"), "\(text)")
    }
  }
}
