import SegmentModel
import StateStorage
import TestSupport
import Testing

@Suite("State documents")
struct StateCodecTests {
  private static let plan = PlanID("p-" + String(repeating: "0a", count: 32))

  private static let example = StateDocument(
    lineage: Sample.lineage,
    serial: 4,
    toolVersion: "1.2.3",
    store: Sample.store,
    segments: [
      Sample.segment(2, "VIP \"gold\"", 1...3),
      Sample.segment(1, "Beta testers", [7], mode: .additive),
      Sample.segment(3, "Empty", 0..<0),
    ],
    history: SegmentHistory()
      .adding([SegmentTouch(segment: .numbered(11), name: "Gone", isComplete: true, removesMembers: true)], at: 2, by: nil)
      .adding([SegmentTouch(segment: .numbered(12), name: "VIP", isComplete: false, removesMembers: false)], at: 3, by: plan),
    runs: ["1c3d", "2f"]
  )

  private static func text(_ document: StateDocument = example) throws -> String {
    String(decoding: try StateCodec.encode(document), as: UTF8.self)
  }

  private static func decode(_ text: String) throws(StateError) -> StateDocument {
    try StateCodec.decode(Array(text.utf8), location: "s.json")
  }

  @Test func `Written states match the schema`() throws {
    try GoldenFile.expect(try Self.text(), is: "state.json")
  }

  @Test func `A state survives a round trip, with its segments sorted by name`() throws {
    let document = try Self.decode(try Self.text())
    #expect(document == Self.example)
    #expect(document.segments.map(\.name) == ["Beta testers", "Empty", "VIP \"gold\""])
    #expect(try Self.decode(try Self.text(Sample.document(serial: 0, []))).segments.isEmpty)
  }

  @Test(arguments: SeededRandom.seeds(50))
  func `Every state survives a round trip, and its form does not depend on the order`(seed: UInt64) throws {
    var random = SeededRandom(seed: seed)
    let segments = (1...Int.random(in: 1...8, using: &random)).map { number in
      RecordedSegment(
        id: SegmentID(bits: UUIDBits(high: random.next(), low: random.next())),
        name: "Segment \(number)",
        mode: MembershipMode.allCases.randomElement(using: &random) ?? .additive,
        members: MemberSet(
          (0..<Int.random(in: 0...500, using: &random)).map { _ in
            ShopperProfileID(bits: UUIDBits(high: random.next(), low: random.next()))
          }
        )
      )
    }
    let document = Sample.document(serial: Int.random(in: 0..<Int.max, using: &random), segments)
    #expect(try Self.decode(try Self.text(document)) == document)
    #expect(try Self.text(Sample.document(serial: document.serial, segments.shuffled(using: &random))) == Self.text(document))
  }

  @Test func `Unconfirmed members are stored separately`() throws {
    let segment = RecordedSegment(
      id: .numbered(1),
      name: "Beta",
      mode: .additive,
      members: .numbered(1...3),
      unconfirmed: .numbered(4...5)
    )
    let text = try Self.text(Sample.document([segment]))
    #expect(try Self.decode(text).segments == [segment])
    // The digest is over both.
    let edited = text.replacing("\"unconfirmed\" : \"AAAAAAAAQACAAAAAAAAABA", with: "\"unconfirmed\" : \"AAAAAAAAQACAAAAAAAAABC")
    try #require(edited != text)
    #expect(throws: StateError.self) { try Self.decode(edited) }
  }

