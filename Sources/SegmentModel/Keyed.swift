extension Sequence {
  /// The elements by a key; of several with one key the first, and none without a key.
  package func keyed<Key: Hashable>(by key: (Element) -> Key?) -> [Key: Element] {
    Dictionary(compactMap { element in key(element).map { ($0, element) } }, uniquingKeysWith: { first, _ in first })
  }
}
