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
    var store = Store(profiles: profiles, seed: random.next())
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

  private static func text(using random: inout SeededGenerator) -> String {
    let rate = ["0.02", "0.1", "0.3"].randomElement(using: &random) ?? "0.1"
    let on = ["list", "add", "remove", "any"].randomElement(using: &random) ?? "any"
    let write = ["add", "remove"].randomElement(using: &random) ?? "add"
    let texts = [
      "latency:ms=2,jitter=6",
      "quota:requests=\(Int.random(in: 15...60, using: &random)),window=300",
      "quota:requests=40,window=300,used-by-others=0.5",
      "overload:on=\(on),rate=\(rate)",
      "error:status=500,on=\(on),rate=\(rate)",
      "error:status=502,on=\(on),rate=\(rate)",
      "error:status=503,on=\(on),rate=\(rate)",
      "error:status=504,on=\(on),rate=\(rate)",
      "error:status=503,when=after,on=\(on),rate=\(rate)",
      "reset:on=\(on),rate=\(rate)",
      "reset:when=before,on=\(on),rate=\(rate)",
      "truncate:on=\(on),rate=\(rate)",
      "html:status=200,on=\(on),rate=\(rate)",
      "html:status=502,on=\(on),rate=\(rate)",
      "drip:bytes=400,pause=2,on=\(on),rate=\(rate)",
      "conflict:style=whole,members=3,rate=\(rate)",
      "conflict:style=partial,members=3,rate=\(rate)",
      "conflict:style=anonymous,members=3,rate=\(rate)",
      "gone:profiles=3,answer=404",
      "gone:profiles=3,answer=422",
      "gone:profiles=3,answer=dropped",
      "segment-gone:on=\(write),times=1,after=\(Int.random(in: 0...4, using: &random))",
      "foreign-writer:adds=3,removes=3,on=list-end,rate=0.5",
      "foreign-writer:adds=2,removes=2,on=\(write),rate=\(rate)",
      "shift:row=inserted,rate=\(rate)",
      "shift:row=deleted,rate=\(rate)",
      "shift:row=moved,rate=\(rate)",
      "duplicate:rate=\(rate)",
      "late:ms=\([20, 200, 60_000].randomElement(using: &random) ?? 200)",
      "late:ms=200,on=\(write),rate=\(rate)",
    ]
    return texts.randomElement(using: &random) ?? texts[0]
  }
}
