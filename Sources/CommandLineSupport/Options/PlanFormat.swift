import ArgumentParser

/// In which form a plan goes to standard output.
package enum PlanFormat: String, ExpressibleByArgument, Hashable, Sendable, CaseIterable {
  /// For people.
  case human
  /// The plan file's own JSON: docs/schemas/plan.schema.json.
  case json
}
