import Planning
import SegmentModel

/// The members of a report, as data that the page's script searches.
struct HTMLMemberTable {
  /// Members of one segment with the same action.
  struct Group {
    let segment: String
    /// `add` or `remove`.
    let action: String
    let notes: MemberNotes
    /// Why a member is added or removed, without its place.
    var cause: (MemberNote, ShopperProfileID?) -> String? = { note, _ in MemberWords.cause(note) }
    /// The result of the change, with an optional reason; `nil` if the report is not about results.
    var outcome: ((ShopperProfileID?, CustomerID?) -> (result: ChangeResult, reason: String?))?
  }

  /// The segments of all groups can be chosen, including those without members.
  let groups: [Group]
  /// The words for ``Group/action``, such as `add` → `to add`.
  let actions: [(action: String, words: String)]
  /// Replaces ids and customer numbers; `nil` if they may be seen.
  let redaction: MemberRedaction?

  var count: Int { groups.reduce(0) { $0 + $1.notes.count } }

  /// The section with its controls and its data; linear in the members.
  var markup: Markup {
    let segments = Set(groups.map(\.segment)).sorted()
    let options = segments.map { #"<option value="\#(VisibleText.of($0))">\#($0)</option>"# as Markup }
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
      <script id="data" type="application/json">\(Markup(trusted: data()))</script>
      </section>

      """
  }

  private func data() -> String {
    var (files, causes, outcomes) = (ValueTable<String>(), ValueTable<String>(), ValueTable<String>())
    var results: [String] = []
    var parts: [String] = []
    for group in groups where group.notes.count > 0 {
      var rows: [String] = []
      for index in group.notes.indices() {
        let note = group.notes[index]
        let profile = group.notes.profile(at: index)
        let file = files.position(of: note.place.map { VisibleText.of($0.file) })
        let cause = causes.position(of: group.cause(note, profile))
        let outcome = group.outcome?(profile, note.customer)
        let words = outcome.map { outcome in [outcome.result.rawValue, outcome.reason].compactMap(\.self).joined(separator: ": ")
        }
        let result = outcomes.position(of: words.map(VisibleText.of))
        if let outcome, result == results.count { results.append(outcome.result.rawValue) }
        // Numbers and ids need no escaping, and there may be a million of them.
        let (customer, id) = (note.customer.map(redaction.shown) ?? "", profile.map(redaction.shown) ?? "")
        rows.append("[\"\(customer)\",\"\(id)\",\(file),\(note.place?.line ?? 0),\(cause),\(result)]")
      }
      let segment = JSONText.embedded(.text(VisibleText.of(group.segment)))
      parts.append("{\"segment\":\(segment),\"action\":\"\(group.action)\",\"rows\":[\n\(rows.joined(separator: ",\n"))]}")
    }
    let tables = JSONText.embedded([
      "files": JSONValue(files.values), "causes": JSONValue(causes.values), "outcomes": JSONValue(outcomes.values),
      "results": JSONValue(results), "count": .number(count),
      "actions": .object(Dictionary(actions.map { ($0.action, .text($0.words)) }, uniquingKeysWith: { $1 })),
    ])
    return "\(tables.dropLast()),\"groups\":[\(parts.joined(separator: ",\n"))]}"
  }
}

extension ValueTable {
  /// The position of the value, which is added if it is new; -1 for no value.
  fileprivate mutating func position(of value: Value?) -> Int { value.map { Int(position(of: $0)) } ?? -1 }
}
