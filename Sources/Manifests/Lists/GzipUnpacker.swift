import CZlib

/// Why packed bytes are not unpacked: facts; `MemberListMessages.swift` has the words.
enum GzipProblem: Error, Hashable, Sendable {
  case notPacked
  /// The data ends before its end.
  case cutOff
  /// The data or its checksum is wrong; zlib's own words.
  case corrupt(String)
  case trailingBytes(Int)
  /// More bytes come out than a list may have.
  case tooLarge(limit: Int)
  /// More bytes come out of few than any list has.
  case bomb(growth: Int)
  case outOfMemory
}

/// Unpacks gzip (RFC 1952): one member or several, one behind another, and nothing behind them.
///
/// Valid only inside the closure that lends the packed bytes.
struct GzipUnpacker: ~Copyable {
  private static let magic: [UInt8] = [0x1F, 0x8B]

  private let packed: UnsafeBufferPointer<UInt8>
  private let limits: MemberListReader.Limits
  /// zlib's state keeps the address of the stream: it must not move.
  private let stream: UnsafeMutablePointer<z_stream>
  private var produced = 0
  private var isAtEnd = false

  /// Begins to unpack.
  init(_ packed: UnsafeBufferPointer<UInt8>, limits: MemberListReader.Limits) throws(GzipProblem) {
    guard Self.isGzip(packed) else { throw packed.count < Self.magic.count ? .cutOff : .notPacked }
    // Counts of 32 bits are enough: a file has at most `limits.bytes`.
    guard let count = UInt32(exactly: packed.count) else { throw .tooLarge(limit: limits.bytes) }
    let stream = UnsafeMutablePointer<z_stream>.allocate(capacity: 1)
    stream.initialize(to: z_stream())
    // zlib takes the input as mutable and does not write to it.
    stream.pointee.next_in = UnsafeMutablePointer(mutating: packed.baseAddress)
    stream.pointee.avail_in = count
    guard segplan_inflate_init_gzip(stream) == Z_OK else {
      stream.deallocate()
      throw .outOfMemory
    }
    self.packed = packed
    self.limits = limits
    self.stream = stream
  }

  deinit {
    inflateEnd(stream)
    stream.deallocate()
  }

  /// Puts the bytes that follow into a buffer.
  ///
  /// Data that is cut off or damaged is found at its end at the latest: whoever uses the bytes must have read all of them.
  ///
  /// - Returns: How many bytes those are; fewer than there is room for when they are the last ones.
  mutating func unpack(into room: UnsafeMutableRawBufferPointer) throws(GzipProblem) -> Int {
    let bytes = room.bindMemory(to: UInt8.self)
    var filled = 0
    while filled < bytes.count && !isAtEnd {
      // As many as zlib can count.
      let wanted = UInt32(min(bytes.count - filled, Int(Int32.max)))
      stream.pointee.next_out = bytes.baseAddress.map { $0 + filled }
      stream.pointee.avail_out = wanted
      let code = inflate(stream, Z_NO_FLUSH)
      filled += Int(wanted - stream.pointee.avail_out)
      produced += Int(wanted - stream.pointee.avail_out)
      try checkLimits()
      try proceed(after: code)
    }
    return filled
  }

  private mutating func proceed(after code: Int32) throws(GzipProblem) {
    let left = Int(stream.pointee.avail_in)
    switch code {
    case Z_STREAM_END:
      guard left > 0 else {
        isAtEnd = true
        return
      }
      guard Self.isGzip(packed[(packed.count - left)...]) else { throw .trailingBytes(left) }
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

  private func checkLimits() throws(GzipProblem) {
    let consumed = packed.count - Int(stream.pointee.avail_in)
    if produced > limits.bytes { throw .tooLarge(limit: limits.bytes) }
    if produced > limits.bytesBeforeGrowthCounts && produced / limits.growth > consumed { throw .bomb(growth: limits.growth) }
  }

  private static func isGzip(_ bytes: some Collection<UInt8>) -> Bool { bytes.starts(with: magic) }
}
