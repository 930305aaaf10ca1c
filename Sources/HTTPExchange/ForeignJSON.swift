package import FoundationEssentials

extension Data {
  /// JSON that others wrote, for `JSONDecoder`.
  ///
  /// A space follows the text. Without it, the decoder of Swift 6.2 crashes if its limit of 512 levels is exceeded by the last byte.
  package init(json bytes: some Collection<UInt8>) {
    self.init(bytes)
    append(UInt8(ascii: " "))
  }
}
