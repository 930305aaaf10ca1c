package import Diagnostics

/// Reads one file of a list piece by piece, so that no more of it is in memory than a piece.
package struct MemberListReader {
  /// The values of a file, or every reason why there are none.
  ///
  /// There are no values if there is a single problem: a part of a list must not pass for the list.
  package typealias Result = (file: MemberListFile?, problems: [Diagnostic])

  /// What a list may demand of the reader.
  struct Limits: Sendable {
    /// Bytes of a file, and of what a packed one holds: some 13 million ids.
    var bytes = 512 << 20
    /// Packed data that grows by more than this factor is a bomb: real lists grow by 2 to 20, and gzip's highest factor is 1,032.
    var growth = 200
    /// Growth is judged only after this many bytes: a short text of one letter may grow as it likes.
    var bytesBeforeGrowthCounts = 4 << 20
    /// Bytes that are read at a time, 1 or more; rows that are longer get more.
    var pieceBytes = 256 << 10

    static let standard = Limits()
  }

  /// Reads a file that no manifest names, for the fuzzer.
  package static func read(_ bytes: [UInt8], of path: String, column: String?, kind: MemberListKind?) -> Result {
    let start = SourcePosition(line: 1, column: 1)
    let request = MemberListRequest(pattern: path, column: column, kind: kind)
    return read(bytes, of: path, for: MemberListEntry(request: request, range: SourceRange(file: path, start: start, end: start)))
  }

  /// Reads a file from its bytes, packed if its name says so.
  static func read(
    _ bytes: [UInt8],
    of path: String,
    for entry: MemberListEntry,
    limits: Limits = .standard
  ) -> Result {
    guard isPacked(path), !bytes.isEmpty else {
      var given = 0
      return read(unpackedOf: path, for: entry, limits: limits) { room in
        let count = min(room.count, bytes.count - given)
        room.copyBytes(from: bytes[given..<given + count])
        given += count
        return count
      }
    }
    do throws(GzipProblem) {
      return try bytes.withUnsafeBufferPointer { packed throws(GzipProblem) in
        var unpacker = try GzipUnpacker(packed, limits: limits)
        return try read(unpackedOf: path, for: entry, limits: limits) { room throws(GzipProblem) in
          try unpacker.unpack(into: room)
        }
      }
    } catch {
      let problems = MemberListProblems(file: path, entry: entry)
      problems.add(.packing(error))
      return (nil, problems.diagnostics)
    }
  }

  /// Reads a file whose text comes piece by piece.
  ///
  /// `fill` puts the bytes that follow into a buffer and returns how many those are; fewer than it has room for are the last ones.
  static func read<Failure>(
    unpackedOf path: String,
    for entry: MemberListEntry,
    limits: Limits = .standard,
    from fill: (UnsafeMutableRawBufferPointer) throws(Failure) -> Int
  ) throws(Failure) -> Result {
    var reader = MemberListReader(path, for: entry)
    // What was read and not taken yet: filled at its end, emptied at its beginning.
    var window = [UInt8](repeating: 0, count: limits.pieceBytes)
    var count = 0
    while true {
      // Doubled, so that a long row is read again few times.
      if count == window.count { window += repeatElement(0, count: count) }
      count += try window.withUnsafeMutableBufferPointer { window throws(Failure) in
        try fill(UnsafeMutableRawBufferPointer(rebasing: UnsafeMutableRawBufferPointer(window)[count...]))
      }
      let isLast = count < window.count
      let taken = window.withUnsafeBufferPointer { reader.take(UnsafeBufferPointer(rebasing: $0[..<count]), isLast: isLast) }
      if isLast { return reader.finish() }
      for index in taken..<count { window[index - taken] = window[index] }
      count -= taken
    }
  }

  /// Whether the name of a file says that it is packed with gzip.
  static func isPacked(_ path: String) -> Bool { path.lowercased().hasSuffix(".gz") }

  private enum Stage {
    case reading
    /// The lines cannot be read. The rest is checked only for being text: if it is not, that is what is wrong.
    case checking
    case failed
  }

  private let path: String
  private let problems: MemberListProblems
  private var layout: any ListLayoutReader
  private var stage = Stage.reading
  /// The line that the next piece begins with.
  private var nextLine = 1

  private init(_ path: String, for entry: MemberListEntry) {
    self.path = path
    problems = MemberListProblems(file: path, entry: entry)
    // `.csv`, before `.gz` if that is there, means CSV; every other name is one of plain text.
    let name = path.lowercased()
    layout =
      name.hasSuffix(".csv") || name.hasSuffix(".csv.gz")
      ? CSVListReader(path: path, request: entry.request) : TextListReader(path: path, request: entry.request)
  }

  /// Reads whole lines, and returns how many bytes are taken; the others must come again with those that follow them.
  private mutating func take(_ piece: UnsafeBufferPointer<UInt8>, isLast: Bool) -> Int {
    if stage == .failed { return piece.count }
    // A line that has not ended yet waits for its end.
    let end = isLast ? piece.count : piece.lastIndex(of: UInt8(ascii: "\n")).map { $0 + 1 } ?? 0
    guard isLast || end > 0 else { return 0 }
    let text = ListText(UnsafeBufferPointer(rebasing: piece[..<end]), of: path, firstLine: nextLine)
    if isLast, nextLine == 1, text.start == text.bytes.count {
      // Nothing at all, or only a byte order mark: no line.
      problems.add(.empty)
      return piece.count
    }
    if let (problem, offset) = text.problem(isLast: isLast) {
      // A file that is not text has no rows to speak of.
      problems.removeAll()
      problems.add(problem, at: text.range(offset..<offset + 1, at: text.place(of: offset)))
      stage = .failed
      return piece.count
    }
    guard stage == .reading else {
      nextLine = text.place(of: text.bytes.count).line
      return end
    }
    guard let place = layout.read(text, isLast: isLast, problems: problems) else {
      stage = .checking
      return take(piece, isLast: isLast)
    }
    nextLine = place.line
    return place.lineStart
  }

  /// What was read, or every reason why it counts for nothing.
  private func finish() -> Result {
    if layout.file?.count == 0, problems.isEmpty { problems.add(.noValues) }
    return problems.isEmpty ? (layout.file, []) : (nil, problems.diagnostics)
  }
}

/// Reads lists that are laid out in one way.
protocol ListLayoutReader {
  /// What was read so far; `nil` when the values are not known to be of any kind yet.
  var file: MemberListFile? { get }

  /// Reads whole lines that follow those that were read before.
  ///
  /// Returns the line up to which they were read, as a value may go on in lines that are still to come; `nil` when they cannot be read,
  /// which is a problem.
  mutating func read(_ text: ListText, isLast: Bool, problems: MemberListProblems) -> ListText.Place?
}
