import CZlib

/// Unpacks gzip (RFC 1952): one member or several, one behind another, and nothing behind them.
enum GzipUnpacker {
  /// Bytes that are unpacked at a time.
  private static let pieceSize = 1 << 18

  /// The bytes that packed ones stand for.
  ///
  /// - Throws: ``GzipProblem``, and never a part of the data: a list that is cut off must not pass for a shorter one.
  static func unpack(_ packed: [UInt8], limits: MemberListLimits) throws(GzipProblem) -> [UInt8] {
    guard isGzip(packed[...]) else { throw packed.count < magic.count ? .cutOff : .notPacked }
    let result: Result<[UInt8], GzipProblem> = packed.withUnsafeBufferPointer { input in
      do throws(GzipProblem) {
        return .success(try unpack(input, limits: limits))
      } catch {
        return .failure(error)
      }
    }
    return try result.get()
  }

  private static let magic: [UInt8] = [0x1F, 0x8B]

  private static func isGzip(_ bytes: some Collection<UInt8>) -> Bool { bytes.starts(with: magic) }

  private static func unpack(
    _ input: UnsafeBufferPointer<UInt8>,
    limits: MemberListLimits
  ) throws(GzipProblem) -> [UInt8] {
    // zlib's state keeps the address of the stream: it must not move.
    let stream = UnsafeMutablePointer<z_stream>.allocate(capacity: 1)
    defer { stream.deallocate() }
    stream.initialize(to: z_stream())
    // zlib takes the input as mutable and does not write to it. Counts of 32 bits are enough: a file has at most `limits.bytes`.
    stream.pointee.next_in = UnsafeMutablePointer(mutating: input.baseAddress)
    guard let count = UInt32(exactly: input.count) else { throw .tooLarge(limit: limits.bytes) }
    stream.pointee.avail_in = count
    guard segplan_inflate_init_gzip(stream) == Z_OK else { throw .outOfMemory }
    defer { inflateEnd(stream) }

    let piece = UnsafeMutableBufferPointer<UInt8>.allocate(capacity: pieceSize)
    defer { piece.deallocate() }
    var output: [UInt8] = []
    while true {
      stream.pointee.next_out = piece.baseAddress
      stream.pointee.avail_out = UInt32(piece.count)
      let code = inflate(stream, Z_NO_FLUSH)
      let produced = piece.count - Int(stream.pointee.avail_out)
      output.append(contentsOf: UnsafeBufferPointer(rebasing: piece[..<produced]))
      let left = Int(stream.pointee.avail_in)
      try check(output.count, from: input.count - left, limits: limits)
      switch code {
      case Z_STREAM_END:
        if left == 0 { return output }
        guard isGzip(input[(input.count - left)...]) else { throw .trailingBytes(left) }
        guard inflateReset(stream) == Z_OK else { throw .corrupt("the next part cannot be begun") }
      case Z_OK:
        // All is read and zlib would have had room for more: the end is missing.
        if left == 0 && stream.pointee.avail_out > 0 { throw .cutOff }
      case Z_BUF_ERROR:
        throw .cutOff
      case Z_MEM_ERROR:
        throw .outOfMemory
      default:
        throw .corrupt(stream.pointee.msg.map { String(cString: $0) } ?? "code \(code)")
      }
    }
  }

  private static func check(_ produced: Int, from consumed: Int, limits: MemberListLimits) throws(GzipProblem) {
    if produced > limits.bytes { throw .tooLarge(limit: limits.bytes) }
    if produced > limits.bytesBeforeGrowthCounts && produced / limits.growth > consumed { throw .bomb(growth: limits.growth) }
  }
}
