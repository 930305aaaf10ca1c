import SegmentModel
import TestSupport
import Testing

@testable import StoreSimulator

@Suite struct FaultSpecTests {
  private static let one = ShopperProfileID.numbered(1)
  private static let two = ShopperProfileID.numbered(2)

  @Test(
    arguments: [
      ("latency:ms=50,jitter=20", .latency(base: .milliseconds(50), jitter: .milliseconds(20))),
      ("quota", .quota(Quota(requests: 150, window: .seconds(30)))),
      (
        "quota:requests=9,window=100,used-by-others=0.5,retry-after=yes",
        .quota(Quota(requests: 9, window: .milliseconds(100), usedByOthers: 0.5, saysRetryAfter: true))
      ),
      ("overload", .overload),
      ("error", .error(status: 503, .before)),
      ("error:status=504", .error(status: 504, .after)),
      ("error:status=504,when=before", .error(status: 504, .before)),
      ("reset", .reset(.after)),
      ("truncate", .truncate),
      ("html", .html(status: 502, .before)),
      ("html:status=200", .html(status: 200, .after)),
      ("drip:bytes=3,pause=7", .drip(bytes: 3, pause: .milliseconds(7))),
      ("redirect:status=308,location=http://127.0.0.1:9/?a=b", .redirect(status: 308, location: "http://127.0.0.1:9/?a=b")),
      ("conflict:style=anonymous,members=3", .conflict(.anonymous, members: 3)),
      ("gone", .gone([], count: 1, .unprocessable)),
      ("gone:ids=\(one)+\(two),answer=404", .gone([one, two], count: 0, .notFound)),
      ("segment-gone", .segmentGone),
      ("foreign-writer", .foreignWriter(ForeignEdit(adds: 1, removes: 1), .after)),
      ("foreign-writer:on=add,add=\(one)", .foreignWriter(ForeignEdit(adding: [one]), .before)),
      ("shift:row=moved", .shift(.moved)),
      ("duplicate", .duplicate),
      ("total", .total(offBy: 1)),
      ("total:by=0", .total(offBy: 0)),
      ("late", .late(by: .seconds(60))),
      ("late:ms=5", .late(by: .milliseconds(5))),
    ] as [(String, Fault)]
  )
  func `a spec is parsed`(text: String, fault: Fault) throws {
    let spec = try FaultSpec(text)
    #expect(spec.fault == fault)
    #expect(spec.text == text)
  }

  @Test(arguments: [
    ("error", FaultTrigger(kinds: Set(RequestKind.allCases), times: 1)),
    ("error:on=add+remove,times=2,after=3", FaultTrigger(kinds: [.add, .remove], times: 2, after: 3)),
    ("error:on=list,rate=0.25", FaultTrigger(kinds: [.list], rate: 0.25)),
    ("error:times=0", FaultTrigger(kinds: Set(RequestKind.allCases))),
    ("latency:ms=1", FaultTrigger(kinds: Set(RequestKind.allCases))),
    ("gone:on=any", FaultTrigger(kinds: [.add, .remove])),
    ("late:on=add", FaultTrigger(kinds: [.add])),
    ("conflict", FaultTrigger(kinds: [.add], times: 1)),
    ("shift:row=deleted", FaultTrigger(kinds: [.list], times: 1)),
    ("foreign-writer", FaultTrigger(kinds: [.list], onlyAtListEnd: true, times: 1)),
    ("foreign-writer:on=list", FaultTrigger(kinds: [.list], times: 1)),
    ("foreign-writer:on=list-end+add", FaultTrigger(kinds: [.list, .add], onlyAtListEnd: true, times: 1)),
  ])
  func `a spec defines which requests are hit`(text: String, trigger: FaultTrigger) throws {
    #expect(try FaultSpec(text).trigger == trigger)
  }

  @Test(arguments: [
    ("error:status=200", #"error: status takes a number from 400 to 599, not "200""#),
    ("error:when=never", #"error: when takes before or after, not "never""#),
    ("error:colour=red", "error: does not know colour="),
    ("error:status", #"error: "status" is not key=value"#),
    ("error:status=500,status=501", "error: status= is given twice"),
    ("error:rate=2", #"error: rate takes a number from 0 to 1, not "2""#),
    (
      "error:on=lists",
      #"error: on takes list, segments, add, remove, create, update, delete, profiles, customers, promotions or any, not "lists""#
    ),
    ("error:on=", "error: on needs a kind of request"),
    ("latency", "latency: needs ms="),
    ("quota:on=add", "quota: does not know on="),
    ("gone:on=list", #"gone: on takes add, remove or any, not "list""#),
    ("gone:ids=x", #"gone: ids takes UUIDs joined by +, not "x""#),
    ("shift", "shift: needs row="),
    ("redirect", "redirect: needs location="),
    ("redirect:location=a b", "redirect: location takes visible ASCII characters"),
    ("duplicate:on=list-end", #"duplicate: on takes list, segments or any, not "list-end""#),
  ])
  func `a wrong spec is refused with the reason`(text: String, problem: String) {
    let error = #expect(throws: InputProblem.self) { try FaultSpec(text) }
    #expect(error?.description == problem)
  }

  @Test func `the problem of an unknown fault lists all faults`() {
    let error = #expect(throws: InputProblem.self) { try FaultSpec("eror") }
    #expect(error?.description.hasPrefix("there is no fault \"eror\"; there are latency, quota, overload,") == true)
    for kind in FaultKind.allCases { #expect(error?.description.contains(kind.rawValue) == true) }
  }
}
