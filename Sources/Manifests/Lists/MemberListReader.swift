import Diagnostics

/// Reads the text of a list piece by piece, so that no more of it is in memory than a piece.
struct MemberListReader {
  private enum Stage {
    case reading
    /// The lines cannot be read. The rest is checked only for being text: if it is not, that is what is wrong.
    case checking
    case failed
  }

  private let path: String
  private var stage = Stage.reading
  private var layout: any ListLayoutReader
  private var problems: ListProblems
  /// The line that the next piece begins with.
  private var nextLine = 1

  /// - Parameters:
  ///   - path: The file as the user would name it.
  ///   - layout: How it is written.
  ///   - request: What the manifest says about it.
  ///   - problems: Where problems go.
  init(
    path: String,
    layout: MemberListFormat.Layout,
    request: MemberListRequest,
    problems: ListProblems
  ) {
    self.path = path
    self.problems = problems
    switch layout {
    case .csv: self.layout = CSVListReader(file: path, request: request)
    case .text: self.layout = TextListReader(file: path, request: request)
    }
  }

  /// Reads whole lines.
  ///
  /// - Parameters:
  ///   - piece: The bytes behind those that were taken before.
  ///   - isLast: Whether nothing follows.
  /// - Returns: How many bytes are taken; the others must come again with those that follow them.
  mutating func take(_ piece: UnsafeBufferPointer<UInt8>, isLast: Bool) -> Int {
    if stage == .failed { return piece.count }
    // A line that has not ended yet waits for its end.
    let end = isLast ? piece.count : piece.lastIndex(of: UInt8(ascii: "\n")).map { $0 + 1 } ?? 0
    guard isLast || end > 0 else { return 0 }
    let text = ListBytes(UnsafeBufferPointer(rebasing: piece[..<end]), firstLine: nextLine)
    if isLast, nextLine == 1, text.start == text.bytes.count {
      // Nothing at all, or only a byte order mark: no line.
      problems.add(.empty)
      return piece.count
    }
    if let (problem, offset) = ListTextCheck.problem(in: text, isLast: isLast) {
      // A file that is not text has no rows to speak of.
      problems.removeAll()
      problems.add(problem, at: text.range(offset..<offset + 1, at: text.place(of: offset), file: path))
      stage = .failed
      return piece.count
    }
    guard stage == .reading else {
      nextLine = text.place(of: text.bytes.count).line
      return end
    }
    switch layout.read(text, isLast: isLast, problems: &problems) {
    case .upTo(let place):
      nextLine = place.line
      return place.lineStart
    case .refused:
      stage = .checking
      return take(piece, isLast: isLast)
    }
  }

  /// What was read, or every reason why it counts for nothing.
  consuming func finish() -> (file: MemberListFile?, problems: [Diagnostic]) {
    let members = layout.members
    if let members, members.isEmpty, problems.isEmpty { problems.add(.noValues) }
    if let members, problems.isEmpty { return (members.file(path: path), []) }
    return (nil, problems.diagnostics)
  }
}
