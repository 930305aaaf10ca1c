import Diagnostics
import SegmentModel
import TestSupport
import Testing

@testable import Manifests

/// Sets, entries of `exclude` that name members, and dates on all of them.
struct SetDecoderTests {
  private static func manifests(sets: String, segment: String) -> String {
    "version: 1\nsets: \(sets)\nsegments: [\(segment)]\n"
  }

  @Test(arguments: [
    ("[{name: S, members: []}]", "{name: A, members: [], include: [S], exclude: [{set: S}]}", []),
    ("[{name: S, members: []}]", "{name: A, include: [{segment: S}]}", ["3:42 wrong-kind-of-reference"]),
    ("[{name: S, include: [{set: A}]}]", "{name: A, members: []}, {name: B, include: [S]}", ["2:34 wrong-kind-of-reference"]),
    ("[{name: S, include: [S]}]", "{name: A, include: [S]}", ["2:28 reference-cycle"]),
    ("[{name: S, include: [A]}]", "{name: A, include: [S]}", ["2:28 reference-cycle"]),
    ("[{name: S, members: []}]", "{name: A, include: [SS]}", ["2:15 unused-set", "3:32 unknown-segment"]),
    ("[{name: A, members: []}]", "{name: a, members: [], include: [A]}", ["2:15 segment-declared-twice"]),
    ("[{name: S, members: [], mode: additive}]", "{name: A, include: [S]}", ["2:31 unknown-key"]),
    ("[{name: S}]", "{name: A, include: [S]}", ["2:8 missing-key"]),
    ("[{members: []}]", "{name: A, members: []}", ["2:8 missing-key"]),
    ("{}", "{name: A, members: []}", ["2:7 wrong-kind"]),
    ("[{name: S, members: [], expires: 2026-11-25}]", "{name: A, include: [S]}", ["2:40 expired-member"]),
  ])
  func `a set is declared and used like a segment, and its mistakes have places`(
    sets: String,
    segment: String,
    expected: [String]
  ) {
    #expect(codes(Self.manifests(sets: sets, segment: segment)) == expected)
  }

  @Test func `a misspelled name has a suggestion among segments and sets`() throws {
    let text = Self.manifests(sets: "[{name: Staff, members: []}]", segment: "{name: A, members: [], exclude: [Staf]}")
    let problem = try #require(read(text).diagnostics.sorted.first { $0.code == "unknown-segment" })
    #expect(problem.suggestion == "Staff")
  }

  @Test(arguments: [
    ("[{customer: 1}, {email: a@b.c}, {profile: 00000000-0000-4000-8000-000000000001}, {file: x.csv, as: email}]", []),
    ("[{custmer: 1}]", ["3:47 unknown-key"]),
    ("[{customer: 1, column: a}]", ["3:60 unknown-key"]),
    ("[{customer: 1, live: B}]", ["3:46 member-name"]),
    ("[{customer: 1, email: a@b.c}]", ["3:46 member-name"]),
    ("[{expires: 2027-01-01}]", ["3:46 member-name"]),
    ("[{customer: 0}]", ["3:57 bad-customer-id"]),
    ("[{file: x.csv, colum: a}]", ["3:60 unknown-key"]),
    ("[{segment: B, set: B}]", ["3:46 member-name"]),
    ("[{set: S, allow_empty: true}]", ["3:68 wrong-key"]),
    ("[{live: B, expires: 2026-11-25}]", ["3:65 expired-member"]),
    ("[S, {set: S}]", ["3:55 duplicate-reference"]),
    ("[{set: S, expires: 2027-01-01}, {set: S, starts: 2027-06-01}]", []),
  ])
  func `exclude accepts members, lists, segments and sets`(entries: String, expected: [String]) {
    let text = Self.manifests(sets: "[{name: S, members: []}]", segment: "{name: A, include: [S], exclude: \(entries)}")
    #expect(codes(text) == expected)
  }

  @Test(arguments: [
    ("expires: 2027-01-01", ["4:14 expires-without-allow-empty"]),
    ("expires: 2027-01-01\nallow_empty: false", ["4:14 expires-without-allow-empty"]),
    ("expires: 2027-01-01\nallow_empty: true", []),
    ("expires: 2027-01-01\nensure: absent", ["4:14 members-of-absent-segment", "6:14 members-of-absent-segment"]),
    ("expires: 2026-11-01\nallow_empty: true", ["4:14 expired-member"]),
    ("starts: 2027-01-01", []),
    ("starts: 2027-01-01\nexpires: 2027-01-01\nallow_empty: true", ["5:14 never-valid"]),
  ])
  func `a segment that ends must be allowed to be empty, from the day on which that is written`(
    text: String,
    expected: [String]
  ) {
    #expect(codes(manifest("name: A\n\(text)\nmembers: []")) == expected)
  }

  @Test func `the dates of a segment limit those of its members and includes`() throws {
    let text = manifest(
      """
      name: A
      starts: 2026-12-01
      expires: 2027-01-01
      allow_empty: true
      members:
        - customer: 1
        - {customer: 2, expires: 2026-12-24}
        - {customer: 3, starts: 2027-02-01}
      include: [{live: B, starts: 2026-12-10}]
      """
    )
    let group = try #require(read(text).configuration?.segments.first?.group)
    let december = CalendarDay("2026-12-01")
    for (day, count) in [("2026-11-30", 0), ("2026-12-01", 2), ("2026-12-24", 1), ("2027-01-01", 0), ("2027-03-01", 0)] {
      let day = try #require(CalendarDay(day))
      #expect(group.listed.customers.subjects(.inForce, on: day).count == count, "\(day)")
    }
    #expect(group.nextDate(after: someDay) == december)
    #expect(group.includes.first?.validity.expires == CalendarDay("2027-01-01"))
    #expect(codes(text) == ["10:31 never-counts"])
  }

  @Test func `a manifest may have sets only, for segments of other manifests`() throws {
    let sets = "version: 1\nsets: [{name: Staff, members: []}]\n"
    let read = read(sets, "version: 1\nsegments: [{name: A, members: [], exclude: [Staff]}]\n")
    #expect(read.diagnostics.isEmpty)
    #expect(read.configuration?.groups.map(\.name.text) == ["Staff", "A"])
  }
}
