/// Environment variables, of which an empty one counts as unset: CI systems set unknown secrets to the empty text.
package struct EnvironmentVariables: Sendable {
  private let values: [String: String]

  package init(_ values: [String: String]) { self.values = values }

  package subscript(_ name: String) -> String? { values[name].flatMap { $0.isEmpty ? nil : $0 } }

  /// The first of these variables that is set.
  package func first(of names: String...) -> (name: String, value: String)? {
    for name in names {
      if let value = self[name] { return (name, value) }
    }
    return nil
  }

  /// Whether a variable is set to `1`, `true` or `yes`.
  package func isOn(_ name: String) -> Bool { ["1", "true", "yes"].contains(self[name]?.lowercased()) }
}
