import FoundationEssentials
import Testing

@testable import StateStorage

struct AWSAnswerTests {
  private static let error = Array(
    """
    <?xml version="1.0" encoding="UTF-8"?>
    <Error><Code>SignatureDoesNotMatch</Code><Message>a &lt;b&gt; &amp;amp; c</Message><Nested><Deep>x</Deep></Nested></Error>
    """.utf8
  )

  @Test func `the text of an element is found by its name`() {
    #expect(AWSText.element("Code", in: Self.error) == "SignatureDoesNotMatch")
    #expect(AWSText.element("Message", in: Self.error) == "a <b> &amp; c")
    #expect(AWSText.element("Nested", in: Self.error) == nil)
    #expect(AWSText.element("Region", in: Self.error) == nil)
    #expect(AWSText.element("Code", in: [0xFF, 0xFE]) == nil)
    #expect(AWSText.element("Code", in: Array("<Code>cut".utf8)) == nil)
  }

  @Test func `times are written in AWS's format`() {
    let date = Date(timeIntervalSince1970: 1_440_938_160)
    #expect(AWSText.timestamp(date) == "20150830T123600Z")
    #expect(AWSText.date("2015-08-30T12:36:00Z") == date)
    #expect(AWSText.date("2015-08-30T12:36:00.123456Z") == date)
    #expect(AWSText.date("soon") == nil)
  }
}
