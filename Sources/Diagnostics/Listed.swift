extension Sequence<String> {
  /// The first texts and the number of the others: `a, b and 3 more`.
  package func listed(first maximum: Int) -> String {
    let texts = Array(self)
    let shown = texts.prefix(maximum).joined(separator: ", ")
    return texts.count > maximum ? "\(shown) and \(texts.count - maximum) more" : shown
  }
}
