package import Diagnostics

/// Writes manifests in the one form that `docs/tools.md` describes, with every comment kept.
package enum ManifestFormatter {
  /// The text in its form; what has it already comes back to the byte.
  ///
  /// O(n log n) in the lines.
  ///
  /// - Throws: `DiagnosticsError` when the text is not YAML, or has something that cannot be laid out; the file is then best left alone.
  package static func format(_ bytes: [UInt8], file: String) throws(DiagnosticsError) -> [UInt8] {
    let source = SourceText(file: file, bytes: bytes)
    do throws(FormattingProblem) {
      return try faithful(source)
    } catch {
      throw DiagnosticsError(diagnostics: error.diagnostics(of: source))
    }
  }

  /// Formats, and proves that nothing else changed.
  private static func faithful(_ source: SourceText) throws(FormattingProblem) -> [UInt8] {
    let original = try tree(source)
    let formatted = try format(source, original)
    if formatted == source.bytes { return formatted }
    let result = SourceText(file: source.file, bytes: formatted)
    guard let again = try? tree(result),
      ManifestMeaning.documents(of: original) == ManifestMeaning.documents(of: again),
      let second = try? format(result, again), second == formatted
    else { throw .unfaithful }
    return formatted
  }

  private static func tree(_ source: SourceText) throws(FormattingProblem) -> YAMLTree {
    do throws(YAMLProblem) {
      return try YAMLTreeBuilder.tree(of: source)
    } catch {
      throw .yaml(error)
    }
  }

  private static func format(_ source: SourceText, _ tree: YAMLTree) throws(FormattingProblem) -> [UInt8] {
    let outline: YAMLOutline
    do throws(YAMLProblem) {
      outline = try YAMLOutlineBuilder.outline(of: source)
    } catch {
      throw .yaml(error)
    }
    let bytes = IdentifierCase(outline: outline, tree: tree).lowered(source.bytes)
    guard let lines = LineTable(bytes) else { throw .lineEnds }
    return try StreamFormatter(BlockReader(lines: lines, outline: outline, tree: tree)).text()
  }
}
