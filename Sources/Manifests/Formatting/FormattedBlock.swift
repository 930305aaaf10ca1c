/// A mapping or a list in block style, taken apart into entries that may change places.
struct FormattedBlock {
  /// A comment without its indentation; empty for a blank line.
  typealias Remark = ArraySlice<UInt8>

  /// An entry with the comments that belong to it.
  struct Piece {
    /// The node of the key, or of the item.
    let node: Int
    /// The comments above.
    var leading: [Remark]
    /// Its lines, the first one without indentation, each with a line break at its end.
    var body: [UInt8]
  }

  /// Comments at the head of the block, which stay there.
  var head: [Remark] = []
  var pieces: [Piece] = []
  /// Comments behind the last entry, which stay there.
  var tail: [Remark] = []

  /// The block in lines with this indentation.
  func write(to text: inout [UInt8], indent: Int) {
    Self.write(head, to: &text, indent: indent)
    write(piecesFrom: 0, to: &text, indent: indent)
  }

  /// The entry that begins behind a dash, and all that follows.
  ///
  /// Its comments are the caller's to write.
  func writeBehindDash(to text: inout [UInt8], indent: Int) {
    guard let first = pieces.first else { return }
    text += first.body
    write(piecesFrom: 1, to: &text, indent: indent)
  }

  private func write(piecesFrom first: Int, to text: inout [UInt8], indent: Int) {
    for (index, piece) in pieces.enumerated().dropFirst(first) {
      // No blank line at the top of a block; the one behind the head is the head's.
      Self.write(index == 0 ? piece.leading.withoutBlanksAtStart : piece.leading, to: &text, indent: indent)
      text.append(contentsOf: repeatElement(UInt8(ascii: " "), count: indent))
      text += piece.body
    }
    Self.write(tail, to: &text, indent: indent)
  }

  private static func write(_ remarks: [Remark], to text: inout [UInt8], indent: Int) {
    for remark in remarks {
      if !remark.isEmpty {
        text.append(contentsOf: repeatElement(UInt8(ascii: " "), count: indent))
        text += remark
      }
      text.append(UInt8(ascii: "\n"))
    }
  }
}

extension [ArraySlice<UInt8>] {
  /// Without the blank lines at the start.
  var withoutBlanksAtStart: [ArraySlice<UInt8>] { Array(drop { $0.isEmpty }) }

  /// The comments alone.
  var withoutBlanks: [ArraySlice<UInt8>] { filter { !$0.isEmpty } }
}
