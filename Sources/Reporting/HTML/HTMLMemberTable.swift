import Planning
import SegmentModel

/// Every member that a report is about, as data that the page's script searches.
struct HTMLMemberTable {
  /// Members of one segment to whom the same happens.
  struct Group {
    let segment: String
    /// `add` or `remove`.
    let action: String
    let notes: MemberNotes
    /// Why a member comes or goes, without its place.
    var cause: (MemberNote, ShopperProfileID?) -> String? = { note, _ in MemberWords.cause(note) }
    /// What came of the change: a word, and a reason that may follow it; `nil` where nothing was tried.
    var outcome: ((ShopperProfileID?, CustomerID?) -> (result: String, reason: String?))?
  }

  let groups: [Group]
  /// The words for ``Group/action``, such as `add` → `to add`.
  let actions: [(action: String, words: String)]
  /// Labels in the place of ids and customer numbers; `nil` where those may be seen.
  let redaction: MemberRedaction?

  /// The number of members.
  var count: Int { groups.reduce(0) { $0 + $1.notes.count } }

  private struct Tables: Encodable {
    var files: [String] = []
    var causes: [String] = []
    var outcomes: [String] = []
    var results: [String] = []
    let actions: [String: String]
    let count: Int
  }

  /// The section with its controls, and the data.
  ///
  /// Linear in the members.
  ///
  /// - Throws: Only what the JSON encoder throws, which it has no reason to for text.
  func markup() throws -> Markup {
    let options = Array(Set(groups.map(\.segment))).sorted().map {
      #"<option value="\#(VisibleText.of($0))">\#($0)</option>"# as Markup
    }
    let choices = actions.map { #"<option value="\#($0.action)">\#($0.words)</option>"# as Markup }
    let hasOutcomes = groups.contains { $0.outcome != nil }
    let results: Markup =
      hasOutcomes
      ? """
      <label>Result<select id="result"><option value="">All</option><option>done</option><option>failed</option>\
      <option>unconfirmed</option></select></label>

      """ : .none
    return """
      <section id="members" aria-labelledby="members-title">
      <h2 id="members-title">Members</h2>
      <noscript><p>The members are shown by a script, which this browser does not run.</p></noscript>
      <form id="search" role="search">
      <label>Customer, place, segment, cause or profile<input id="query" type="search" autocomplete="off"></label>
      <label>Segment<select id="segment"><option value="">All</option>\(options)</select></label>
      <label>Action<select id="action"><option value="">All</option>\(choices)</select></label>
      \(results)</form>
      <p id="count" role="status" class="faint"></p>
      <div class="wide"><table>
      <thead><tr><th scope="col">Customer</th><th scope="col">Action</th><th scope="col">Segment</th>\
      \(hasOutcomes ? #"<th scope="col">Result</th>"# as Markup : .none)<th scope="col">Cause</th><th scope="col">Place</th>\
      <th scope="col">Profile</th></tr></thead>
      <tbody id="rows"></tbody>
      </table></div>
      <p><button id="more" type="button" hidden>Show more</button></p>
      <script id="data" type="application/json">\(Markup(trusted: try data()))</script>
      </section>

      """
  }

  private func data() throws -> String {
    var tables = Tables(actions: Dictionary(actions.map { ($0.action, $0.words) }, uniquingKeysWith: { $1 }), count: count)
    var positions: [[String: Int]] = [[:], [:], [:]]
    func position(_ text: String?, _ kind: Int, _ table: WritableKeyPath<Tables, [String]>) -> Int {
      guard let text else { return -1 }
      if let known = positions[kind][text] { return known }
      positions[kind][text] = tables[keyPath: table].count
      tables[keyPath: table].append(text)
      return tables[keyPath: table].count - 1
    }
    var rows = ""
    for (index, group) in groups.enumerated() {
      let segment = try JSONText.embedded(VisibleText.of(group.segment))
      rows += "\(index == 0 ? "" : ",\n"){\"segment\":\(segment),\"action\":\"\(group.action)\",\"rows\":["
      for (offset, index) in group.notes.indices().enumerated() {
        let note = group.notes[index]
        let profile = index < group.notes.profiles.count ? group.notes.profiles[index] : nil
        let file = position(note.place.map { VisibleText.of($0.file) }, 0, \.files)
        let cause = position(group.cause(note, profile), 1, \.causes)
        let outcome = group.outcome?(profile, note.customer)
        let words = outcome.map { outcome in outcome.reason.map { "\(outcome.result): \($0)" } ?? outcome.result }
        let result = position(words.map(VisibleText.of), 2, \.outcomes)
        if let outcome, result == tables.results.count { tables.results.append(outcome.result) }
        rows += offset == 0 ? "\n" : ",\n"
        rows += "[\"\(customer(note.customer))\",\"\(label(profile))\",\(file),\(note.place?.line ?? 0),\(cause),\(result)]"
      }
      rows += "]}"
    }
    let tablesText = try JSONText.embedded(tables)
    return "\(tablesText.dropLast()),\"groups\":[\(rows)]}"
  }

  private func customer(_ customer: CustomerID?) -> String {
    customer.map { redaction?.label($0) ?? $0.description } ?? ""
  }

  private func label(_ profile: ShopperProfileID?) -> String {
    profile.map { redaction?.label($0) ?? $0.description } ?? ""
  }
}
