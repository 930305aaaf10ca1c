extension Sequence {
  /// The elements by key: the first of several with the same key, and none without a key.
  package func keyed<Key: Hashable>(by key: (Element) -> Key?) -> [Key: Element] {
    Dictionary(compactMap { element in key(element).map { ($0, element) } }, uniquingKeysWith: { first, _ in first })
  }
}
