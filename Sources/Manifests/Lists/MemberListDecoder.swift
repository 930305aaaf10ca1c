package import Diagnostics

/// Reads the bytes of one file of a list.
package enum MemberListDecoder {
  /// The values of a file within the limits of every run, or every reason why there are none.
  ///
  /// - Parameters:
  ///   - bytes: The content of the file, packed if its name says so.
  ///   - path: The file as the user would name it; its name tells the format.
  ///   - request: What the manifest says about it.
  ///   - entry: Where the manifest says it.
  /// - Returns: No values if there is a single problem: a part of a list must not pass for the list.
  package static func decode(
    _ bytes: [UInt8],
    of path: String,
    request: MemberListRequest,
    entry: ListEntryPlace
  ) -> (file: MemberListFile?, problems: [Diagnostic]) {
    decode(bytes, of: path, request: request, entry: entry, limits: .standard)
  }

  /// The values of a file, or every reason why there are none.
  ///
  /// - Parameters:
  ///   - bytes: The content of the file, packed if its name says so.
  ///   - path: The file as the user would name it; its name tells the format.
  ///   - request: What the manifest says about it.
  ///   - entry: Where the manifest says it.
  ///   - limits: What the file may demand.
  /// - Returns: No values if there is a single problem: a part of a list must not pass for the list.
  static func decode(
    _ bytes: [UInt8],
    of path: String,
    request: MemberListRequest,
    entry: ListEntryPlace,
    limits: MemberListLimits
  ) -> (file: MemberListFile?, problems: [Diagnostic]) {
    var problems = ListProblems(file: path, entry: entry, limits: limits)
    let format = MemberListFormat(path: path)
    if bytes.isEmpty {
      problems.add(.empty)
    } else if let unpacked = unpacked(bytes, format: format, limits: limits, problems: &problems) {
      let members = unpacked.withUnsafeBufferPointer { buffer in
        read(ListBytes(buffer), of: path, layout: format.layout, request: request, problems: &problems)
      }
      if let members, members.isEmpty, problems.isEmpty { problems.add(.noValues) }
      if let members, problems.isEmpty { return (members.file(path: path), []) }
    }
    return (nil, problems.diagnostics)
  }

  private static func unpacked(
    _ bytes: [UInt8],
    format: MemberListFormat,
    limits: MemberListLimits,
    problems: inout ListProblems
  ) -> [UInt8]? {
    guard format.isPacked else { return bytes }
    do throws(GzipProblem) {
      return try GzipUnpacker.unpack(bytes, limits: limits)
    } catch {
      problems.add(.packing(error))
      return nil
    }
  }

  private static func read(
    _ text: ListBytes,
    of path: String,
    layout: MemberListFormat.Layout,
    request: MemberListRequest,
    problems: inout ListProblems
  ) -> ListMembers? {
    if let (problem, offset) = ListTextCheck.problem(in: text) {
      if case .empty = problem {
        problems.add(problem)
      } else {
        problems.add(problem, at: text.range(offset..<offset + 1, at: text.place(of: offset), file: path))
      }
      return nil
    }
    switch layout {
    case .csv:
      guard var reader = CSVListReader(text, file: path, request: request, problems: &problems) else { return nil }
      return reader.read(problems: &problems)
    case .text:
      if let column = request.column {
        problems.add(.columnOfText(column))
        return nil
      }
      var reader = TextListReader(text, file: path, kind: request.kind ?? .shopperProfileID)
      return reader.read(problems: &problems)
    }
  }
}
