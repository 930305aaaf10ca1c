import Diagnostics
import SegmentModel
import TestSupport
import Testing

@testable import Manifests

struct MemberDecoderTests {
  private static func segment(_ text: String, in read: ReadConfiguration? = nil) throws -> SegmentDeclaration {
    let configuration = try #require(ManifestsTests.read(text).configuration, "\(codes(text))")
    return try #require(configuration.segments.first)
  }

  @Test func `members are named by profile, customer or email, each with its own dates`() throws {
    let segment = try Self.segment(
      manifest(
        """
        name: A
        members:
          - 00000000-0000-4000-8000-000000000001
          - profile: 00000000-0000-4000-8000-000000000002
            expires: 2026-11-26
          - profile: 00000000-0000-4000-8000-000000000003
            starts: 2026-11-26
          - customer: 4527
          - customer: "17"
          - email: Ada@Example.com
            starts: 2026-11-25
            expires: 2027-01-01
        """
      )
    )
    #expect(segment.members == .numbered([1, 2]))
    #expect(segment.profiles.members(.upcoming, on: someDay) == .numbered([3]))
    #expect(segment.profiles.members(.inForce, on: someDay.advanced(by: 1)) == .numbered([1, 3]))
    #expect(segment.profiles.members(.expired, on: someDay.advanced(by: 1)) == .numbered([2]))
    let ada = CustomerReference.email(try #require(EmailAddress("ada@example.com")))
    let expected = try [4527, 17].map { CustomerReference.id(try #require(CustomerID($0))) } + [ada]
    #expect(segment.customers.subjects(.inForce, on: someDay) == expected)
    #expect(segment.customers.subjects(.inForce, on: someDay.advanced(by: -1)) == Array(expected.prefix(2)))
    #expect(segment.declaredCount(on: someDay) == 5)
    #expect(segment.customers.expiring.map(\.range.description) == ["m.yaml:12:16"])
    #expect(segment.profiles.expiring.map(\.expires.description) == ["2026-11-26"])
  }

  @Test func `merge keys give one date to many members`() throws {
    let segment = try Self.segment(
      """
      version: 1
      x-trial: &trial {expires: 2026-12-01}
      segments:
        - name: A
          members:
            - {<<: *trial, customer: 1}
            - {<<: *trial, customer: 2, expires: 2026-12-24}
      """
    )
    #expect(segment.customers.expiring.map(\.expires.description) == ["2026-12-01", "2026-12-24"])
  }

  @Test(arguments: [
    ("- customer: 0", ["5:19 bad-customer-id"]),
    ("- customer: ada", ["5:19 bad-customer-id"]),
    ("- email: ada", ["5:16 bad-email"]), ("- email: 'ada@b.c '", ["5:16 bad-email"]), ("- email: a da@b.c", ["5:16 bad-email"]),
    ("- email: \"ada@b.c\\t\"", ["5:16 hidden-character"]), ("- email: '\u{A0}ada@b.c'", ["5:17 hidden-character"]),
    ("- {email: ada@\u{2003}b.c}", ["5:21 hidden-character"]),
    ("- profile: 12", ["5:18 bad-profile-id"]),
    ("- {customer: 1, email: a@b.c}", ["5:9 member-name"]),
    ("- {expires: 2027-01-01}", ["5:9 member-name"]),
    ("- {custmer: 1}", ["5:10 unknown-key"]),
    ("- {customer: 1, until: 2027-01-01}", ["5:23 unknown-key"]),
    ("- {customer: 1, expires: 2027-02-30}", ["5:32 bad-day"]),
    ("- {customer: 1, expires: tomorrow}", ["5:32 bad-day"]),
    ("- {customer: 1, starts: 2027-01-02, expires: 2027-01-01}", ["5:52 never-valid"]),
    ("- {customer: 1, expires: 2026-11-25}", ["5:32 expired-member"]),
    ("- [1]", ["5:9 wrong-kind"]),
    ("- customer: ~", ["5:19 wrong-kind"]),
    ("- 4527", ["5:9 bad-profile-id"]),
  ])
  func `an entry that names nobody is an error at its place`(entry: String, expected: [String]) {
    #expect(codes(manifest("name: A\nmembers:\n  \(entry)")) == expected)
  }

  @Test func `a malformed email address is not shown, and neither is its line`() throws {
    let problem = try #require(read(manifest("name: A\nmembers:\n  - email: ada.at.example.com")).diagnostics.sorted.first)
    #expect(problem.sourceLine == nil)
    #expect(!"\(problem)".contains("example.com"))
  }

  @Test(arguments: [
    ("name: V\u{200B}IP\nmembers: []", "3:12 bad-segment-name U+200B"),
    ("name: \"V\u{AD}IP\"\nmembers: []", "3:13 bad-segment-name U+00AD"),
    ("name: VIP\u{A0}\nmembers: []", "3:14 bad-segment-name U+00A0"),
    ("name: \"V\\u200BIP\"\nmembers: []", "3:11 bad-segment-name U+200B"),
    ("name: A\nid: \u{FEFF}00000000-0000-4000-8000-000000000001\nmembers: []", "4:9 hidden-character U+FEFF"),
    ("name: A\nmembers:\n  - 00000000-0000-4000-8000-00000000\u{200E}0001", "5:41 hidden-character U+200E"),
    ("name: A\nmembers:\n  - profile: 00000000-0000-4000-8000-000000000001\u{A0}", "5:54 hidden-character U+00A0"),
    ("name: A\nmembers:\n  - customer: 12\u{2009}3", "5:21 hidden-character U+2009"),
    ("name: A\nmembers:\n  - email: joe@exam\u{AD}ple.com", "5:24 hidden-character U+00AD"),
    ("name: A\nmembers:\n  - {email: 'a@b', expires: 2030-01-01}\n  - {email: 'x\u{200B}@y'}", "6:19 hidden-character U+200B"),
    ("name: A\ninclude: [\"B\u{2060}\"]", "4:17 bad-segment-name U+2060"),
    ("name: A\ninclude: [{live: N\u{202E}ews}]", "4:23 bad-segment-name U+202E"),
  ])
  func `a name, an id, an address or a reference with an invisible character is an error at its column`(
    text: String,
    expected: String
  ) {
    let problems = read(manifest(text)).diagnostics.sorted.map { problem in
      let place = problem.range.map { "\($0.start.line):\($0.start.column)" } ?? "nowhere"
      return "\(place) \(problem.code) \(problem.summary.firstMatch(of: /U\+[0-9A-F]+/).map { String($0.output) } ?? "")"
    }
    #expect(problems == [expected])
  }

  @Test func `two names that look the same are an error`() throws {
    let text = "version: 1\nsegments: [{name: Clients VIP, members: []}, {name: \"Clients\u{A0}VIP\", members: []}]"
    let problem = try #require(read(text).diagnostics.sorted.first)
    #expect(problem.code == "segment-declared-twice")
    #expect(problem.summary.contains("differ only in spaces or invisible characters"), "\(problem.summary)")
  }

  @Test func `lists are declared with their kind and their dates`() throws {
    let list = try #require(
      ManifestDecoderTests.lists(
        """
        name: A
        members_from:
          - file: lists/${REGION}/*.csv
            delimiter: semicolon
            column: id
            as: customer_id
            where: {" Group ": "VIP ${REGION}", Active: [1, true, ""]}
            expires: 2027-01-01
            expect: {min: 10, max: 20, files: 5}
        """,
        variables: ["REGION": "eu"]
      ).first
    )
    #expect(list.request.pattern == "lists/eu/*.csv")
    #expect(list.request.column == "id")
    #expect(list.request.kind == .customerID)
    #expect(list.request.delimiter == .semicolon)
    #expect(
      list.request.conditions == [
        MemberListCondition(column: "Group", values: ["VIP eu"]),
        MemberListCondition(column: "Active", values: ["1", "true", ""]),
      ]
    )
    #expect(list.request.minimumFiles == 5)
    #expect(list.request.minimum == 10)
    #expect(list.request.maximum == 20)
    #expect(list.request.validity.expires?.description == "2027-01-01")
    #expect(list.range.description == "m.yaml:5:15")
  }

  @Test(arguments: [
    ("members_from:", ["4:18 wrong-kind"]),
    ("members_from: [a.csv]", ["4:20 wrong-kind"]),
    ("members_from: [{colum: id}]", ["4:20 missing-key", "4:21 unknown-key"]),
    ("members_from: [{file: a.csv, as: uuid}]", ["4:38 bad-value"]),
    ("members_from: [{file: a.csv, expect: {min: -1}}]", ["4:48 bad-value"]),
    ("members_from: [{file: a.csv, expect: {min: 3, max: 2}}]", ["4:48 bad-value"]),
    ("members_from: [{file: a.csv, delimiter: pipe}]", ["4:45 bad-value"]),
    ("members_from: [{file: a.csv, where: VIP}]", ["4:41 wrong-kind"]),
    ("members_from: [{file: a.csv, where: {}}]", ["4:41 wrong-kind"]),
    (
      "members_from: [{file: a.csv, where: {a: [], b: ~, c: {}, d: [[]]}}]",
      ["4:45 wrong-kind", "4:52 wrong-kind", "4:58 wrong-kind", "4:66 wrong-kind"]
    ),
    ("members_from: [{file: a.csv, where: {a: b, a: c}}]", ["4:48 duplicate-key"]),
    ("members_from: [{file: a.csv, where: {a: '${NOBODY}'}}]", ["4:45 unknown-variable"]),
    ("members_from: [{file: a.csv, expect: {files: -1}}]", ["4:50 bad-value"]),
    ("members_from: [{file: a.csv, expect: {file: 1}}]", ["4:43 unknown-key"]),
    ("members_from: [{file: '${NOBODY}.csv'}]", ["4:27 unknown-variable"]),
    ("include: [{live: ''}]", ["4:22 bad-segment-name"]),
    ("include:", ["4:13 wrong-kind"]),
    ("include: [[A]]", ["4:15 wrong-kind"]),
    ("include: [{live: ~}]", ["4:22 wrong-kind"]),
    ("include: [{lief: B}]", ["4:16 unknown-key"]),
    ("memebers_from: []", ["4:5 unknown-key"]),
    ("incldue: [B]", ["4:5 unknown-key"]),
  ])
  func `problems in lists, includes and excludes are reported`(text: String, expected: [String]) {
    #expect(codes(manifest("name: A\n\(text)")) == expected)
  }

  @Test func `unknown customers are errors unless the manifest says otherwise`() throws {
    let text = """
      version: 1
      defaults: {on_unknown: warn}
      segments:
        - {name: A, members: []}
        - {name: B, members: [], on_unknown: skip}
      ---
      version: 1
      segments: [{name: C, members: []}]
      """
    #expect(try #require(read(text).configuration).segments.map(\.group.unknownCustomers) == [.warn, .skip, .error])
  }
}

extension ManifestDecoderTests {
  /// The lists of a segment, not read.
  static func lists(_ segment: String, variables: [String: String] = [:]) -> [MemberListEntry] {
    var decoder = ManifestDecoder(
      SourceText(file: "m.yaml", bytes: Array(manifest(segment).utf8)),
      LoadingOptions(day: someDay, variables: variables)
    )
    decoder.read()
    #expect(!decoder.problems.hasErrors)
    return decoder.segments.flatMap(\.group.listed.lists)
  }
}
