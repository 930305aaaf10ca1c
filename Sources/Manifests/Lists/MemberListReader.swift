package import Diagnostics
import SegmentModel

/// Reads one file of a list.
package enum MemberListReader {
  /// The values of a file, or all its problems.
  ///
  /// A part of a list must not pass for the list.
  package typealias Result = (file: MemberListFile?, problems: [Diagnostic])

  struct Limits: Sendable {
    /// For a file and for the content of a packed one: some 13 million ids.
    var bytes = 512 << 20
    /// Real lists grow 2 to 20 times when they are unpacked, gzip's maximum is 1,032 times.
    var growth = 200
    /// A short text of one letter may grow more than ``growth`` times.
    var bytesBeforeGrowthCounts = 4 << 20

    static let standard = Limits()
  }

  /// Reads a file that no manifest names, for the fuzzer.
  package static func read(
    _ bytes: [UInt8],
    of path: String,
    delimiter: CSVDelimiter?,
    column: String?,
    kind: MemberListKind?,
    conditions: [MemberListCondition]
  ) -> Result {
    let start = SourcePosition(line: 1, column: 1)
    let request = MemberListRequest(
      pattern: path,
      delimiter: delimiter,
      column: column,
      kind: kind,
      conditions: conditions
    )
    return read(bytes, of: path, for: MemberListEntry(request: request, range: SourceRange(file: path, start: start, end: start)))
  }

  /// Reads a file from its bytes, which are packed if its name ends in `.gz`.
  static func read(_ bytes: [UInt8], of path: String, for entry: MemberListEntry, limits: Limits = .standard) -> Result {
    let problems = MemberListProblems(file: path, entry: entry)
    let name = path.lowercased()
    var file: MemberListFile?
    do throws(ManifestProblem) {
      let isPacked = name.hasSuffix(".gz")
      let unpacked = isPacked && !bytes.isEmpty ? try Gzip.unpack(bytes, limits: limits) : bytes
      let unpackedName = name.dropLast(isPacked ? 3 : 0)
      file = try ListEncoding.text(of: unpacked).withUnsafeBufferPointer { bytes in
        read(ListText(bytes, of: path), entry.request, name: unpackedName, problems: problems)
      }
    } catch {
      problems.add(error)
    }
    if let file, file.count + file.skipped == 0, problems.isEmpty { problems.add(.noValues) }
    return problems.isEmpty ? (file, []) : (nil, problems.diagnostics)
  }

  private static func read(
    _ text: ListText,
    _ request: MemberListRequest,
    name: Substring,
    problems: MemberListProblems
  ) -> MemberListFile? {
    if text.start == text.bytes.count {
      problems.add(.emptyList)
      return nil
    }
    if let (problem, offset) = text.problem {
      problems.add(problem, at: text.range(offset..<offset + 1, at: text.place(of: offset)))
      return nil
    }
    let isTabbed = name.hasSuffix(".tsv")
    return isTabbed || name.hasSuffix(".csv")
      ? CSVListReader.read(text, request, isTabbed: isTabbed, problems: problems)
      : readPlain(text, request, problems: problems)
  }

  /// Reads plain text: one value per line, with blanks around it and comments after a `#`.
  private static func readPlain(_ text: ListText, _ request: MemberListRequest, problems: MemberListProblems) -> MemberListFile? {
    if request.column != nil { problems.addToEntry(.columnsOfText("column", in: text.file)) }
    if request.delimiter != nil { problems.addToEntry(.columnsOfText("delimiter", in: text.file)) }
    if !request.conditions.isEmpty { problems.addToEntry(.columnsOfText("where", in: text.file)) }
    guard problems.isEmpty else { return nil }
    var file = MemberListFile(path: text.file, kind: request.kind ?? .shopperProfileID)
    var place = text.firstPlace
    while place.lineStart < text.bytes.count {
      let end = text.endOfLine(from: place.lineStart)
      let value = value(ofLine: place.lineStart..<end, in: text)
      let isTorn = !value.isEmpty && value.upperBound == text.bytes.count
      if !text.isBlank(value), !file.append(UnsafeBufferPointer(rebasing: text.bytes[value]), line: place.line) {
        let row = ListRow(text: text, place: place, isShown: text.mayShow(place, of: file.kind))
        problems.addValue(value, of: file.kind, in: row, isCutOff: isTorn)
      } else if isTorn, file.kind != .shopperProfileID {
        file.tornEnd = text.range(value, at: place)
      }
      place = ListText.Place(line: place.line + 1, lineStart: text.nextLine(after: end))
    }
    return file
  }

  private static func value(ofLine line: Range<Int>, in text: ListText) -> Range<Int> {
    // A `#` inside a value is part of it: an email address may have one.
    let comment = line.first { index in
      text.bytes[index] == UInt8(ascii: "#") && (index == line.lowerBound || text.bytes[index - 1].isBlank)
    }
    return text.trimmed(line.lowerBound..<(comment ?? line.upperBound))
  }
}
