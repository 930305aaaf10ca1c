import CZlib

/// Unpacks gzip (RFC 1952): one or more members, with nothing after them.
enum Gzip {
  private static let magic: [UInt8] = [0x1F, 0x8B]
  private static let pieceBytes = 256 << 10

  /// Checks the limits after each piece, so that a bomb is not unpacked further.
  static func unpack(_ packed: [UInt8], limits: MemberListReader.Limits) throws(ManifestProblem) -> [UInt8] {
    guard isGzip(packed) else { throw packed.count < magic.count ? .packedListCutOff : .notPacked }
    guard let count = UInt32(exactly: packed.count) else { throw .unpackedListTooLarge(limit: limits.bytes) }
    // zlib keeps the address of the stream, so the stream must not move.
    let stream = UnsafeMutablePointer<z_stream>.allocate(capacity: 1)
    stream.initialize(to: z_stream())
    defer {
      inflateEnd(stream)
      stream.deallocate()
    }
    guard segplan_inflate_init_gzip(stream) == Z_OK else { throw .noMemoryToUnpack }
    return try packed.withUnsafeBufferPointer { packed throws(ManifestProblem) in
      // zlib takes the input as mutable and does not write to it.
      stream.pointee.next_in = UnsafeMutablePointer(mutating: packed.baseAddress)
      stream.pointee.avail_in = count
      var piece = [UInt8](repeating: 0, count: pieceBytes)
      var unpacked: [UInt8] = []
      while true {
        let code = piece.withUnsafeMutableBufferPointer { room in
          stream.pointee.next_out = room.baseAddress
          stream.pointee.avail_out = UInt32(room.count)
          return inflate(stream, Z_NO_FLUSH)
        }
        let filled = piece.count - Int(stream.pointee.avail_out)
        unpacked += piece[..<filled]
        let rest = packed[(packed.count - Int(stream.pointee.avail_in))...]
        try check(unpacked.count, from: rest.startIndex, limits)
        switch code {
        case Z_STREAM_END where rest.isEmpty: return unpacked
        case Z_STREAM_END:
          guard isGzip(rest) else { throw .bytesBehindPackedList(rest.count) }
          guard inflateReset(stream) == Z_OK else { throw .packedListDamaged("its next part cannot be read") }
        // A piece that is not full although all is read: the end is missing.
        case Z_OK where !rest.isEmpty || filled == piece.count: continue
        case Z_OK, Z_BUF_ERROR: throw .packedListCutOff
        case Z_MEM_ERROR: throw .noMemoryToUnpack
        default: throw .packedListDamaged(stream.pointee.msg.map { String(cString: $0) } ?? "code \(code)")
        }
      }
    }
  }

  private static func check(_ count: Int, from consumed: Int, _ limits: MemberListReader.Limits) throws(ManifestProblem) {
    if count > limits.bytes { throw .unpackedListTooLarge(limit: limits.bytes) }
    if count > limits.bytesBeforeGrowthCounts && count / limits.growth > consumed { throw .gzipBomb(growth: limits.growth) }
  }

  private static func isGzip(_ bytes: some Collection<UInt8>) -> Bool { bytes.starts(with: magic) }
}
