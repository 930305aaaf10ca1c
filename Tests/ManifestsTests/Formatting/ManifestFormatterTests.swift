import Diagnostics
import Testing

@testable import Manifests

struct ManifestFormatterTests {
  private static func format(_ text: String) throws -> String {
    String(decoding: try ManifestFormatter.format(Array(text.utf8), file: "m.yaml"), as: UTF8.self)
  }

  private static let a = "a3f1c9e2-4b7d-4f3a-9c2e-8b7d6f9a1234"
  private static let b = "b3f1c9e2-4b7d-4f3a-9c2e-8b7d6f9a1234"

  @Test func `keys are sorted with their comments, with two spaces per level`() throws {
    let text = """
      # yaml-language-server: $schema=segplan.schema.json
      # above segments
      segments:   # behind segments
      # above the segment
      -   members: []

          # above the name
          name:    VIP   # behind the name
          # at the end of the segment
      # above the version
      version: 1\t
      # at the end


      """
    #expect(
      try Self.format(text) == """
        # yaml-language-server: $schema=segplan.schema.json
        # above the version
        version: 1
        # above segments
        segments: # behind segments
          # above the segment
          # above the name
          - name: VIP   # behind the name
            members: []
            # at the end of the segment
        # at the end

        """
    )
  }

  @Test func `members are sorted and each appears once, with all its comments`() throws {
    let text = """
      version: 1
      segments:
      - name: VIP
        members:
          # the head stays

          # about the email
          - email: ada@example.com
          - customer: 12
          - customer: 4
            expires: 2026-12-31
          - \(Self.b.uppercased())  # b

          # a
          - \(Self.a)
          - "\(Self.b)"  # b again
          - {customer: 4}
          - expires: 2026-12-31
            customer: 4
          # the tail stays

      """
    #expect(
      try Self.format(text) == """
        version: 1
        segments:
          - name: VIP
            members:
              # the head stays

              # a
              - \(Self.a)
              # b again
              - \(Self.b)  # b
              - customer: 4
                expires: 2026-12-31
              - {customer: 4}
              - customer: 12
              # about the email
              - email: ada@example.com
              # the tail stays

        """
    )
  }

  @Test func `lists keep the order that people chose`() throws {
    let text = """
      version: 1
      segments:
        - name: Z
          members: []
          include:
            - Y
            - live: C
            - B
          exclude: [X, A]
        - name: A
          members: []

      """
    #expect(try Self.format(text) == text)
  }

  @Test func `texts of several lines move unchanged`() throws {
    let text = """
      version: 1
      segments:
      - description: |
          # no comment
            deeper

          last
        name: "two
          lines"

        # about members
        members: [ # open
          \(Self.a), # one
        ]
      """
    #expect(
      try Self.format(text)
        == """
        version: 1
        segments:
          - name: "two
              lines"
            description: |
              # no comment
                deeper

              last

            # about members
            members: [ # open
              \(Self.a), # one
            ]

        """
    )
  }

  @Test func `an alias never moves above its anchor`() throws {
    let kept = """
      version: 1
      segments: &all
        - name: A
          members: &m
            - \(Self.b)
            - \(Self.a)
          include: []
          description: x
        - exclude: &names [B]
          include: *names
          name: B

      """
    let formatted = try Self.format(kept)
    #expect(formatted.contains("  - exclude: &names [B]\n    include: *names\n    name: B\n"), "\(formatted)")
    #expect(formatted.contains("  - name: A\n    description: x\n    members: &m\n      - \(Self.a)\n"), "\(formatted)")
    let aliased = "version: 1\nsegments:\n  - name: A\n    members:\n      - &b \(Self.b)\n      - \(Self.a)\n      - *b\n"
    #expect(try Self.format(aliased) == aliased)
    let own = "segments:\n  - <<: *base\n    name: A\nx-base: &base\n  members: []\nversion: 1\n"
    #expect(throws: DiagnosticsError.self) { try Self.format(own) }
    let merged = "x-base: &base\n  members: []\nsegments:\n  - name: A\n    <<: *base\nversion: 1\n"
    #expect(try Self.format(merged) == "version: 1\nx-base: &base\n  members: []\nsegments:\n  - <<: *base\n    name: A\n")
  }

  @Test func `documents, directives and document marks are kept`() throws {
    let text = """
      %YAML 1.1
      # before
      --- # first
      segments: []
      version: 1
      ...
      # between
      ---
      version: 1
      # above
      segments: []
      """
    #expect(
      try Self.format(text) == """
        %YAML 1.1
        # before
        --- # first
        version: 1
        segments: []
        ...
        # between
        ---
        version: 1
        # above
        segments: []

        """
    )
  }

  @Test(arguments: ["", "# only a comment\n", "---\n", "just a text\n", "{version: 1, segments: []}\n", "- a\n- b\n"])
  func `a text that needs no sorting does not change`(text: String) throws {
    #expect(try Self.format(text) == text)
  }

  @Test func `a byte order mark is removed, and lines end with a line feed`() throws {
    #expect(try Self.format("\u{FEFF}version: 1\r\nsegments: []\r\n") == "version: 1\nsegments: []\n")
  }

  @Test(arguments: [
    ("version: 1\n? segments\n: []\n", 2), ("version: 1\rsegments: []\n", 1), ("version: 1\nsegments:\n  &a\n  - name: x\n", 3),
  ])
  func `a text that cannot be formatted is reported with its line`(text: String, line: Int) throws {
    let error = try #require(throws: DiagnosticsError.self) { try Self.format(text) }
    #expect(error.diagnostics.map(\.code) == ["not-formatted"])
    #expect(error.diagnostics.first?.range?.start.line == line)
  }

  @Test func `a line that cannot be formatted is shown without addresses`() throws {
    let error = try #require(throws: DiagnosticsError.self) { try Self.format("version: 1\n? ada@example.com\n: []\n") }
    #expect(error.diagnostics.map(\.sourceLine) == ["? ***************"])
  }

  @Test func `members that differ in quotes around their key are kept`() throws {
    let text = """
      version: 1
      segments:
        - name: VIP
          members:
            - customer: 1
            - "customer": 1

      """
    #expect(try Self.format(text) == text)
  }

  @Test func `a text that is not YAML is reported as in reading`() throws {
    let error = try #require(throws: DiagnosticsError.self) { try Self.format("version: 1\nsegments: [\n") }
    #expect(error.diagnostics.map(\.code) == ["yaml-syntax"])
  }

  @Test func `sets and entries of exclude have their keys in order, and comments stay`() throws {
    let text = """
      segments:
        - exclude:
            - expires: 2027-01-01 # until then
              customer: 5
            # blocked
            - column: id
              file: blocked.csv
            - profile: 6CAF76A5-7035-48AE-8280-AD3729A6F2E7
          name: A
          members: []
      sets:
        - members:
            - customer: 2
            - customer: 1
          name: S
      version: 1

      """
    #expect(
      try Self.format(text) == """
        version: 1
        sets:
          - name: S
            members:
              - customer: 1
              - customer: 2
        segments:
          - name: A
            members: []
            exclude:
              - customer: 5
                expires: 2027-01-01 # until then
              # blocked
              - file: blocked.csv
                column: id
              - profile: 6caf76a5-7035-48ae-8280-ad3729a6f2e7

        """
    )
  }
}
