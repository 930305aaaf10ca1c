/// What all batches came to.
struct FuzzTally {
  private struct Row {
    var inputs = 0
    var findings = 0
    var time = Duration.zero
    var peakMegabytes = 0
  }

  private var rows: [FuzzDecoder: Row] = [:]

  mutating func add(_ outcome: FuzzBatch.Outcome, of decoder: FuzzDecoder, took time: Duration) {
    var row = rows[decoder] ?? Row()
    row.inputs += outcome.count
    row.findings += outcome.findings.count
    row.time += time
    row.peakMegabytes = max(row.peakMegabytes, outcome.peakMegabytes)
    rows[decoder] = row
  }

  var findings: Int { rows.values.reduce(0) { $0 + $1.findings } }

  /// A line a decoder and one for all.
  func text(after time: Duration) -> String {
    var lines = FuzzDecoder.allCases.compactMap { decoder -> String? in
      guard let row = rows[decoder] else { return nil }
      return line(decoder.rawValue, row)
    }
    var total = Row()
    for row in rows.values {
      total.inputs += row.inputs
      total.findings += row.findings
      total.peakMegabytes = max(total.peakMegabytes, row.peakMegabytes)
    }
    total.time = time
    lines.append(line("all", total))
    return lines.joined(separator: "\n")
  }

  private func line(_ name: String, _ row: Row) -> String {
    let padding = String(repeating: " ", count: max(1, 12 - name.count))
    return
      "\(name)\(padding)\(row.inputs) inputs, \(row.findings) findings, \(row.time.components.seconds) s, at most \(row.peakMegabytes) MiB"
  }
}
