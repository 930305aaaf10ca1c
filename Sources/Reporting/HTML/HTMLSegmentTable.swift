/// One row per segment, with a bar that shows which share of its members stays, is added and is removed.
struct HTMLSegmentTable {
  struct Row {
    /// `+` create, `~` update, `-` delete; may be empty.
    var sign = ""
    let name: String
    /// Changes of the segment itself, and what else a reviewer should know.
    var notes: [String] = []
    /// One per column of ``HTMLSegmentTable/columns``.
    let cells: [String]
    /// How many members stay, are added and are removed.
    let bar: (kept: Int, added: Int, removed: Int)
  }

  struct Column {
    let title: String
    var isNumber = true
  }

  let columns: [Column]
  let rows: [Row]
  /// What the parts of a bar mean.
  let legend: String

  var markup: Markup {
    if rows.isEmpty { return .none }
    let heads = columns.map { column -> Markup in
      column.isNumber ? #"<th scope="col" class="number">\#(column.title)</th>"# : #"<th scope="col">\#(column.title)</th>"#
    }
    return """
      <section aria-labelledby="segments-title">
      <h2 id="segments-title">Segments</h2>
      <p class="faint">\(legend)</p>
      <div class="wide"><table>
      <thead><tr><td></td><th scope="col">Segment</th><td></td>\(heads)</tr></thead>
      <tbody>
      \(rows.map(row))</tbody>
      </table></div>
      </section>

      """
  }

  private func row(_ row: Row) -> Markup {
    let cells = zip(columns, row.cells).map { column, text -> Markup in
      column.isNumber ? #"<td class="number">\#(text)</td>"# : "<td>\(text)</td>"
    }
    let notes = row.notes.map { #"<div class="notes">\#($0)</div>"# as Markup }
    return """
      <tr><td>\(row.sign)</td><th scope="row"><button type="button" class="name">\(row.name)</button>\(notes)</th>\
      <td>\(bar(row))</td>\(cells)</tr>

      """
  }

  /// Hidden from screen readers, because the row has the same numbers as text.
  private func bar(_ row: Row) -> Markup {
    let bar = row.bar
    let total = max(bar.kept + bar.removed + bar.added, 1)
    var start = 0
    var parts: [Markup] = []
    for (count, name) in [(bar.kept, "kept"), (bar.removed, "remove"), (bar.added, "add")] where count > 0 {
      parts.append(#"<rect class="\#(name)" x="\#(start)" width="\#(count)" height="1"/>"#)
      start += count
    }
    return #"<svg aria-hidden="true" viewBox="0 0 \#(total) 1" preserveAspectRatio="none">\#(parts)</svg>"#
  }
}
