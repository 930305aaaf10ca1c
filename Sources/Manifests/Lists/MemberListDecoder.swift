package import Diagnostics

/// Reads one file of a list, from its bytes or as they come.
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
    guard MemberListFormat(path: path).isPacked, !bytes.isEmpty else {
      return decode(
        unpackedOf: path,
        request: request,
        entry: entry,
        limits: limits,
        from: bytes.source()
      )
    }
    do throws(GzipProblem) {
      return try bytes.withUnsafeBufferPointer { packed throws(GzipProblem) in
        var unpacker = try GzipUnpacker(packed, limits: limits)
        return try decode(unpackedOf: path, request: request, entry: entry, limits: limits) {
          room throws(GzipProblem) in try unpacker.unpack(into: room)
        }
      }
    } catch {
      var problems = ListProblems(file: path, entry: entry, limits: limits)
      problems.add(.packing(error))
      return (nil, problems.diagnostics)
    }
  }

  /// The values of a file whose text comes piece by piece, or every reason why there are none.
  ///
  /// - Parameters:
  ///   - path: The file as the user would name it; its name tells the format, and that it is packed makes no difference here.
  ///   - request: What the manifest says about it.
  ///   - entry: Where the manifest says it.
  ///   - limits: What the file may demand.
  ///   - fill: Puts the bytes that follow into a buffer and says how many those are; fewer than it has room for are the last ones.
  /// - Returns: No values if there is a single problem.
  /// - Throws: What `fill` throws.
  static func decode<Failure>(
    unpackedOf path: String,
    request: MemberListRequest,
    entry: ListEntryPlace,
    limits: MemberListLimits,
    from fill: (UnsafeMutableRawBufferPointer) throws(Failure) -> Int
  ) throws(Failure) -> (file: MemberListFile?, problems: [Diagnostic]) {
    var reader = MemberListReader(
      path: path,
      layout: MemberListFormat(path: path).layout,
      request: request,
      problems: ListProblems(file: path, entry: entry, limits: limits)
    )
    var window = PieceWindow(capacity: limits.pieceBytes)
    var isLast = false
    while !isLast {
      isLast = try window.fill(fill)
      window.remove(reader.take(window.bytes, isLast: isLast))
    }
    return reader.finish()
  }
}

extension [UInt8] {
  /// Gives the bytes piece by piece.
  fileprivate consuming func source() -> (UnsafeMutableRawBufferPointer) -> Int {
    var given = 0
    return { [self] room in
      let count = Swift.min(room.count, self.count - given)
      withUnsafeBytes { room.copyMemory(from: UnsafeRawBufferPointer(rebasing: $0[given..<given + count])) }
      given += count
      return count
    }
  }
}
