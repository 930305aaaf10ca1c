import FoundationEssentials

/// Checks JSON texts against the schemas in `docs/schemas`, with Python's `jsonschema`.
package enum SchemaCheck {
  /// What the schema has against the texts, a line each, in the order of the texts; nothing when all of them are valid.
  ///
  /// - Parameters:
  ///   - texts: JSON documents.
  ///   - schema: The schema's file name in `docs/schemas`.
  /// - Returns: Lines such as `0: $.segments[2].id: …`, which begin with the text's place in the list.
  /// - Throws: ``SchemaCheckError`` when the check itself fails, for example without the schema.
  package static func problems(of texts: [[UInt8]], schema: String) async throws -> [String] {
    try await withTemporaryFolder { folder in
      var paths: [String] = []
      for (index, text) in texts.enumerated() {
        paths.append("\(folder)/\(index).json")
        try Data(text).write(to: URL(filePath: "\(folder)/\(index).json"))
      }
      let schemaPath = "\(RepositoryRoot.path)/docs/schemas/\(schema)"
      let outcome = try await Python.run(["-c", script, schemaPath] + paths)
      guard outcome.exitCode == 0 else { throw SchemaCheckError(errors: outcome.errors) }
      return outcome.output.split(separator: "\n").map(String.init)
    }
  }

  private static let script = """
    import json, sys
    from jsonschema import Draft202012Validator
    schema = json.load(open(sys.argv[1]))
    Draft202012Validator.check_schema(schema)
    validator = Draft202012Validator(schema)
    for index, path in enumerate(sys.argv[2:]):
        for error in validator.iter_errors(json.load(open(path))):
            print(f"{index}: {error.json_path}: {error.message}".replace("\\n", " "))
    """
}

/// A check against a schema that did not come to a result.
package struct SchemaCheckError: Error {
  /// What Python said.
  package let errors: String
}
