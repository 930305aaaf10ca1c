import Diagnostics
import Planning
import SegmentModel
import TestSupport

/// Reviews of any size with any names.
enum RandomReview {
  private static let letters = Array("aZ9 <>|`*_[]()!\\&#@:/.-+~\"'é中🙂$%{}")

  static func make(using random: inout SeededRandom) throws -> Review {
    var segments: [SegmentPlan] = []
    for number in 0..<Int.random(in: 0...40, using: &random) {
      segments.append(try segment(number, using: &random))
    }
    let plan = Sample.plan(segments, unmanaged: Int.random(in: 0...2000, using: &random))
    let findings = Guardrails.findings(in: plan, overrides: .none)
    let warnings = (0..<Int.random(in: 0...5, using: &random)).map { _ in
      Diagnostic(
        .warning,
        code: "some-warning",
        summary: text(600, using: &random),
        detail: Bool.random(using: &random) ? "Some advice:\n\n    \(text(300, using: &random))" : nil,
        range: Bool.random(using: &random) ? ReviewExample.place(line: 3, file: text(200, using: &random)) : nil
      )
    }
    return Review(plan: plan, findings: findings, warnings: warnings)
  }

  private static func segment(_ number: Int, using random: inout SeededRandom) throws -> SegmentPlan {
    let update = SegmentUpdate(
      name: .init(from: text(200, using: &random), to: "to"),
      description: Bool.random(using: &random) ? .init(from: "", to: text(500, using: &random)) : nil
    )
    let live = Int.random(in: 1...2000, using: &random)
    let add = Int.random(in: 0...1, using: &random) * Int.random(in: 1...300, using: &random)
    let remove = Int.random(in: 0...1, using: &random) * Int.random(in: 1...live, using: &random)
    // No name twice, whatever the dice say.
    let name = "\(number) \(text(150, using: &random))."
    let id = SegmentID.numbered(number)
    return switch Int.random(in: 0...4, using: &random) {
    case 0: try Sample.planned(name, .create(description: text(99, using: &random)), add: 1...(add + 1))
    case 1: try Sample.planned(name, .delete(id), live: 1...live)
    case 2:
      try Sample.planned(
        name,
        update.map { .update(id, $0) } ?? .keep(id),
        add: 5000..<(5000 + add),
        remove: 1..<(1 + remove),
        live: 1...live,
        drift: .changed(added: add, removed: 0, renamedFrom: text(80, using: &random))
      )
    case 3: try Sample.planned(name, .stayAbsent, drift: .vanished)
    default:
      try Sample.planned(name, .keep(id), add: 5000..<(5000 + add), remove: 1..<(1 + remove), live: 1...live)
    }
  }

  private static func text(_ longest: Int, using random: inout SeededRandom) -> String {
    var text = ""
    for _ in 0..<Int.random(in: 0...longest, using: &random) {
      text.append(letters[Int.random(in: 0..<letters.count, using: &random)])
    }
    return text
  }
}
