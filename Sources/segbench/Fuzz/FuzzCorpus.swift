import FoundationEssentials

/// Good inputs of each decoder, and the words that its inputs are made of.
enum FuzzCorpus {
  /// At least two inputs; none is empty.
  static func inputs(_ decoder: FuzzDecoder) -> [[UInt8]] { inputs[decoder] ?? [] }

  /// Words that are put in at random places.
  static func tokens(_ decoder: FuzzDecoder) -> [[UInt8]] { tokens[decoder] ?? [] }

  private static let inputs: [FuzzDecoder: [[UInt8]]] = [
    .manifest: FuzzTexts.manifests.map(bytes),
    .variables: FuzzTexts.variables.map(bytes),
    .text: FuzzTexts.lists.map(bytes),
    .csv: FuzzTexts.tables.map(bytes),
    .gzip: FuzzTexts.packed.compactMap { Data(base64Encoded: $0).map(Array.init) } + [
      GzipWrapping.wrapped(bytes(FuzzTexts.lists[0])) + GzipWrapping.wrapped(bytes(FuzzTexts.lists[1]))
    ],
    .state: [bytes(FuzzDocuments.state), bytes(FuzzDocuments.emptyState)],
    .plan: [bytes(FuzzDocuments.plan), bytes(FuzzDocuments.plan)],
    .journal: [bytes(FuzzDocuments.journal), bytes(FuzzDocuments.journal)],
    .answer: FuzzTexts.answers.map(bytes),
    .exchange: exchanges.map(bytes) + [
      bytes("HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\n\r\n") + GzipWrapping.wrapped(bytes("{\"data\":[]}"))
    ],
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

  private static let tokens: [FuzzDecoder: [[UInt8]]] = [
    .manifest: yamlTokens.map(bytes),
    .variables: yamlTokens.map(bytes),
    .text: listTokens.map(bytes),
    .csv: listTokens.map(bytes),
    .gzip: [
      [0x1F, 0x8B], [0x1F, 0x8B, 8, 0, 0, 0, 0, 0, 0, 3], [0, 0, 0xFF, 0xFF], [1, 0, 0, 0xFF, 0xFF], [0x1F, 0x8B, 8, 0xFF],
    ],
    .state: jsonTokens.map(bytes),
    .plan: jsonTokens.map(bytes),
    .journal: jsonTokens.map(bytes),
    .answer: (jsonTokens + headerTokens).map(bytes),
    .exchange: exchangeTokens.map(bytes),
  ]

  private static let exchanges = [
    "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 2\r\n\r\n{}",
    "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\nTrailer: A\r\n\r\n1;x=y\r\n{\r\n1\r\n}\r\n0\r\nA: b\r\n\r\n",
    "HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 103 Early Hints\r\nLink: <a>\r\n\r\nHTTP/1.1 204 No Content\r\n\r\n",
    "HTTP/1.0 503 Busy\r\nConnection: close\r\nRetry-After: 3\r\n\r\nbusy", "HTTP/1.1 000 X\r\nContent-Length: 2\r\n\r\n{}",
    "HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\nHTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n",
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

  private static func bytes(_ text: String) -> [UInt8] { Array(text.utf8) }
}
