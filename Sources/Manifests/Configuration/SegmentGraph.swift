import Diagnostics
import SegmentModel

/// Which declared segments and sets include or exclude which others.
struct SegmentGraph {
  /// A problem and its place.
  typealias Finding = (problem: ManifestProblem, range: SourceRange, isError: Bool)

  /// How many names the message about a cycle shows.
  static let maximumNamesOfCycle = 20

  private let groups: [MemberGroup]
  private let absent: Set<SegmentName>
  private let byName: [SegmentName: Int]
  /// The declared names, sorted: one array for all findings, because every reference may be wrong.
  private let names: [String]

  init(_ segments: [SegmentDeclaration], _ sets: [MemberGroup]) {
    let groups = segments.map(\.group) + sets
    self.groups = groups
    absent = Set(segments.filter { $0.presence == .absent }.map(\.name))
    byName = Dictionary(groups.indices.map { (groups[$0].name, $0) }, uniquingKeysWith: { first, _ in first })
    names = groups.map(\.name.text).sorted()
  }

  /// The segments and sets, each after those that it includes or excludes, else by name; and every wrong reference.
  ///
  /// The order is meaningless after a cycle. O(segments + sets + references).
  func order() -> (groups: [MemberGroup], findings: [Finding]) {
    var findings = groups.flatMap(checkReferences)
    var order: [MemberGroup] = []
    var isDone = Array(repeating: false, count: groups.count)
    // The groups on the current path, each with its parts that are not visited yet. A long chain would overflow a
    // recursive search.
    var path: [(index: Int, remaining: ArraySlice<(index: Int, range: SourceRange)>)] = []
    var positionOnPath: [Int: Int] = [:]
    func enter(_ index: Int) {
      positionOnPath[index] = path.count
      path.append((index, parts(of: index)[...]))
    }
    for start in groups.indices.sorted(by: { groups[$0].name < groups[$1].name }) where !isDone[start] {
      enter(start)
      while let last = path.indices.last {
        guard let next = path[last].remaining.popFirst() else {
          let finished = path.removeLast().index
          positionOnPath[finished] = nil
          isDone[finished] = true
          order.append(groups[finished])
          continue
        }
        if let position = positionOnPath[next.index] {
          let cycle = path[position...].lazy.map { groups[$0.index] }
          let names = Self.shortened(cycle.map(\.name.text)) + [groups[next.index].name.text]
          findings.append((.referenceCycle(names, hasSets: cycle.contains { $0.kind == .set }), next.range, true))
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

  /// The sets that no present segment uses, directly or through other sets.
  func unusedSets() -> [Finding] {
    var used = groups.map { $0.kind == .segment }
    var open = groups.indices.filter { used[$0] }
    while let next = open.popLast() {
      for (part, _) in parts(of: next) where !used[part] {
        used[part] = true
        open.append(part)
      }
    }
    return groups.indices.filter { !used[$0] }.map { (.unusedSet(groups[$0].name.text), groups[$0].range, false) }
  }

  private func checkReferences(_ group: MemberGroup) -> [Finding] {
    group.references.compactMap { reference in problem(reference, of: group).map { ($0, reference.range, true) } }
  }

  private func problem(_ reference: SegmentReference, of group: MemberGroup) -> ManifestProblem? {
    switch reference.target {
    case .declared(let name):
      guard let index = byName[name] else { return .unknownReference(name.text, reference.kind, declared: names) }
      if name == group.name { return .referenceToItself(group.kind) }
      if let kind = reference.kind, kind != groups[index].kind { return .wrongKind(groups[index]) }
      return absent.contains(name) ? .referenceToAbsent(name.text, first: groups[index].range) : nil
    case .live(let name):
      guard let declared = (try? SegmentName(name)).flatMap({ byName[$0] }), groups[declared].kind == .segment else { return nil }
      return .liveButDeclared(name, first: groups[declared].range)
    }
  }

  /// The declared segments and sets that a group includes or excludes, without itself.
  private func parts(of index: Int) -> [(index: Int, range: SourceRange)] {
    groups[index].references.compactMap { reference in
      guard case .declared(let name) = reference.target, let part = byName[name], part != index else { return nil }
      return (part, reference.range)
    }
  }
}
