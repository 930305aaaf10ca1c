import Diagnostics
import SegmentModel

// MARK: The manifest and its keys

extension ManifestProblem {
  static let emptyManifest = Self(
    "empty-manifest",
    "the manifest is empty",
    "A manifest begins with `version: 1` and lists its segments under `segments:`. If you do not need the file, remove it."
  )

  static let noSegments = Self(
    "no-segments",
    "the manifest declares no segments",
    "segplan does not change segments that no manifest declares."
  )

  static func unknownVersion(_ text: String) -> Self {
    Self(
      "unknown-version",
      "this program does not know manifest version \"\(text)\"",
      "It reads version 1. A newer manifest needs a newer release of segplan."
    )
  }

  static func unknownKey(_ key: String, in place: ManifestPlace) -> Self {
    Self(
      "unknown-key",
      "unknown key \"\(key)\"",
      "The keys of \(place.words) are: \(place.names.joined(separator: ", ")).",
      misspelled: Misspelling(text: key, known: place.names)
    )
  }

  static func duplicateKey(_ key: String, first: SourcePosition) -> Self {
    Self("duplicate-key", "the key \"\(key)\" appears twice here", "It is already in line \(first.line). Keep one of the two.")
  }

  static func missingKey(_ key: String, in place: ManifestPlace) -> Self {
    if key == "members" {
      return Self(
        "missing-key",
        "the \(place == .set ? "set" : "segment") does not declare its members",
        "List them under `members:`, `members_from:` or `include:`. For a \(place == .set ? "set" : "segment") without members, write:\n\n    members: []"
      )
    }
    return Self(
      "missing-key",
      "\(place.words) needs the key \"\(key)\"",
      key == "version" ? "Write it first:\n\n    version: 1" : nil
    )
  }

  enum Expectation: String {
    case mapping = "a mapping of keys to values"
    case list = "a list"
    case text = "a text"
    case boolean = "true or false"
    case member = "a shopper profile id or a mapping"
    case reference = "the name of a segment or set, or a mapping"
    case key = "a key that is a text"

    func advice(_ node: YAMLNode, key: String?) -> String? {
      switch (self, node.content) {
      case (.list, .nothing) where key == "members":
        "If the list was lost by mistake, the segment would become empty. For a segment without members, write:\n\n    members: []"
      case (.list, .nothing):
        "For an empty list, write `[]`."
      case (.list, .scalar):
        "Write each entry on its own line, after a hyphen and a space."
      case (.boolean, .scalar):
        "Write it without quotes. yes, no, on and off are texts."
      case (.member, _):
        """
        A member is the UUID of a shopper profile, or one of:

            - customer: 4527
            - email: ada@example.com
        """
      case (.reference, _):
        """
        Name a declared segment or set, or a segment of the store that no manifest declares:

            - live: Newsletter
        """
      default:
        nil
      }
    }
  }

  static func unexpected(_ expected: Expectation, _ node: YAMLNode, key: String?) -> Self {
    let found =
      switch node.content {
      case .mapping: "a mapping"
      case .sequence: "a list"
      case .nothing: "nothing"
      case .scalar: "\"\(node.text.prefix(80))\""
      }
    let subject = key.map { "\"\($0)\" must be \(expected.rawValue)" } ?? "expected \(expected.rawValue)"
    return Self("wrong-kind", "\(subject), found \(found)", expected.advice(node, key: key))
  }

  static func badChoice(_ text: String, key: String, allowed: [String]) -> Self {
    Self(
      "bad-value",
      "\"\(key)\" cannot be \"\(text)\"",
      "It can be: \(allowed.joined(separator: ", ")).",
      misspelled: Misspelling(text: text, known: allowed)
    )
  }

  static func badCount(_ text: String, key: String) -> Self {
    Self(
      "bad-value",
      "\"\(key)\" cannot be \"\(text)\"",
      "It must be a whole number of members, and `min` must not be greater than `max`."
    )
  }

  static func badChangeLimit(_ text: String, key: String) -> Self {
    let change = key == "max_additions" ? "addition" : "removal"
    return Self(
      "bad-\(change)-limit",
      "\"\(text)\" is not a limit for \(change)s",
      "Write a share of the live members, such as 25%, or a number of members, such as 200."
    )
  }

  /// More problems of this severity in the same file than are shown.
  static func more(_ count: Int, _ severity: Diagnostic.Severity) -> Self {
    Self(
      "more-\(severity.rawValue)s",
      "\(count) more \(severity.rawValue)s in this file are not shown",
      severity == .error ? "Fix those that are shown, then run the command again." : nil
    )
  }
}

// MARK: YAML

extension ManifestProblem {
  static func yaml(_ problem: YAMLProblem) -> Self {
    switch problem {
    case .syntax(let context, let problem, _):
      Self(
        "yaml-syntax",
        "this is not YAML: \(problem)",
        (context.map { "The parser stopped \($0). " } ?? "")
          + "Often the line above is missing a colon, a quote or a bracket, or its indentation is wrong."
      )
    case .notText(let problem, _):
      Self("not-text", "this is not UTF-8 text: \(problem)", "Save the file as UTF-8, without control characters.")
    case .tooDeep(let limit, _):
      Self(
        "nesting-too-deep",
        "collections are nested more than \(limit) deep",
        "segplan stopped reading here. No manifest needs that."
      )
    case .tooManyNodes(let limit, _):
      Self(
        "too-many-nodes",
        "the file has more than \(limit) keys, values and members",
        "segplan stopped reading here. Put long lists into separate files, under `members_from:`."
      )
    case .aliasBomb(let limit, _):
      Self(
        "alias-bomb",
        "the aliases of this file expand to more than \(limit) nodes",
        "segplan stopped reading here. A few lines of aliases of aliases can expand to billions of nodes."
      )
    case .unknownAlias(let name, _):
      Self(
        "unknown-alias",
        "there is no anchor \"&\(name)\" before this alias",
        "An anchor is valid from its place to the end of its document."
      )
    case .aliasOfItself(let name, _):
      Self(
        "recursive-alias",
        "the alias \"*\(name)\" is inside the node that it names",
        "The node would contain itself without end."
      )
    case .unsupportedTag(let tag, _):
      Self("unsupported-tag", "the tag \"\(tag)\" has no meaning here", "Remove it. Manifests need no tags.")
    case .outOfMemory:
      Self("out-of-memory", "there is not enough memory to parse the file")
    case .lineEnds:
      Self(
        "not-formatted",
        "the file has line ends other than LF and CR LF",
        "The file was not changed. YAML also ends lines at a lone CR, NEL, LS and PS, but most programs do not."
      )
    case .unsupported:
      Self(
        "not-formatted",
        "segplan fmt cannot format this line",
        """
        The file is left as it is. Its YAML may be correct. segplan fmt does not support keys with `?`, anchors on lines of their own and \
        several entries on one line.
        """
      )
    case .unfaithful(let file):
      Self(
        "not-formatted",
        "formatting \(file) would change what it means",
        "The file was not changed. This is a bug in segplan. Please report it with the file."
      )
    }
  }
}
