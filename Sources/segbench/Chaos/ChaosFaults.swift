import StoreSimulator

/// Random faults, in the words of `segsim --fault`.
enum ChaosFaults {
  /// One to five of them, other writers among them.
  static func random(using random: inout SeededGenerator) throws -> [FaultSpec] {
    var specs: [FaultSpec] = []
    for _ in 0..<Int.random(in: 1...5, using: &random) {
      specs.append(try FaultSpec(text(using: &random)))
    }
    // Two quotas would hide each other.
    var hasQuota = false
    return specs.filter { spec in
      guard case .quota = spec.fault else { return true }
      defer { hasQuota = true }
      return !hasQuota
    }
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
