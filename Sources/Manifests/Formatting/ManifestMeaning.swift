import SegmentModel

/// What a manifest says, whatever the order of its keys and members: what formatting must not change.
indirect enum ManifestMeaning: Hashable {
  case nothing
  case text(String, isPlain: Bool)
  /// A text where an id belongs, in any case.
  case identifier(UUIDBits)
  case list([ManifestMeaning])
  case members(Set<ManifestMeaning>)
  /// The values of each key, several when it is repeated.
  case mapping([ManifestMeaning: [ManifestMeaning]])

  /// The shape is `nil` when it is not known what the node is in a manifest.
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

extension ManifestShape {
  /// Whether a scalar here is an id, if it looks like one.
  var mayBeIdentifier: Bool {
    switch self {
    case .identifier, .member: true
    default: false
    }
  }
}
