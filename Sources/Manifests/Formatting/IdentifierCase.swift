import SegmentModel

/// Writes the ids of a manifest in lower case, in place.
struct IdentifierCase {
  let outline: YAMLOutline
  let tree: YAMLTree

  func lowered(_ bytes: [UInt8]) -> [UInt8] {
    var bytes = bytes
    for root in tree.roots { lower(root, .mapping(.manifest), &bytes) }
    return bytes
  }

  private func lower(_ index: Int, _ shape: ManifestShape?, _ bytes: inout [UInt8]) {
    guard let shape else { return }
    switch tree.records[index].kind {
    case .alias:
      break
    case .text, .identifier:
      let place = outline.extents[index].start..<outline.extents[index].end
      // An id with escapes is longer.
      guard shape.mayBeIdentifier, place.count == UUIDBits.textLength || place.count == UUIDBits.textLength + 2,
        YAMLNode(tree: tree, index: index).identifier != nil
      else { return }
      for byte in place where (UInt8(ascii: "A")...UInt8(ascii: "F")).contains(bytes[byte]) { bytes[byte] |= 0x20 }
    case .sequence:
      guard let element = shape.element else { return }
      for child in tree.children(of: index) { lower(child, element, &bytes) }
    case .mapping:
      let children = Array(tree.children(of: index))
      for position in stride(from: 0, to: children.count - 1, by: 2) {
        lower(children[position + 1], shape.value(ofKey: YAMLNode(tree: tree, index: children[position]).text), &bytes)
      }
    }
  }
}
