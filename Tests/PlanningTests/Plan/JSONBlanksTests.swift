import Testing

@testable import Planning

@Suite("Blanks in JSON")
struct JSONBlanksTests {
  @Test(arguments: [
    (#"{ "a" : [ 1 , 2 ] }"#, #"{"a":[1,2]}"#), ("\t{\r\n\"a\"\n:\t1}\n", #"{"a":1}"#), (#""a b\t c""#, #""a b\t c""#),
    (#"[ "a \" b" , "c" ]"#, #"["a \" b","c"]"#), (#"[ "a \\" , " b" ]"#, #"["a \\"," b"]"#),
    (#"[ "a \\\" b " , 1 ]"#, #"["a \\\" b ",1]"#), ("", ""), (" \n ", ""), (#" "open  "#, #""open  "#),
    ("[\u{A0}1]", "[\u{A0}1]"),
  ])
  func `They go, and those in strings stay`(text: String, expected: String) {
    #expect(String(decoding: JSONBlanks.removed(from: Array(text.utf8)), as: UTF8.self) == expected)
  }
}