  @Test func `Sources and live counts survive a round trip, without emails`() throws {
    let history = LiveHistory().adding(40, on: CalendarDay(daysSinceEpoch: 20_000)).adding(
      30,
      on: CalendarDay(daysSinceEpoch: 20_007)
    )
    let segment = RecordedSegment(
      id: .numbered(1),
      name: "VIP",
      mode: .authoritative,
      members: .numbered(1...3),
      sources: MemberSources(
        lookedUp: [
          LookedUpMember(profile: .numbered(2), customer: try #require(CustomerID(.max as Int32)), isByEmail: true),
          LookedUpMember(profile: .numbered(1), customer: try #require(CustomerID(7)), isByEmail: false),
        ],
        isComplete: false,
        files: ["crm/*.csv": ["crm/de.csv", "crm/fr.csv"]],
        liveCounts: ["News_letter aB": 12]
      ),
      history: history
    )
    let text = try Self.text(Sample.document([segment]))
    #expect(try Self.decode(text).segments == [segment], "\(text)")
    #expect(!text.contains("@"))
    // The digest is over the looked-up members too.
    let edited = text.replacing(
      "\"looked_up\" : \"AAAAAAAAQACAAAAAAAAAAQAAAAc",
      with: "\"looked_up\" : \"AAAAAAAAQACAAAAAAAAAAQAAAAg"
    )
    try #require(edited != text, "\(text)")
    #expect(throws: StateError.self) { try Self.decode(edited) }
  }

  @Test func `A state of version 1 is read without the sources of its members`() throws {
    let old = try Self.text().replacing("\"version\" : 2", with: "\"version\" : 1")
    #expect(try Self.decode(old) == Self.example)
    #expect(try Self.decode(old).segments.allSatisfy { $0.sources == nil })
  }

  @Test func `The next version differs only in its serial and its records`() {
    let next = Self.example.succeeding(with: [Sample.segment(9, "New", 1...2)], toolVersion: "2.0.0", who: nil)
    #expect(next.serial == 5)
    #expect(next.lineage == Self.example.lineage)
    #expect(next.store == Self.example.store)
    #expect(next.toolVersion == "2.0.0")
    #expect(next.segments.map(\.name) == ["New"])
    #expect(next.history == Self.example.history)
  }

  @Test func `A state of format 1 is read without the history of its segments`() throws {
    let document = try Self.decode(
      """
      {"version": 1, "serial": 7, "lineage": "l", "tool_version": "0.1", "store": "s", "segments": [
        {"id": "\(SegmentID.numbered(1))", "name": "A", "mode": "additive", "count": 1, "members": "AAAAAAAAQACAAAAAAAAABw==",
         "sha256": "0af5a247944d3fde88b0535a7ca883a7190dfd14f59684af8af77d640559059a"}
      ]}
      """
    )
    #expect(document.segments.map(\.members) == [.numbered([7])])
    #expect(document.history.changes(after: 6, id: .numbered(1), name: "A") == nil)
    #expect(document.history.changes(after: 7, id: .numbered(1), name: "A") == [])
    #expect(try Self.decode(try Self.text(document)) == document)
  }

  @Test(arguments: [
    ("\"p-0a", "\"p-0A"), ("\"serial\" : 3", "\"serial\" : 9"), ("-00000000000c\"", "-00000000000b\""),
    ("\"history\" :", "\"historie\" :"),
  ])
  func `A state with an impossible history is corrupt`(old: String, new: String) throws {
    let text = try Self.text()
    try #require(text.contains(old), "\(text)")
    #expect(throws: StateError.corrupt(location: "s.json", reason: "its history is not valid")) {
      try Self.decode(text.replacing(old, with: new))
    }
  }

  // MARK: what is refused

  @Test(arguments: [
    String(repeating: "[", count: 513), "", "{", "[]", "null", "version: 1", "{}", "{\"version\": \"1\"}", "{\"serial\": 1}",
    "\u{0}",
  ])
  func `A text that is not a state is corrupt`(text: String) {
    #expect(throws: StateError.corrupt(location: "s.json", reason: "it is not a JSON object with a version")) {
      try Self.decode(text)
    }
  }

