import ArgumentParser

/// Text for people, or JSON for programs: `docs/schemas` has a schema for each command.
enum AnswerFormat: String, ExpressibleByArgument, Hashable, Sendable, CaseIterable {
  case human
  case json
}

/// In which form a plan goes to standard output.
enum PlanFormat: String, ExpressibleByArgument, Hashable, Sendable, CaseIterable {
  /// For people.
  case human
  /// The plan file's own JSON: docs/schemas/plan.schema.json.
  case json
  /// For a comment on a pull request or merge request.
  case markdown
  /// Annotations for a workflow's log, Markdown for its summary, counts for its next steps.
  case github
}
