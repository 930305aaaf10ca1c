/// Problems of a list as a whole.
extension ManifestProblem {
  private static let emptyAdvice = "An empty list would empty the segment. If you do not need the list, remove its entry."
  private static let damagedAdvice = "Export or copy it again. segplan used none of it."

  static let emptyList = Self("empty-list", "the list is empty", emptyAdvice)
  /// The list has comments, blank lines or a header, and nothing else.
  static let noValues = Self("empty-list", "the list has no values", emptyAdvice)

  static func listNotText(_ reason: String) -> Self {
    Self(
      "list-not-text",
      "the list is not UTF-8 text: \(reason)",
      "Save or export it as UTF-8. In Excel, choose File > Save As > CSV UTF-8. Its other CSV formats use older encodings."
    )
  }

  static func foreignFormat(_ format: ForeignFormat) -> Self {
    Self("list-not-text", "the list is \(format.rawValue), not a CSV or text file", format.advice)
  }

  static let listCutOff = Self(
    "list-cut-off",
    "the list ends in the middle of a row",
    "It may be cut off. segplan would then remove the members that are missing. If it is complete, correct its last row."
  )

  static let tornEnd = Self(
    "list-end-unproven",
    "no line break ends the last value, so it may be a part of a longer one",
    "If the list is cut off, export it again. Otherwise end its last line with a line break, or set `expect: {min: …}` in the manifest."
  )

  static let notPacked = Self(
    "bad-packed-list",
    "the list is not packed with gzip, although its name ends in .gz",
    "Pack it with gzip, or remove .gz from its name."
  )

  static let packedListCutOff = Self("bad-packed-list", "the packed list is cut off", damagedAdvice)

  static func packedListDamaged(_ reason: String) -> Self {
    Self("bad-packed-list", "the packed list is damaged: \(reason)", damagedAdvice)
  }

  static func bytesBehindPackedList(_ count: Int) -> Self {
    Self("bad-packed-list", "\(number(count, "extra byte")) \(count == 1 ? "follows" : "follow") the packed list", damagedAdvice)
  }

  static func unpackedListTooLarge(limit: Int) -> Self {
    Self("list-too-large", "the unpacked list is larger than the limit of \(limit) bytes", "Split it, and name each part.")
  }

  static func gzipBomb(growth: Int) -> Self {
    Self(
      "list-too-large",
      "the list is more than \(growth) times larger when unpacked, which no list of ids is",
      "segplan stopped unpacking it. Check where it comes from. If it is right, unpack it and use it without .gz."
    )
  }

  static let noMemoryToUnpack = Self("out-of-memory", "there is not enough memory to unpack the list")
}
