/// A mapping or a list without brackets, split into entries that may change places.
struct FormattedBlock {
  /// A comment without its indentation, or a blank line, which is empty.
  typealias Remark = ArraySlice<UInt8>

  /// An entry with the comments that belong to it.
  struct Piece {
    /// The node of the key, or of the item.
    let node: Int
    /// The comments above it.
    var leading: [Remark]
    /// Its lines with their line breaks, the first one without indentation.
    var body: [UInt8]
  }

  /// Comments at the start of the block, which stay there.
  var head: [Remark] = []
  var pieces: [Piece] = []
  /// Comments after the last entry, which stay there.
  var tail: [Remark] = []

  /// Writes the block in lines with this indentation.
  func write(to text: inout [UInt8], indent: Int) {
    Self.write(head, to: &text, indent: indent)
    write(piecesFrom: 0, to: &text, indent: indent)
  }

  /// Writes the block with its first entry behind a dash.
  ///
  /// The caller writes the comments above that entry.
  func writeBehindDash(to text: inout [UInt8], indent: Int) {
    guard let first = pieces.first else { return }
    text += first.body
    write(piecesFrom: 1, to: &text, indent: indent)
  }

  private func write(piecesFrom first: Int, to text: inout [UInt8], indent: Int) {
    for (index, piece) in pieces.enumerated().dropFirst(first) {
      // A block begins without blank lines. A blank line after the head belongs to the head.
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
  var withoutBlanksAtStart: [ArraySlice<UInt8>] { Array(drop { $0.isEmpty }) }

  var withoutBlanks: [ArraySlice<UInt8>] { filter { !$0.isEmpty } }
}
