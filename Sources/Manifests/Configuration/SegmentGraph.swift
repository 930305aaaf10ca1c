import Diagnostics
import SegmentModel

/// Which declared segments are made of which others.
struct SegmentGraph {
  /// A problem with the place of the reference that has it.
  typealias Finding = (problem: ReferenceProblem, range: SourceRange)

  /// The most names that the message of a cycle has.
  static let maximumNamesOfCycle = 20

  private let segments: [SegmentDeclaration]
  private let byName: [SegmentName: Int]
  /// The declared names, sorted; one array for all findings, of which there may be as many as names.
  private let names: [String]

  /// No name may be there twice.
  init(_ segments: [SegmentDeclaration]) {
    self.segments = segments
    byName = Dictionary(segments.indices.map { (segments[$0].name, $0) }, uniquingKeysWith: { first, _ in first })
    names = segments.map(\.name.text).sorted()
  }

  /// The names in an order in which each segment stands behind all that it is made of, by name where that leaves a choice; and every
  /// reference that is wrong.
  ///
  /// With a cycle among the findings the order is of no use. O(segments + references).
  func order() -> (names: [SegmentName], findings: [Finding]) {
    var findings = segments.flatMap(checkReferences)
    var order: [SegmentName] = []
    var isDone = Array(repeating: false, count: segments.count)
    // The segments on the way, each with those of its parts that are still to be visited: a walk in depth without recursion, as a long
    // chain must not use up the stack.
    var path: [(index: Int, remaining: ArraySlice<(index: Int, range: SourceRange)>)] = []
    var positionOnPath: [Int: Int] = [:]
    func enter(_ index: Int) {
      positionOnPath[index] = path.count
      path.append((index, parts(of: index)[...]))
    }
    for start in segments.indices.sorted(by: { segments[$0].name < segments[$1].name }) where !isDone[start] {
      enter(start)
      while let last = path.indices.last {
        guard let next = path[last].remaining.popFirst() else {
          let finished = path.removeLast().index
          positionOnPath[finished] = nil
          isDone[finished] = true
          order.append(segments[finished].name)
          continue
        }
        if let position = positionOnPath[next.index] {
          let names = Self.shortened(path[position...].lazy.map { segments[$0.index].name.text })
          findings.append((.cycle(names + [segments[next.index].name.text]), next.range))
        } else if !isDone[next.index] {
          enter(next.index)
        }
      }
    }
    return (order, findings)
  }

  /// The names on a path, of a long one those at its ends: many long cycles would fill the memory.
  private static func shortened(_ names: some RandomAccessCollection<String>) -> [String] {
    if names.count <= maximumNamesOfCycle { return Array(names) }
    return names.prefix(maximumNamesOfCycle / 2) + ["…"] + names.suffix(maximumNamesOfCycle / 2)
  }

  private func checkReferences(_ segment: SegmentDeclaration) -> [Finding] {
    (segment.includes + segment.excludes).compactMap { reference in
      problem(reference, of: segment).map { ($0, reference.range) }
    }
  }

  private func problem(_ reference: SegmentReference, of segment: SegmentDeclaration) -> ReferenceProblem? {
    switch reference.target {
    case .declared(let name):
      guard let index = byName[name] else {
        return .unknown(name.text, declared: names)
      }
      if name == segment.name { return .itself }
      return segments[index].presence == .absent ? .absent(name.text, first: segments[index].range) : nil
    case .live(let name):
      guard let declared = (try? SegmentName(name)).flatMap({ byName[$0] }) else { return nil }
      return .liveButDeclared(name, first: segments[declared].range)
    }
  }

  /// The declared segments that one is made of, itself apart.
  private func parts(of index: Int) -> [(index: Int, range: SourceRange)] {
    (segments[index].includes + segments[index].excludes).compactMap { reference in
      guard case .declared(let name) = reference.target, let part = byName[name], part != index else { return nil }
      return (part, reference.range)
    }
  }
}
