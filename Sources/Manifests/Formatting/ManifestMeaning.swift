import SegmentModel

/// What a manifest says, without the order of its keys and members.
///
/// Formatting must not change it.
indirect enum ManifestMeaning: Hashable {
  case nothing
  case text(String, isPlain: Bool)
  /// An id, whatever its case.
  case identifier(UUIDBits)
  case list([ManifestMeaning])
  case members(Set<ManifestMeaning>)
  /// The values of each key, several when it is repeated.
  case mapping([ManifestMeaning: [ManifestMeaning]])

  /// The shape says what the node is in a manifest; it is `nil` when that is not known.
  init(_ node: YAMLNode, _ shape: ManifestShape?) {
    switch node.content {
    case .nothing:
      self = .nothing
    case .scalar:
      if let shape, shape.mayBeIdentifier, let bits = node.identifier {
        self = .identifier(bits)
      } else {
        self = .text(node.text, isPlain: node.isPlain)
      }
    case .sequence:
      if shape?.isMemberList == true {
        self = .members(Set(node.children.lazy.map { ManifestMeaning($0, .member) }))
      } else {
        self = .list(node.children.map { ManifestMeaning($0, shape?.element) })
      }
    case .mapping:
      var values: [ManifestMeaning: [ManifestMeaning]] = [:]
      for (key, value) in node.fields {
        values[ManifestMeaning(key, nil), default: []].append(ManifestMeaning(value, shape?.value(ofKey: key.text)))
      }
      self = .mapping(values)
    }
  }

  static func documents(of tree: YAMLTree) -> [ManifestMeaning] {
    tree.documents.map { ManifestMeaning($0, .mapping(.manifest)) }
  }
}
