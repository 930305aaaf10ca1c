import CZlib
import Diagnostics
import SegmentModel
import TestSupport
import Testing

@testable import Manifests

/// The entry of these tests' manifest.
let entry = makeEntry(MemberListRequest(pattern: "members/vip.csv"))

/// An entry at the place of ``entry`` with this content.
func makeEntry(_ request: MemberListRequest) -> MemberListEntry {
  MemberListEntry(
    request: request,
    range: SourceRange(
      file: "m.yaml",
      start: SourcePosition(line: 7, column: 15),
      end: SourcePosition(line: 7, column: 28)
    ),
    sourceLine: "      - file: members/vip.csv"
  )
}

/// Reads a list from its text; the name tells the format.
func decode(
  _ text: String,
  _ path: String = "vip.csv",
  column: String? = nil,
  as kind: MemberListKind? = nil,
  delimiter: CSVDelimiter? = nil,
  where conditions: [MemberListCondition] = [],
  limits: MemberListReader.Limits = .standard
) -> (file: MemberListFile?, problems: [Diagnostic]) {
  decode(Array(text.utf8), path, column: column, as: kind, delimiter: delimiter, where: conditions, limits: limits)
}

/// Reads a list from its bytes; the name tells the format.
func decode(
  _ bytes: [UInt8],
  _ path: String = "vip.csv",
  column: String? = nil,
  as kind: MemberListKind? = nil,
  delimiter: CSVDelimiter? = nil,
  where conditions: [MemberListCondition] = [],
  limits: MemberListReader.Limits = .standard
) -> (file: MemberListFile?, problems: [Diagnostic]) {
  let request = MemberListRequest(pattern: path, delimiter: delimiter, column: column, kind: kind, conditions: conditions)
  return MemberListReader.read(bytes, of: path, for: makeEntry(request), limits: limits)
}

/// The problems as `file:line:column code`, in their order.
func places(_ problems: [Diagnostic]) -> [String] {
  problems.map { problem in "\(problem.range?.description ?? "nowhere") \(problem.code)" }
}

/// Ids as texts: those that ``SegmentModel/UUIDIdentifier/numbered(_:)`` makes.
func id(_ number: Int) -> String { ShopperProfileID.numbered(number).description }

/// Packs bytes as gzip does.
func gzip(_ bytes: [UInt8]) throws -> [UInt8] {
  let stream = UnsafeMutablePointer<z_stream>.allocate(capacity: 1)
  defer { stream.deallocate() }
  stream.initialize(to: z_stream())
  let size = Int32(MemoryLayout<z_stream>.size)
  try #require(deflateInit2_(stream, 6, Z_DEFLATED, 15 + 16, 8, Z_DEFAULT_STRATEGY, ZLIB_VERSION, size) == Z_OK)
  defer { deflateEnd(stream) }
  var input = bytes
  var output = [UInt8](repeating: 0, count: Int(deflateBound(stream, UInt(bytes.count))) + 64)
  let code = input.withUnsafeMutableBufferPointer { input in
    output.withUnsafeMutableBufferPointer { output in
      stream.pointee.next_in = input.baseAddress
      stream.pointee.avail_in = UInt32(input.count)
      stream.pointee.next_out = output.baseAddress
      stream.pointee.avail_out = UInt32(output.count)
      return deflate(stream, Z_FINISH)
    }
  }
  try #require(code == Z_STREAM_END)
  return Array(output.prefix(output.count - Int(stream.pointee.avail_out)))
}
