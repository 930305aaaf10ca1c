import Diagnostics
import SegmentModel

/// Which declared segments include or exclude which others.
struct SegmentGraph {
  /// A problem and the place of the reference.
  typealias Finding = (problem: ManifestProblem, range: SourceRange)

  /// How many names the message about a cycle shows.
  static let maximumNamesOfCycle = 20

  private let segments: [SegmentDeclaration]
  private let byName: [SegmentName: Int]
  /// The declared names, sorted: one array for all findings, because every reference may be wrong.
  private let names: [String]

  init(_ segments: [SegmentDeclaration]) {
    self.segments = segments
    byName = Dictionary(segments.indices.map { (segments[$0].name, $0) }, uniquingKeysWith: { first, _ in first })
    names = segments.map(\.name.text).sorted()
  }

  /// The names, each after those that the segment includes or excludes and otherwise by name; and every wrong
  /// reference.
  ///
  /// The order is meaningless after a cycle. O(segments + references).
  func order() -> (names: [SegmentName], findings: [Finding]) {
    var findings = segments.flatMap(checkReferences)
    var order: [SegmentName] = []
    var isDone = Array(repeating: false, count: segments.count)
    // The segments on the current path, each with its parts that are not visited yet. A long chain would overflow a
    // recursive search.
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
          findings.append((.referenceCycle(names + [segments[next.index].name.text]), next.range))
        } else if !isDone[next.index] {
          enter(next.index)
        }
      }
    }
    return (order, findings)
  }

  /// The names on a path; of a long path only those at its ends, because many long cycles would fill the memory.
  private static func shortened(_ names: some RandomAccessCollection<String>) -> [String] {
    if names.count <= maximumNamesOfCycle { return Array(names) }
    return names.prefix(maximumNamesOfCycle / 2) + ["…"] + names.suffix(maximumNamesOfCycle / 2)
  }

  private func checkReferences(_ segment: SegmentDeclaration) -> [Finding] {
    (segment.includes + segment.excludes).compactMap { reference in
      problem(reference, of: segment).map { ($0, reference.range) }
    }
  }

  private func problem(_ reference: SegmentReference, of segment: SegmentDeclaration) -> ManifestProblem? {
    switch reference.target {
    case .declared(let name):
      guard let index = byName[name] else { return .unknownReference(name.text, declared: names) }
      if name == segment.name { return .referenceToItself }
      return segments[index].presence == .absent ? .referenceToAbsent(name.text, first: segments[index].range) : nil
    case .live(let name):
      guard let declared = (try? SegmentName(name)).flatMap({ byName[$0] }) else { return nil }
      return .liveButDeclared(name, first: segments[declared].range)
    }
  }

  /// The declared segments that a segment includes or excludes, without itself.
  private func parts(of index: Int) -> [(index: Int, range: SourceRange)] {
    (segments[index].includes + segments[index].excludes).compactMap { reference in
      guard case .declared(let name) = reference.target, let part = byName[name], part != index else { return nil }
      return (part, reference.range)
    }
  }
}
