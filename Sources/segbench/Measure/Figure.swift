/// Numbers as people read them.
enum Figure {
  /// Such as `1.38 ×`.
  static func ratio(_ value: Double) -> String { "\(digits(value, 2)) ×" }

  static func count(_ value: Double) -> String { "\(Int(value.rounded()))" }

  /// Seconds in the unit that suits them.
  static func time(_ seconds: Double) -> String {
    switch seconds {
    case 1...: "\(digits(seconds, 2)) s"
    case 1e-3..<1: "\(digits(seconds * 1e3, 1)) ms"
    default: "\(digits(seconds * 1e6, 2)) µs"
    }
  }

  /// Bytes in the unit that suits them, in powers of ten.
  static func size(_ bytes: Double) -> String {
    switch bytes {
    case 1e6...: "\(digits(bytes / 1e6, 1)) MB"
    default: "\(digits(bytes / 1e3, 1)) kB"
    }
  }

  /// A number of 0 or more with so many digits behind the point.
  static func digits(_ value: Double, _ places: Int) -> String {
    guard value.isFinite, (0..<1e15).contains(value) else { return "\(value)" }
    var factor = 1
    for _ in 0..<places { factor *= 10 }
    let scaled = Int((value * Double(factor)).rounded())
    guard places > 0 else { return "\(scaled)" }
    let fraction = "\(scaled % factor)"
    return "\(scaled / factor).\(String(repeating: "0", count: places - fraction.count))\(fraction)"
  }
}

/// A table of texts.
struct Table {
  let header: [String]
  let rows: [[String]]

  /// Columns side by side.
  var text: String {
    let all = [header] + rows
    let widths = header.indices.map { column in all.map { $0[column].count }.max() ?? 0 }
    return all.map { row in
      let cells = zip(row, widths).map { cell, width in cell + String(repeating: " ", count: width - cell.count) }
      return String(cells.joined(separator: "  ").reversed().drop { $0 == " " }.reversed()) + "\n"
    }.joined()
  }

  var markdown: String {
    let lines = [header, header.map { _ in "---" }] + rows
    return lines.map { "| \($0.joined(separator: " | ")) |\n" }.joined()
  }
}
