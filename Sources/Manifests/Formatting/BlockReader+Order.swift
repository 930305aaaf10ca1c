import SegmentModel

extension BlockReader {
  /// Sorts the entries of a block, if they have an order.
  func order(_ block: inout FormattedBlock, of node: Int, _ shape: ManifestShape?) {
    if isMapping(node) {
      guard let place = shape?.place else { return }
      sortKeys(&block, of: node, place)
    } else if shape?.isMemberList == true {
      sortMembers(&block, of: node)
    }
  }

  // MARK: Keys

  private func sortKeys(_ block: inout FormattedBlock, of node: Int, _ place: ManifestPlace) {
    let names = place.names
    let ranked = block.pieces.enumerated().map { index, piece in
      (rank: rank(text(of: piece.node), names, place), index: index)
    }
    let order = ranked.sorted { ($0.rank, $0.index) < ($1.rank, $1.index) }.map(\.index)
    guard keepsAnchorsAbove(order, block.pieces.map(\.node), of: node) else { return }
    block.pieces = order.map { block.pieces[$0] }
  }

  /// Merge keys come first, so that their anchors stay above; the author's own keys come after the version; unknown
  /// keys come last.
  private func rank(_ name: String, _ names: [String], _ place: ManifestPlace) -> Int {
    if name == "<<" { return -1 }
    if let index = names.firstIndex(of: name) { return 2 * index }
    return place == .manifest && name.hasPrefix(ManifestPlace.ownKeyPrefix) ? 1 : 2 * names.count
  }

  /// Whether every alias of the block stays below the node that it names.
  private func keepsAnchorsAbove(_ order: [Int], _ nodes: [Int], of parent: Int) -> Bool {
    let tied = tiedNodes(in: parent)
    if tied.isEmpty || order == Array(order.indices) { return true }
    if reusesNames { return false }
    var newIndex = [Int](repeating: 0, count: order.count)
    for (index, old) in order.enumerated() { newIndex[old] = index }
    func entry(of node: Int) -> Int? { nodes.lastIndex { $0 <= node } }
    return tied.allSatisfy { node in
      guard tree.records[node].kind == .alias else { return true }
      let target = Int(tree.records[node].reference)
      guard target > parent, let user = entry(of: node), let owner = entry(of: target), user != owner else { return true }
      return newIndex[owner] < newIndex[user]
    }
  }

  private func tiedNodes(in parent: Int) -> ArraySlice<Int> {
    let end = tree.records[parent].next
    // The tied nodes of a block are next to each other.
    return tied[tied.partitionIndex { $0 > parent }...].prefix { $0 < end }
  }

  // MARK: Members

  private func sortMembers(_ block: inout FormattedBlock, of node: Int) {
    for index in block.pieces.indices where !block.pieces[index].leading.isEmpty {
      block.pieces[index].leading = block.pieces[index].leading.withoutBlanks
    }
    block.tail = block.tail.withoutBlanks
    guard tiedNodes(in: node).isEmpty else { return }
    let ranks = block.pieces.map { MemberRank(YAMLNode(tree: tree, index: $0.node)) }
    let order = ranks.indices.sorted { left, right in
      ranks[left] == ranks[right] ? left < right : ranks[left] < ranks[right]
    }
    var sorted: [FormattedBlock.Piece] = []
    sorted.reserveCapacity(order.count)
    // The first of the entries that say the same of the current member.
    var known: [ManifestMeaning: Int] = [:]
    for (index, old) in order.enumerated() {
      if index == 0 || ranks[old] != ranks[order[index - 1]] { known.removeAll(keepingCapacity: true) }
      let piece = block.pieces[old]
      // An entry that is not understood is never a duplicate.
      if ranks[old] != .other {
        let meaning = ManifestMeaning(YAMLNode(tree: tree, index: piece.node), .member)
        if let first = known[meaning], let remark = remarkOfDuplicate(piece) {
          sorted[first].leading += piece.leading + (remark.isEmpty ? [] : [remark])
          continue
        }
        known[meaning] = known[meaning] ?? sorted.count
      }
      sorted.append(piece)
    }
    block.pieces = sorted
  }

  /// The comment after a duplicate, or empty; `nil` when it has comments inside, which cannot be moved.
  private func remarkOfDuplicate(_ piece: FormattedBlock.Piece) -> FormattedBlock.Remark? {
    let extent = outline.extents[piece.node]
    if isBlockCollection(piece.node) { return piece.body.contains(UInt8(ascii: "#")) ? nil : [] }
    guard startLine(piece.node) == extent.endLine else { return nil }
    return lines.rest(of: extent.endLine, from: extent.end).trimmed
  }
}
