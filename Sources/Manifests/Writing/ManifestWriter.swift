package import SegmentModel

/// Writes the manifest of a segment of the store.
package enum ManifestWriter {
  /// More members than this go into a list file.
  private static let maximumInlineMembers = 200

  package struct Segment: Sendable {
    package let name: SegmentName
    package let id: SegmentID
    package let description: String
    package let members: MemberSet

    package init(name: SegmentName, id: SegmentID, description: String, members: MemberSet) {
      self.name = name
      self.id = id
      self.description = description
      self.members = members
    }

    /// Whether the manifest needs a list file for the members.
    package var needsList: Bool { members.count > ManifestWriter.maximumInlineMembers }
  }

  /// A manifest that declares the segment exactly as it is in the store.
  ///
  /// `list` is the path of the list file, relative to the manifest, for a segment that needs one.
  package static func manifest(_ segment: Segment, list: String) -> String {
    var lines = ["version: 1", "segments:", "  - name: \(YAMLText.literal(segment.name.text))", "    id: \(segment.id)"]
    if !segment.description.isEmpty { lines.append("    description: \(YAMLText.literal(segment.description))") }
    if segment.needsList {
      lines += [
        "    members_from:", "      - file: \(YAMLText.literal(list))",
        "        column: \(MemberListKind.shopperProfileID.rawValue)",
      ]
    } else if segment.members.isEmpty {
      lines.append("    members: []")
    } else {
      lines.append("    members:")
      lines += segment.members.map { "      - \($0)" }
    }
    return lines.joined(separator: "\n") + "\n"
  }

  /// The members as a CSV file with a header.
  package static func list(_ members: MemberSet) -> [UInt8] {
    var bytes = Array("\(MemberListKind.shopperProfileID.rawValue)\n".utf8)
    bytes.reserveCapacity(bytes.count + members.count * (UUIDBits.textLength + 1))
    for member in members {
      bytes += member.description.utf8
      bytes.append(UInt8(ascii: "\n"))
    }
    return bytes
  }
}

/// Makes unique file names for segments from lower-case ASCII letters, digits and hyphens.
package struct FileNames: Sendable {
  /// Enough to tell segments apart, and within the limit of every file system.
  private static let maximumLength = 60

  private var taken: Set<String> = []

  package init() {}

  /// A new name, without an extension.
  package mutating func name(for text: String) -> String {
    let base = Self.base(text)
    var name = base
    var number = 2
    while !taken.insert(name).inserted {
      name = "\(base)-\(number)"
      number += 1
    }
    return name
  }

  private static func base(_ text: String) -> String {
    var result = ""
    for byte in text.lowercased().utf8 where result.utf8.count < maximumLength {
      if byte.isLetter || byte.isDigit {
        result.unicodeScalars.append(Unicode.Scalar(byte))
      } else if !result.isEmpty && !result.hasSuffix("-") {
        result += "-"
      }
    }
    while result.hasSuffix("-") { result.removeLast() }
    return result.isEmpty ? "segment" : result
  }
}
