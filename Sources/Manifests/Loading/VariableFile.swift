package import Diagnostics
import FileAccess

/// A file with values of variables: a YAML mapping of names to texts.
package enum VariableFile {
  private static let maximumBytes = 1 << 20

  /// Reads such a file.
  ///
  /// It may be a link out of its folder only if that is allowed.
  package static func read(_ path: String, allowsOutside: Bool = false) throws(DiagnosticsError) -> [String: String] {
    let root: String
    do throws(FileAccessError) {
      root = try ConfigurationLoader.root(of: path)
    } catch {
      throw DiagnosticsError(diagnostics: error.diagnostics)
    }
    return try values(ConfigurationLoader.read(path, limit: maximumBytes, root: root, allowsOutside: allowsOutside), file: path)
  }

  package static func values(_ bytes: [UInt8], file: String) throws(DiagnosticsError) -> [String: String] {
    let source = SourceText(file: file, bytes: bytes)
    let problems = ProblemCollector(source)
    var values: [String: String] = [:]
    do throws(YAMLProblem) {
      let documents = try YAMLTreeBuilder.tree(of: source).documents.filter { $0.content != .nothing }
      for document in documents {
        values.merge(Variables.values(in: document, key: nil, problems: problems)) { _, later in later }
      }
    } catch {
      problems.add(error)
    }
    if problems.hasErrors { throw DiagnosticsError(diagnostics: problems.diagnostics) }
    return values
  }
}
