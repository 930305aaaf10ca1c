import Diagnostics
import Manifests
import SegmentModel

/// Lists: the values must be those that a simple reading finds, and everything else must be an error.
enum ListFuzzing {
  /// What a manifest can declare about the list.
  private static let requests: [(column: String?, kind: MemberListKind?)] =
    [nil, "shopper_profile_id", "who"].flatMap { column in
      [nil, MemberListKind.shopperProfileID, .customerID, .email].map { (column, $0) }
    }

  static func problem(with input: [UInt8], of path: String) -> String? {
    // A quarter of the requests per input, or most of the time would go into reading the same input again.
    for request in requests.enumerated().filter({ $0.offset % 4 == input.count % 4 }).map(\.element) {
      let (file, problems) = MemberListReader.read(input, of: path, column: request.column, kind: request.kind)
      if let problem = ManifestFuzzing.problem(with: problems) { return problem }
      guard let file else {
        if problems.isEmpty { return "neither a list nor an error" }
        continue
      }
      if !problems.isEmpty { return "a list despite errors" }
      // The content of a packed list is not known here; text and CSV inputs compare it with the simple reading.
      guard !path.hasSuffix(".gz") else { continue }
      let values =
        path.hasSuffix(".csv") ? SimpleList.column(file.kind, request.column, ofCSV: input) : SimpleList.lines(of: input)
      guard let values else { return "a list where a simple reading finds none" }
      if let problem = difference(file, values) { return problem }
    }
    return nil
  }

  private static func difference(_ file: MemberListFile, _ values: [String]) -> String? {
    if file.count != values.count { return "\(file.count) values where a simple reading finds \(values.count)" }
    let lines = (0..<file.count).map { file.range(at: $0).start.line }
    if lines.contains(0) || zip(lines, lines.dropFirst()).contains(where: { $0 >= $1 }) {
      return "lines that do not ascend"
    }
    guard file.kind != .shopperProfileID else {
      return file.profiles.map(\.description) == values.map { $0.lowercased() } ? nil : "other ids than a simple reading finds"
    }
    let isSame = zip(file.customers, values).allSatisfy { customer, value in
      switch customer {
      case .id(let id): Int(value) == Int(id.number)
      case .email(let email): email.text == value.lowercased()
      }
    }
    return isSame ? nil : "other customers than a simple reading finds"
  }
}
