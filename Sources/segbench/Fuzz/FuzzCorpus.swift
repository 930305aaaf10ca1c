import StoreSimulator

/// Good inputs of a decoder, and the words that are put into them at random places.
///
/// Inputs without odd characters are files in the folder `Inputs`; lines of `====` part those that share a file.
struct FuzzCorpus {
  /// At least one; none is empty.
  let inputs: [[UInt8]]
  let tokens: [[UInt8]]

  static func of(_ decoder: FuzzDecoder) -> FuzzCorpus {
    switch decoder {
    case .manifest: manifests
    case .variables: variables
    case .text: lists
    case .csv: tables
    case .gzip: packed
    case .state: states
    case .plan: plans
    case .journal: journals
    case .answer: answers
    case .exchange: exchanges
    }
  }

  private static let manifests = corpus(
    [
      PackageResources.manifest_everything_yaml, PackageResources.manifest_anchors_yaml, PackageResources.manifest_cycle_yaml,
      bytes(#"{version: 1, segments: [{name: "\u00c9\x41", members: [], description: 'it''s'}]}"#),
      PackageResources.manifest_aliases_yaml, PackageResources.manifest_bomb_yaml,
    ],
    yamlTokens
  )
  private static let variables = corpus(texts(PackageResources.variables_txt), yamlTokens)
  static let lists = corpus(listTexts.map(bytes), listTokens)
  static let tables = corpus(tableTexts.map(bytes), listTokens)
  private static let packed = FuzzCorpus(
    inputs: [
      PackageResources.list_gz, PackageResources.table_gz, PackageResources.line_breaks_gz,
      GzipWrapping.wrapped(lists.inputs[0]) + GzipWrapping.wrapped(lists.inputs[1]),
    ],
    tokens: [
      [0x1F, 0x8B], [0x1F, 0x8B, 8, 0, 0, 0, 0, 0, 0, 3], [0, 0, 0xFF, 0xFF], [1, 0, 0, 0xFF, 0xFF], [0x1F, 0x8B, 8, 0xFF],
    ]
  )
  private static let states = corpus([PackageResources.state_json, PackageResources.empty_state_json], jsonTokens)
  private static let plans = corpus([PackageResources.plan_json], jsonTokens)
  private static let journals = corpus([PackageResources.journal_jsonl], jsonTokens)
  private static let answers = corpus(texts(PackageResources.answers_txt), jsonTokens + headerTokens)
  private static let exchanges = corpus(
    exchangeTexts.map(bytes) + [
      bytes("HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\n\r\n") + GzipWrapping.wrapped(bytes("{\"data\":[]}"))
    ],
    exchangeTokens
  )

  private static let listTexts = [
    """
    # members
    a3f1c9e2-4b7d-4f3a-9c2e-8b7d6f9a1234
    135d63cf-1293-424c-802a-2e8f96fc5ce8 # Ada

    \t3F0C9931-918c-40bf-9670-c342c6cce996\r

    """,
    "\u{FEFF}4527\n4528\r\n  4529\n0000000012\n",
    "ada@example.com\n#no@example.com\na#b@example.com # x\n\u{E9}@\u{E9}.fr\n",
  ]
  private static let tableTexts = [
    """
    shopper_profile_id,name\r
    a3f1c9e2-4b7d-4f3a-9c2e-8b7d6f9a1234,Ada\r
    "135d63cf-1293-424c-802a-2e8f96fc5ce8","L, ""x""\r
    B"\r

    """,
    "\u{FEFF}name,customer_id\nAda,4527\n\n\"Bob\nB\",\"4528\"\n , 4529 \n",
    "email\nada@example.com\n\"b\"\"b@example.com\"\n",
    """
    who,shopper_profile_id
    1,a3f1c9e2-4b7d-4f3a-9c2e-8b7d6f9a1234
    2,135d63cf-1293-424c-802a-2e8f96fc5ce8

    """,
  ]
  private static let exchangeTexts = [
    "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 2\r\n\r\n{}",
    "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\nTrailer: A\r\n\r\n1;x=y\r\n{\r\n1\r\n}\r\n0\r\nA: b\r\n\r\n",
    "HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 103 Early Hints\r\nLink: <a>\r\n\r\nHTTP/1.1 204 No Content\r\n\r\n",
    "HTTP/1.0 503 Busy\r\nConnection: close\r\nRetry-After: 3\r\n\r\nbusy", "HTTP/1.1 000 X\r\nContent-Length: 2\r\n\r\n{}",
    "HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\nHTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n",
  ]

  private static let yamlTokens = [
    "&a ", "*a", "<<: *a", "<<: [*a, *b]", "&b", "*b", "- ", "? ", ": ", "!!str ", "!!map ", "! ", "!x ", "%YAML 1.2", "---",
    "...", "|", ">-",
    "'", "\"", "#", "[", "]", "{", "}", ",", "~", "null", "true", "\t", "  ", "${SEASON}", "${LONG}", "${NO}", "$${", "${",
    "version", "segments",
    "members", "name", "include: ", "exclude: ", "members_from", "defaults", "vars", "expires: 2027-01-01", "starts: 9999-12-31",
    "customer: ",
    "email: ", "ensure: absent", "max_removals: 25%", "id: a3f1c9e2-4b7d-4f3a-9c2e-8b7d6f9a1234", "x-any",
    "a3f1c9e2-4b7d-4f3a-9c2e-8b7d6f9a1234",
    "A3F1C9E2-4B7D-4F3A-9C2E-8B7D6F9A1234", "\\x00", "\\uD800", "\\L", "expect: {min: 1, max: 2}", "live: ",
  ]
  private static let listTokens = [
    "a3f1c9e2-4b7d-4f3a-9c2e-8b7d6f9a1234", "A3F1C9E2-4B7D-4F3A-9C2E-8B7D6F9A1234", "4527", "2147483648", "ada@example.com", "\"",
    "\"\"", ",",
    "\"\n\"", "\r\n", "\n", "#", " #", "shopper_profile_id", "customer_id", "email", "who", "\"a\"\"b\"", " ", "\t", ",,,,",
    "\u{FEFF}",
  ]
  private static let jsonTokens = [
    "{", "}", "[", "]", ",", ":", "\"", "\\", "\\u0000", "\\uD800", "\\uDC00\\uD800", "null", "true", "{}", "[]", "\"\"", "1e5",
    "-1", "0.0",
    "\"segments\"", "\"members\"", "\"unconfirmed\":\"\"", "\"version\":1", "\"serial\":9223372036854775807",
    "\"members\":\"AAAA\"",
    "00000000-0000-4000-8000-000000000001", "\"mode\":\"additive\"", "\"count\":1152921504606846976", "\"drift\":{}",
    "\"id\":null",
    "\"add\":[]", "\"ensure\":\"absent\"", "\"new_profiles\":[\"1\"]", "\"origins\":", "\"reasons\":", "\"digest\":\"redacted\"",
    "100%", "// x",
    "\"entry\":\"deleted\"", "\"data\":[]", "\"meta\":{\"pagination\":{\"total\":0,\"total_pages\":9223372036854775807}}",
    "\"errors\":[]",
    "\"errors\":{\"0\":\"already\"}",
  ]
  private static let headerTokens = [
    "x-rate-limit-requests-quota=9223372036854775807 ", "x-rate-limit-requests-left=9223372036854775807 ",
    "x-rate-limit-requests-left=0 ",
    "x-rate-limit-time-window-ms=0 ", "x-rate-limit-time-window-ms=9223372036854775807 ",
    "x-rate-limit-time-reset-ms=9223372036854775807 ",
    "retry-after=9223372036854775807 ", "x-retry-after=0 ", "x-rate-limit-requests-quota=1 ", " 429 ", " 409 ", " 422 ", " 503 ",
    " 200 ",
    "segments ", "members ", "customers ", "created-segment ", "created-profiles ",
  ]
  private static let exchangeTokens = [
    "HTTP/1.1 000 X\r\n", "HTTP/1.1 099 X\r\n", "HTTP/1.1 100 X\r\n\r\n",
    "HTTP/1.1 101 X\r\nUpgrade: x\r\nConnection: upgrade\r\n\r\n",
    "HTTP/1.1 199 X\r\n", "HTTP/1.1 204 X\r\n", "HTTP/1.1 304 X\r\n", "HTTP/1.1 999 X\r\n", "HTTP/0.9 200", "HTTP/2.0 200",
    "\r\n", "\r\n\r\n", "\n",
    "Content-Length: 5\r\n", "Content-Length: 0\r\n", "Content-Length: -1\r\n", "Content-Length: 18446744073709551616\r\n",
    "Transfer-Encoding: chunked\r\n", "Transfer-Encoding: gzip, chunked\r\n", "0\r\n\r\n", "ffffffffffffffff\r\n",
    "5\r\nhello\r\n",
    "Connection: close\r\n", "Connection: keep-alive\r\n", "Content-Encoding: gzip\r\n", "Content-Encoding: deflate\r\n",
    ": x\r\n", "A:\r\n b\r\n",
  ]

  private static func corpus(_ inputs: [[UInt8]], _ tokens: [String]) -> FuzzCorpus {
    FuzzCorpus(inputs: inputs, tokens: tokens.map(bytes))
  }

  private static func texts(_ file: [UInt8]) -> [[UInt8]] {
    String(decoding: file, as: UTF8.self).split(separator: "====\n").map { Array($0.utf8) }
  }

  private static func bytes(_ text: String) -> [UInt8] { Array(text.utf8) }
}

/// The inputs of a decoder: which one, follows from the seed and its number alone.
struct FuzzInput {
  let decoder: FuzzDecoder
  let seed: UInt64

  /// The input with this number; the first ones are the good inputs as they are.
  func bytes(_ number: Int) -> [UInt8] {
    let corpus = FuzzCorpus.of(decoder)
    if number < corpus.inputs.count { return corpus.inputs[number] }
    // Far apart, so that neighbours share nothing.
    var random = SeededGenerator(seed: seed &* 0x9E37_79B9_7F4A_7C15 ^ UInt64(number) &* 0xD1B5_4A32_D192_ED03)
    let chosen = corpus.inputs[Int.random(in: 0..<corpus.inputs.count, using: &random)]
    var mutation = FuzzMutation(corpus: corpus, random: random)
    guard decoder == .gzip, number % 2 == 0 else { return mutation.mutated(chosen) }
    // A list in a whole wrapping, so that what is in it is reached.
    let lists = FuzzCorpus(inputs: FuzzCorpus.lists.inputs + FuzzCorpus.tables.inputs, tokens: FuzzCorpus.tables.tokens)
    mutation = FuzzMutation(corpus: lists, random: random)
    let packed = GzipWrapping.wrapped(mutation.mutated(lists.inputs[number / 2 % lists.inputs.count]))
    return number % 4 == 0 ? packed : mutation.mutated(packed)
  }
}
