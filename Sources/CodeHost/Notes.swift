/// A comment or an issue.
struct Note: Hashable, Sendable {
  /// The number of the host: of the comment, or of the issue in its project.
  let id: Int
  /// `nil` for an author who no longer exists.
  let author: String?
  let text: String
}

/// How to reach a list of notes.
struct NotePlace: Sendable {
  /// A field of a request.
  enum Field: Encodable, Sendable {
    case text(String)
    case list([String])

    func encode(to encoder: any Encoder) throws {
      switch self {
      case .text(let text): try text.encode(to: encoder)
      case .list(let texts): try texts.encode(to: encoder)
      }
    }
  }

  /// What holds the notes, in words: `the pull request 12`.
  let name: String
  /// Where notes are listed and added.
  let path: String
  /// Which notes are listed.
  var query: [(name: String, value: String)] = []
  /// Where a note is, before a slash and its id; `nil` if that is ``path``.
  var notePath: String?
  let updateMethod: String
  /// The field with the text.
  var textField = "body"
  /// What a new note has besides its text and its title.
  var newFields: [String: Field] = [:]
  /// What closes an issue.
  var closingFields: [String: Field] = [:]
}

extension CodeHostAPI {
  /// All notes of a list, by ascending id.
  func notes(_ list: NoteList) async throws -> [Note] {
    let place = place(of: list)
    let answers: [NoteAnswer] = try await connection.list(place.path, query: place.query, to: "list the notes of \(place.name)")
    return answers.compactMap(\.note).sorted { $0.id < $1.id }
  }

  /// Adds a note, and returns its author.
  func add(_ text: String, titled title: String?, to list: NoteList) async throws -> String? {
    let place = place(of: list)
    let action = "add a note to \(place.name)"
    var fields = place.newFields
    fields[place.textField] = .text(text)
    fields["title"] = title.map { .text($0) }
    let answer = try await connection.send("POST", place.path, body: fields, isRepeatable: false, to: action)
    return try connection.decode(NoteAnswer.self, answer, to: action).authorName
  }

  /// Replaces the text of a note; `closes` closes an issue.
  func replace(_ note: Note, with text: String, in list: NoteList, closes: Bool) async throws {
    let place = place(of: list)
    var fields = closes ? place.closingFields : [:]
    fields[place.textField] = .text(text)
    let path = "\(place.notePath ?? place.path)/\(note.id)"
    _ = try await connection.send(place.updateMethod, path, body: fields, to: "update a note of \(place.name)")
  }
}

/// A comment or an issue as GitHub or GitLab sends it; keys in snake case.
private struct NoteAnswer: Decodable {
  struct Person: Decodable {
    let login: String?
    let username: String?
  }

  struct Mark: Decodable {}

  let id: Int?
  /// The number of an issue on GitHub, and on GitLab.
  let number: Int?
  let iid: Int?
  let body: String?
  let description: String?
  let user: Person?
  let author: Person?
  /// Whether GitLab itself wrote the note.
  let system: Bool?
  /// GitHub lists pull requests as issues.
  let pullRequest: Mark?

  var authorName: String? { user?.login ?? author?.username }

  /// `nil` for what is not a note of a person or a bot.
  var note: Note? {
    guard let id = number ?? iid ?? id, system != true, pullRequest == nil else { return nil }
    return Note(id: id, author: authorName, text: body ?? description ?? "")
  }
}
