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
  /// - Parameters:
  ///   - segment: The segment.
  ///   - list: The path of its list, relative to the manifest; used when the segment needs one.
  /// - Returns: The text, as `segplan fmt` leaves it.
  package static func manifest(_ segment: Segment, list: String) -> String {
    var lines = ["version: 1", "segments:", "  - name: \(text(segment.name.text))", "    id: \(segment.id)"]
    if !segment.description.isEmpty { lines.append("    description: \(text(segment.description))") }
    if segment.needsList {
      lines += [
        "    members_from:", "      - file: \(text(list))", "        column: \(MemberListKind.shopperProfileID.rawValue)",
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

  /// A text in which nothing looks like a variable.
  private static func text(_ text: String) -> String { YAMLText.scalar(text.replacing("${", with: "$${")) }
}
