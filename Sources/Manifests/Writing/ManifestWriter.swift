package import SegmentModel

/// Writes the manifest of a segment as the store has it.
package enum ManifestWriter {
  /// More members than this are kept in a list of their own.
  package static let maximumInlineMembers = 200

  /// A segment with everything that is live of it.
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

    /// Whether the members are too many to stand in the manifest.
    package var needsList: Bool { members.count > ManifestWriter.maximumInlineMembers }
  }

  /// A manifest that declares the segment just as it is.
  ///
  /// `list` is the path of its list, relative to the manifest; used when the segment needs one.
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
  ///
  /// O(n).
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

/// Gives segments file names: lower-case ASCII letters, digits and hyphens, no two alike.
package struct FileNames: Sendable {
  /// Long enough to tell segments apart, short of every file system's limit.
  private static let maximumLength = 60

  private var taken: Set<String> = []

  package init() {}

  /// A name without extension, not given before.
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
