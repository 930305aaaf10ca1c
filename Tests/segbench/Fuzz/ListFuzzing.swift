import Diagnostics
import Manifests
import SegmentModel

/// Lists: the values must be those that a simple reading finds, and everything else must be an error.
enum ListFuzzing {
  private typealias Request = (column: String?, kind: MemberListKind?, delimiter: CSVDelimiter?, condition: MemberListCondition?)

  /// What a manifest can declare about the list.
  private static let requests: [Request] =
    [nil, "shopper_profile_id", "who"].flatMap { column in
      [nil, MemberListKind.shopperProfileID, .customerID, .email].map { (column, $0, nil, nil) }
    } + [
      (nil, nil, .semicolon, nil), ("who", .customerID, .tab, nil), (nil, .email, .comma, condition), (nil, nil, nil, condition),
    ]
  private static let condition = MemberListCondition(column: "Name", values: ["Ada", "Bob", ""])

  static func problem(with input: [UInt8], of path: String) -> String? {
    // A quarter of the requests per input, or most of the time would go into reading the same input again.
    for request in requests.enumerated().filter({ $0.offset % 4 == input.count % 4 }).map(\.element) {
      let (file, problems) = MemberListReader.read(
        input,
        of: path,
        delimiter: request.delimiter,
        column: request.column,
        kind: request.kind,
        conditions: request.condition.map { [$0] } ?? []
      )
      if let problem = ManifestFuzzing.problem(with: problems) { return problem }
      guard let file else {
        if problems.isEmpty { return "neither a list nor an error" }
        continue
      }
      if !problems.isEmpty { return "a list despite errors" }
      // The content of a packed list is not known here; text and CSV inputs compare it with the simple reading.
      guard !path.hasSuffix(".gz") else { continue }
      guard let list = SimpleList(input) else { return "a list where there is no text" }
      let differences = readings(list, of: path, file.kind, request).map { difference(file, $0) }
      // The header may show the delimiter, so one of the readings must be the same.
      guard differences.contains(nil) else { return differences.first ?? "a list where a simple reading finds none" }
    }
    return nil
  }

  private static func readings(_ list: SimpleList, of path: String, _ kind: MemberListKind, _ request: Request) -> [[String]] {
    if path.hasSuffix(".txt") { return [list.lines] }
    let delimiters: [CSVDelimiter: Unicode.Scalar] = [.comma: ",", .semicolon: ";", .tab: "\t"]
    return delimiters.filter { request.delimiter == nil || request.delimiter == $0.key }.values.compactMap {
      list.values(kind, request.column, request.condition, delimiter: $0)
    }
  }

  private static func difference(_ file: MemberListFile, _ values: [String]) -> String? {
    if file.count != values.count { return "\(file.count) values where a simple reading finds \(values.count)" }
    let lines = (0..<file.count).map { file.range(at: $0).start.line }
    if lines.contains(0) || zip(lines, lines.dropFirst()).contains(where: { $0 >= $1 }) {
      return "lines that do not ascend"
    }
    guard file.kind != .shopperProfileID else {
      let ids = values.map { $0.lowercased().replacing("urn:uuid:", with: "").filter { $0 == "-" || $0.isHexDigit } }
      return file.profiles.map(\.description) == ids ? nil : "other ids than a simple reading finds"
    }
    let isSame = zip(file.customers, values).allSatisfy { customer, value in
      switch customer {
      case .id(let id): number(value) == Int(id.number)
      case .email(let email): email.text == (value.hasPrefix("=") ? "\(value.dropFirst(2).dropLast())" : value).lowercased()
      }
    }
    return isSame ? nil : "other customers than a simple reading finds"
  }

  /// A number as spreadsheets write it: `'4527`, `="4527"`, `4527.0`.
  private static func number(_ value: String) -> Int? {
    let bare = value.filter { !"'\"=".contains($0) && !$0.isWhitespace }
    let digits = bare.prefix { $0.isASCII && $0.isNumber }
    return ["", ".0", ",0", ".00", ",00"].contains(bare.dropFirst(digits.count)) ? Int(digits) : nil
  }
}
