import SegmentModel
import StoreSimulator

/// A made-up store and what manifests declare of it.
struct ChaosWorld {
  struct Segment {
    let name: String
    let mode: MembershipMode
    let presence: SegmentPresence
    let desired: MemberSet
  }

  let store: Store
  let segments: [Segment]

  init(using random: inout SeededGenerator) throws {
    let profiles = Int.random(in: 50...900, using: &random)
    var store = Store(profiles: profiles, seed: random.next())
    var segments: [Segment] = []
    for number in 1...Int.random(in: 1...4, using: &random) {
      let name = "Segment \(number)"
      let live = Self.members(of: profiles, using: &random)
      if Int.random(in: 0..<4, using: &random) > 0 {
        for segment in try store.createSegments([SegmentDraft(name: name, description: "before")]) {
          _ = store.insertMembers(live.ids, into: segment.id)
        }
      }
      segments.append(
        Segment(
          name: name,
          mode: Bool.random(using: &random) ? .authoritative : .additive,
          presence: Int.random(in: 0..<8, using: &random) == 0 ? .absent : .present,
          desired: Bool.random(using: &random)
            ? Self.members(of: profiles, using: &random)
            // Near what is there: the usual case.
            : MemberSet(live.filter { _ in Int.random(in: 0..<10, using: &random) > 0 })
              .union(MemberSet(Self.members(of: profiles, using: &random).prefix(60)))
        )
      )
    }
    self.store = store
    self.segments = segments
  }

  /// The manifest that declares the segments, with guardrails wide open: this is not about them.
  var manifest: String {
    var text = "version: 1\ndefaults: {guardrails: {max_removals: 100%, max_additions: 1000000%}}\nsegments:\n"
    for segment in segments {
      text += "  - name: \(segment.name)\n    ensure: \(segment.presence.rawValue)\n"
      guard segment.presence == .present else { continue }
      text += "    description: after\n    mode: \(segment.mode.rawValue)\n    allow_empty: true\n"
      text += segment.desired.isEmpty ? "    members: []\n" : "    members:\n"
      text += segment.desired.map { "      - \($0)\n" }.joined()
    }
    return text
  }

  private static func members(of profiles: Int, using random: inout SeededGenerator) -> MemberSet {
    let share = [0, 1, 5, 10].randomElement(using: &random) ?? 5
    let numbers = (1...profiles).filter { _ in Int.random(in: 0..<10, using: &random) < share }
    return MemberSet(numbers.map { StoredProfile.numberedID($0) })
  }
}
