extension Diagnostic {
  /// The problem at this place, unless it has one of its own.
  package func placed(at place: SourceRange?) -> Diagnostic {
    var placed = self
    placed.range = range ?? place
    return placed
  }
}