  @Test(arguments: [3, 5, Int.max])
  func `A newer version is refused as newer, whatever it contains`(version: Int) {
    #expect(throws: StateError.newerVersion(location: "s.json", found: version, newest: StateCodec.currentVersion)) {
      try Self.decode("{\"version\": \(version), \"segments\": \"another form\"}")
    }
  }

  @Test(arguments: [
    ("\"version\" : 2", "\"version\" : 0", "a field is missing or has the wrong type"),
    ("\"serial\"", "\"cereal\"", "a field is missing or has the wrong type"),
    ("\"serial\" : 4", "\"serial\" : \"4\"", "a field is missing or has the wrong type"),
    ("\"serial\" : 4", "\"serial\" : -1", "its serial or lineage is not valid"),
    ("\"serial\" : 4", "\"serial\" : 9223372036854775807", "its serial or lineage is not valid"),
    ("\"lineage\" : \"\(Sample.lineage)\"", "\"lineage\" : \"\"", "its serial or lineage is not valid"),
    ("\"mode\" : \"additive\"", "\"mode\" : \"some\"", "segment \"Beta testers\": invalid id or mode"),
    ("-000000000001\"", "-00000000000\"", "segment \"Beta testers\": invalid id or mode"),
    ("-000000000001\"", "-000000000002\"", "it records a segment twice"),
    ("\"name\" : \"Empty\"", "\"name\" : \"Beta testers\"", "it records a segment twice"),
    ("\"count\" : 3", "\"count\" : 2", "segment \"VIP \"gold\"\": the count or checksum does not match the members"),
    ("\"count\" : 3", "\"count\" : -3", "segment \"VIP \"gold\"\": the count or checksum does not match the members"),
    (
      "\"count\" : 3", "\"count\" : 9223372036854775807",
      "segment \"VIP \"gold\"\": the count or checksum does not match the members"
    ),
    (
      "\"count\" : 3", "\"count\" : 1152921504606846979",
      "segment \"VIP \"gold\"\": the count or checksum does not match the members"
    ),
    (
      "AAAAAAAAQACAAAAAAAAABw==", "AAAAAAAAQACAAAAAAAAACA==",
      "segment \"Beta testers\": the count or checksum does not match the members"
    ),
    ("AAAAAAAAQACAAAAAAAAABw==", "AAAAAAAAQACAAAAAAAAABw", "a field is missing or has the wrong type"),
    ("AAAAAAAAQACAAAAAAAAABw==", "", "segment \"Beta testers\": the count or checksum does not match the members"),
    ("e3b0c442", "E3B0C442", "segment \"Empty\": the count or checksum does not match the members"),
  ])
  func `An edited or truncated state is corrupt, and the reason is given`(old: String, new: String, reason: String) throws {
    let text = try Self.text()
    let range = try #require(text.firstRange(of: old), "\(text)")
    let edited = String(text[..<range.lowerBound] + new + text[range.upperBound...])
    #expect(throws: StateError.corrupt(location: "s.json", reason: reason)) { try Self.decode(edited) }
  }

  @Test func `Unsorted members are corrupt even with the right checksum`() throws {
    // Made with another program: the ids 2 and 1 in this order.
    let edited = try Self.text(Sample.document([Sample.segment(1, "VIP", 1...2)]))
      .replacing("AAAAAAAAQACAAAAAAAAAAQAAAAAAAEAAgAAAAAAAAAI=", with: "AAAAAAAAQACAAAAAAAAAAgAAAAAAAEAAgAAAAAAAAAE=")
      .replacing(
        "1c44d4adb2df2068143c1cb15c06bce4b9e0023dca3193a1861d2deaadb7d8cd",
        with: "6ac29751e561499b8b4712a8f8b69026f1a9db086c3d97dd34749b2fd2dce4ef"
      )
    #expect(throws: StateError.corrupt(location: "s.json", reason: "segment \"VIP\": unsorted members")) {
      try Self.decode(edited)
    }
  }

  @Test(arguments: SeededRandom.seeds(20))
  func `A truncated state is corrupt`(seed: UInt64) throws {
    var random = SeededRandom(seed: seed)
    let bytes = try StateCodec.encode(Self.example)
    let end = Int.random(in: 0..<(bytes.count - 1), using: &random)
    #expect(throws: StateError.self) { try StateCodec.decode(Array(bytes[..<end]), location: "s.json") }
  }

  @Test func `An unknown field of the same format is ignored`() throws {
    let text = try Self.text().replacing("\"serial\" :", with: "\"later\" : true, \"serial\" :")
    #expect(try Self.decode(text) == Self.example)
  }
}
