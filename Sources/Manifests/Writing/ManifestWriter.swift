package import SegmentModel

/// Writes the manifest of a segment of the store.
package enum ManifestWriter {
  /// More members than this go into list files.
  private static let maximumInlineMembers = 200

  package struct Segment: Sendable {
    package let name: SegmentName
    package let id: SegmentID
    package let description: String
    /// Members whose customer is known are declared by number.
    package let members: CustomerNumbers

    package init(name: SegmentName, id: SegmentID, description: String, members: CustomerNumbers) {
      self.name = name
      self.id = id
      self.description = description
      self.members = members
    }
  }

  /// The files that declare the segment exactly as it is in the store: first its lists, then its manifest.
  ///
  /// Paths are relative to the folder of the manifest.
  package static func files(_ segment: Segment, named name: String) -> [(path: String, bytes: [UInt8])] {
    var lines = ["version: 1", "segments:", "  - name: \(YAMLText.literal(segment.name.text))", "    id: \(segment.id)"]
    if !segment.description.isEmpty { lines.append("    description: \(YAMLText.literal(segment.description))") }
    let customers = segment.members.profiles.compactMap { profile in segment.members[profile].map { ($0, profile) } }
      .sorted { $0.0 < $1.0 }
    let profiles = segment.members.profiles.filter { segment.members[$0] == nil }
    var lists: [(path: String, bytes: [UInt8])] = []
    if segment.members.profiles.isEmpty {
      lines.append("    members: []")
    } else if segment.members.profiles.count <= maximumInlineMembers {
      // In the order of `segplan fmt`.
      lines += ["    members:"] + profiles.map { "      - \($0)" }
      lines += customers.map { customer, profile in "      - {customer: \(customer)} # \(profile)" }
    } else {
      lines.append("    members_from:")
      let columns = [MemberListKind.customerID, .shopperProfileID].map(\.rawValue)
      let rows = customers.map { customer, profile in "\(customer),\(profile)" }
      for (path, header, rows) in [
        ("members/\(name).csv", columns, rows), ("members/\(name).profiles.csv", [columns[1]], profiles.map(\.description)),
      ] where !rows.isEmpty {
        lines += ["      - file: \(YAMLText.literal(path))", "        column: \(header[0])"]
        lists.append((path, Self.bytes([header.joined(separator: ",")] + rows)))
      }
    }
    return lists + [("\(name).yaml", bytes(lines))]
  }

  private static func bytes(_ lines: [String]) -> [UInt8] { Array((lines.joined(separator: "\n") + "\n").utf8) }
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
