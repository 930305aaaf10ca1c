package import Diagnostics
package import SegmentModel

/// Gives a segment another name in the text of its manifests, pinned to its id so that the plan renames it and does not make it anew.
///
/// Works on the text: comments, order and layout stay.
package struct SegmentRenaming: Sendable {
  package struct EditedFile: Sendable {
    package let file: String
    package let bytes: [UInt8]
  }

  let old: SegmentName
  let new: SegmentName
  /// Written as `id:` unless the declaration has one.
  let id: SegmentID
  /// With which the manifests were read: names may be put together from variables.
  private let options: LoadingOptions

  package init(from old: SegmentName, to new: SegmentName, id: SegmentID, _ options: LoadingOptions) {
    self.old = old
    self.new = new
    self.id = id
    self.options = options
  }

  /// The manifest with the new name in the declaration and in every segment that includes or excludes it; `nil` when it does not name it.
  ///
  /// - Throws: `DiagnosticsError` when the name cannot be changed without a person: it is put together from variables, or merged in.
  package func edit(_ file: String, _ bytes: [UInt8]) throws(DiagnosticsError) -> EditedFile? {
    let source = SourceText(file: file, bytes: bytes)
    // A manifest that cannot be parsed has no declaration to rename; the caller has loaded it before.
    guard let tree = try? YAMLTreeBuilder.tree(of: source, limits: .standard) else { return nil }
    // A list that several segments share by an alias is met once for each, and stands in the text once.
    let edits = Set(tree.documents.flatMap { self.edits(in: $0, source) }).sorted {
      ($0.offset, $0.length, $0.text) < ($1.offset, $1.length, $1.text)
    }
    let edited = edits.isEmpty ? source : SourceText(file: file, bytes: Self.apply(edits, to: source.bytes))
    guard isRenamed(source, edited) else { throw DiagnosticsError(diagnostics: [cannotEdit(source)]) }
    return edits.isEmpty ? nil : EditedFile(file: file, bytes: bytes.prefix(bytes.count - source.bytes.count) + edited.bytes)
  }

  private struct Edit: Hashable {
    let offset: Int
    let length: Int
    let text: String
  }

  private func edits(in document: YAMLNode, _ source: SourceText) -> [Edit] {
    guard let list = Self.value("segments", of: document), list.content == .sequence else { return [] }
    return list.children.flatMap { segment -> [Edit] in
      guard segment.content == .mapping else { return [] }
      var edits: [Edit] = []
      if let name = Self.pair("name", of: segment), name.value.content == .scalar, name.value.text == old.text {
        edits.append(replacement(of: name.value, source))
        if Self.value("id", of: segment) == nil { edits += pin(segment, key: name.key, value: name.value, source) }
      }
      for key in ["include", "exclude"] {
        guard let references = Self.value(key, of: segment), references.content == .sequence else { continue }
        edits += references.children.filter { $0.content == .scalar && $0.text == old.text }.map { replacement(of: $0, source) }
      }
      return edits
    }
  }

  private func replacement(of node: YAMLNode, _ source: SourceText) -> Edit {
    let start = source.offset(of: node.range.start)
    return Edit(offset: start, length: source.offset(of: node.range.end) - start, text: YAMLText.literal(new.text))
  }

  /// `id:` behind the name: on the next line, or behind a comma in a mapping in braces.
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

  /// Whether the edited text declares the same as before but for the name, which is nowhere left.
  private func isRenamed(_ before: SourceText, _ after: SourceText) -> Bool {
    var old = ManifestDecoder(before, options)
    old.read()
    var new = ManifestDecoder(after, options)
    new.read()
    guard old.segments.count == new.segments.count else { return false }
    return zip(old.segments, new.segments).allSatisfy { old, new in
      let isSubject = old.name == self.old
      return new.name == (isSubject ? self.new : old.name)
        && new.id == (isSubject ? old.id ?? id : old.id)
        && new.description == old.description
        && new.lists.map(\.request) == old.lists.map(\.request)
        && new.profiles.subjects == old.profiles.subjects
        && new.customers.subjects == old.customers.subjects
        && new.includes.map(\.target) == old.includes.map { renamed($0.target) }
        && new.excludes.map(\.target) == old.excludes.map { renamed($0.target) }
    }
  }

  private func renamed(_ target: SegmentPart) -> SegmentPart {
    target == .declared(old) ? .declared(new) : target
  }

  private func cannotEdit(_ source: SourceText) -> Diagnostic {
    Diagnostic(
      .error,
      code: "cannot-rename",
      summary: "the name \"\(old)\" in \(source.file) has to be changed by hand",
      detail: """
        It is put together from variables, merged in from elsewhere, or written over several lines. Change it, and pin the segment so \
        that it is renamed and not made anew:

            id: \(id)
        """
    )
  }
}
