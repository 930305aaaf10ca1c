import SegmentModel

/// Writes the ids of a manifest in lower case, in their places: nothing moves.
struct IdentifierCase {
  let outline: YAMLOutline
  let tree: YAMLTree

  func lowered(_ bytes: [UInt8]) -> [UInt8] {
    var bytes = bytes
    for root in outline.roots where root < outline.records.count { lower(root, .mapping(.manifest), &bytes) }
    return bytes
  }

  private func lower(_ index: Int, _ shape: ManifestShape?, _ bytes: inout [UInt8]) {
    guard let shape else { return }
    let record = outline.records[index]
    switch record.kind {
    case .alias:
      break
    case .scalar:
      // An id that is written with escapes is longer.
      let length = record.end - record.start
      guard shape.mayBeIdentifier, length == UUIDBits.textLength || length == UUIDBits.textLength + 2,
        YAMLNode(tree: tree, index: index).identifier != nil
      else { return }
      for byte in record.start..<record.end where (UInt8(ascii: "A")...UInt8(ascii: "F")).contains(bytes[byte]) {
        bytes[byte] |= 0x20
      }
    case .blockSequence, .flowSequence:
      guard let element = shape.element else { return }
      for child in outline.children(of: index) { lower(child, element, &bytes) }
    case .blockMapping, .flowMapping:
      let children = outline.children(of: index)
      for position in stride(from: 0, to: children.count - 1, by: 2) {
        lower(children[position + 1], shape.value(ofKey: YAMLNode(tree: tree, index: children[position]).text), &bytes)
      }
    }
  }
}
