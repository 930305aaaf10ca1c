import SegmentModel

/// Texts of manifests as messages may show them: email addresses stay in the manifest.
enum HiddenAddresses {
  /// The text with a star for each character of what looks like an address, so that columns stay what they are.
  ///
  /// - Parameter text: Lines of a manifest, or a message that quotes them.
  /// - Returns: The text; as it was where nothing is on both sides of an at sign.
  static func masked(_ text: String) -> String {
    guard text.utf8.contains(UInt8(ascii: "@")) else { return text }
    let bytes = Array(text.utf8)
    var shown: [UInt8] = []
    var next = 0
    for range in EmailAddress.ranges(in: bytes) {
      shown += bytes[next..<range.lowerBound]
      // Every byte but the continuation bytes begins a character.
      shown += bytes[range].filter { $0 & 0b1100_0000 != 0b1000_0000 }.map { _ in UInt8(ascii: "*") }
      next = range.upperBound
    }
    return String(decoding: shown + bytes[next...], as: UTF8.self)
  }
}
