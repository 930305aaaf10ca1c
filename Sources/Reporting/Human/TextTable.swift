/// Rows of text in columns as wide as their widest cell; the last column ends where its text ends.
enum TextTable {
  /// - Parameters:
  ///   - rows: The rows, the head among them, each with as many cells.
  ///   - numbers: How many columns, from the left, hold numbers and stand to the right.
  /// - Returns: A line for each row.
  static func text(_ rows: [[String]], numbers: Int) -> String {
    let columns = rows.first?.indices.dropLast() ?? []
    let widths = columns.map { column in rows.map { $0[column].count }.max() ?? 0 }
    return rows.map { row in
      let cells = columns.map { column in
        let blanks = String(repeating: " ", count: widths[column] - row[column].count)
        return column < numbers ? blanks + row[column] : row[column] + blanks
      }
      return (cells + [row[row.count - 1]]).joined(separator: "  ") + "\n"
    }.joined()
  }
}
