package import Diagnostics
import FileAccess

/// A file that gives variables their values: one YAML mapping of names to texts.
package enum VariableFile {
  /// More than any list of variables needs.
  private static let largest = 1 << 20

  /// Reads such a file, which may not be a link that leads out of its folder, unless that is allowed.
  ///
  /// - Throws: `DiagnosticsError` with everything that is wrong with it.
  package static func read(_ path: String, allowsOutside: Bool = false) throws(DiagnosticsError) -> [String: String] {
    let root: String
    do throws(FileAccessError) {
      root = try ConfigurationLoader.root(of: path)
    } catch {
      throw DiagnosticsError(diagnostics: error.diagnostics)
    }
    return try values(ConfigurationLoader.read(path, limit: largest, root: root, allowsOutside: allowsOutside), file: path)
  }

  /// The values in the text of such a file.
  ///
  /// - Throws: `DiagnosticsError` with everything that is wrong with it.
  package static func values(_ bytes: [UInt8], file: String) throws(DiagnosticsError) -> [String: String] {
    let source = SourceText(file: file, bytes: bytes)
    let problems = ProblemCollector(source)
    var values: [String: String] = [:]
    do throws(YAMLProblem) {
      let documents = try YAMLTreeBuilder.tree(of: source, limits: .standard).documents.filter { $0.content != .nothing }
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
