import SegmentModel
import StoreSimulator

/// A random store, and what manifests declare about it.
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
    var store = Store(customers: profiles, seed: random.next())
    var segments: [Segment] = []
    for number in 1...Int.random(in: 1...4, using: &random) {
      let name = "Segment \(number)"
      let live = Self.members(of: profiles, using: &random)
      if Int.random(in: 0..<4, using: &random) > 0 {
        for segment in try store.createSegments([SegmentDraft(name: name, description: "before")]) {
          store.insertMembers(live.ids, into: segment.id)
        }
      }
      segments.append(
        Segment(
          name: name,
          mode: Bool.random(using: &random) ? .authoritative : .additive,
          presence: Int.random(in: 0..<8, using: &random) == 0 ? .absent : .present,
          desired: Bool.random(using: &random)
            ? Self.members(of: profiles, using: &random)
            // Close to the live members: the usual case.
            : MemberSet(live.filter { _ in Int.random(in: 0..<10, using: &random) > 0 })
              .union(MemberSet(Self.members(of: profiles, using: &random).prefix(60)))
        )
      )
    }
    self.store = store
    self.segments = segments
  }

  /// The manifest that declares the segments, with guardrails that stop nothing.
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

/// Random faults, as `segsim --fault` takes them.
enum ChaosFaults {
  /// One to five faults, which can include other writers.
  static func random(using random: inout SeededGenerator) throws -> [FaultSpec] {
    var specs: [FaultSpec] = []
    for _ in 0..<Int.random(in: 1...5, using: &random) {
      let spec = try FaultSpec(text(using: &random))
      // Only one quota can be in effect.
      if spec.kind != .quota || !specs.contains(where: { $0.kind == .quota }) { specs.append(spec) }
    }
    return specs
  }

  /// A line of `faults.txt`, with one of the values in each pair of braces.
  private static func text(using random: inout SeededGenerator) -> String {
    let lines = String(decoding: PackageResources.faults_txt, as: UTF8.self).split(separator: "\n")
    let parts = lines.randomElement(using: &random)?.split { "{}".contains($0) } ?? []
    return parts.map { $0.split(separator: "|").randomElement(using: &random) ?? "" }.joined()
  }
}
