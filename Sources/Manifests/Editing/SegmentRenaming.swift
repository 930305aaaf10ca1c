package import Diagnostics
package import SegmentModel

/// Renames a segment in the text of its manifests, so that comments, order and layout stay.
///
/// It also pins the segment's id, so that the plan renames the segment instead of creating another one.
package struct SegmentRenaming: Sendable {
  let old: SegmentName
  let new: SegmentName
  /// Written as `id:` unless the declaration has one.
  let id: SegmentID
  /// The options with which the manifests were read, because names may contain variables.
  private let options: LoadingOptions

  package init(from old: SegmentName, to new: SegmentName, id: SegmentID, _ options: LoadingOptions) {
    self.old = old
    self.new = new
    self.id = id
    self.options = options
  }

  /// The manifest with the new name in the declaration and in every reference to it; `nil` when the manifest does not
  /// name the segment.
  ///
  /// - Throws: `DiagnosticsError` when only a person can change the name, such as one made of variables.
  package func edit(_ file: String, _ bytes: [UInt8]) throws(DiagnosticsError) -> [UInt8]? {
    let source = SourceText(file: file, bytes: bytes)
    // The caller has loaded the manifest, so it can be parsed.
    guard let tree = try? YAMLTreeBuilder.tree(of: source) else { return nil }
    // Segments may share a list by an alias. Its entries are found once for each of them.
    let edits = Set(tree.documents.flatMap { self.edits(in: $0, source) }).sorted {
      ($0.offset, $0.length, $0.text) < ($1.offset, $1.length, $1.text)
    }
    let edited = edits.isEmpty ? source : SourceText(file: file, bytes: Self.apply(edits, to: source.bytes))
    guard isRenamed(source, edited) else { throw DiagnosticsError(diagnostics: [cannotEdit(source)]) }
    return edits.isEmpty ? nil : bytes.prefix(bytes.count - source.bytes.count) + edited.bytes
  }

  private struct Edit: Hashable {
    let offset: Int
    let length: Int
    let text: String
  }

  private func edits(in document: YAMLNode, _ source: SourceText) -> [Edit] {
    let lists = ["segments", "sets"].compactMap { Self.value($0, of: document) }.filter { $0.content == .sequence }
    return lists.flatMap(\.children).flatMap { segment -> [Edit] in
      guard segment.content == .mapping else { return [] }
      var edits: [Edit] = []
      if let name = Self.pair("name", of: segment), name.value.content == .scalar, name.value.text == old.text {
        edits.append(replacement(of: name.value, source))
        if Self.value("id", of: segment) == nil { edits += pin(segment, key: name.key, value: name.value, source) }
      }
      for key in ["include", "exclude"] {
        guard let references = Self.value(key, of: segment), references.content == .sequence else { continue }
        let names = references.children.compactMap { $0.content == .scalar ? $0 : Self.value("segment", of: $0) }
        edits += names.filter { $0.content == .scalar && $0.text == old.text }.map { replacement(of: $0, source) }
      }
      return edits
    }
  }

  private func replacement(of node: YAMLNode, _ source: SourceText) -> Edit {
    let start = source.offset(of: node.range.start)
    return Edit(offset: start, length: source.offset(of: node.range.end) - start, text: YAMLText.literal(new.text))
  }

  /// Adds `id:` after the name: on the next line, or after a comma in a mapping in braces.
  private func pin(_ segment: YAMLNode, key: YAMLNode, value: YAMLNode, _ source: SourceText) -> [Edit] {
    let start = source.offset(of: segment.position)
    let end = source.offset(of: value.range.end)
    if start < source.bytes.count, source.bytes[start] == UInt8(ascii: "{") {
      return [Edit(offset: end, length: 0, text: ", id: \(id)")]
    }
    let endOfLine = source.bytes[end...].firstIndex { $0 == UInt8(ascii: "\n") || $0 == UInt8(ascii: "\r") } ?? source.bytes.count
    let indentation = String(repeating: " ", count: key.position.column - 1)
    let lineBreak = source.bytes[endOfLine...].starts(with: Array("\r\n".utf8)) ? "\r\n" : "\n"
    return [Edit(offset: endOfLine, length: 0, text: "\(lineBreak)\(indentation)id: \(id)")]
  }

  private static func apply(_ edits: [Edit], to bytes: [UInt8]) -> [UInt8] {
    var result: [UInt8] = []
    var position = 0
    for edit in edits {
      result += bytes[position..<edit.offset]
      result += edit.text.utf8
      position = edit.offset + edit.length
    }
    return result + bytes[position...]
  }

  private static func pair(_ name: String, of mapping: YAMLNode) -> (key: YAMLNode, value: YAMLNode)? {
    guard mapping.content == .mapping else { return nil }
    return mapping.fields.first { $0.key.content == .scalar && $0.key.text == name }
  }

  private static func value(_ name: String, of mapping: YAMLNode) -> YAMLNode? { pair(name, of: mapping)?.value }

  /// Whether the edited text declares the same as before except for the name, which is gone.
  private func isRenamed(_ before: SourceText, _ after: SourceText) -> Bool {
    var old = ManifestDecoder(before, options)
    old.read()
    var new = ManifestDecoder(after, options)
    new.read()
    guard old.segments.count == new.segments.count, old.sets.count == new.sets.count else { return false }
    let keepsRest = zip(old.segments, new.segments).allSatisfy { old, new in
      new.description == old.description && new.id == (old.name == self.old ? old.id ?? id : old.id)
    }
    let (oldGroups, newGroups) = (old.segments.map(\.group) + old.sets, new.segments.map(\.group) + new.sets)
    return keepsRest && zip(oldGroups, newGroups).allSatisfy(isRenamed)
  }

  private func isRenamed(_ old: MemberGroup, _ new: MemberGroup) -> Bool {
    let includes = old.includes.map { renamed($0.target) }
    let excludes = old.excludes.map { renamed($0.target) }
    return new.name == (old.name == self.old ? self.new : old.name)
      && new.includes.map(\.target) == includes && new.excludes.map(\.target) == excludes
      && isSame(old.listed, new.listed) && isSame(old.excluded, new.excluded)
  }

  private func isSame(_ old: NamedMembers, _ new: NamedMembers) -> Bool {
    new.lists.map(\.request) == old.lists.map(\.request)
      && new.profiles.subjects == old.profiles.subjects
      && new.customers.subjects == old.customers.subjects
  }

  private func renamed(_ target: SegmentPart) -> SegmentPart { target == .declared(old) ? .declared(new) : target }

  private func cannotEdit(_ source: SourceText) -> Diagnostic {
    Diagnostic(
      .error,
      code: "cannot-rename",
      summary: "segplan cannot change the name \"\(old)\" in \(source.file)",
      detail: """
        It contains variables, comes from a merge key, or is written over several lines. Change it yourself, and pin the id of the segment \
        so that the next plan renames it:

            id: \(id)
        """
    )
  }
}
