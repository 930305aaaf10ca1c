import FoundationEssentials
import StoreSimulator

/// Good inputs of a decoder, and words to insert into them at random places.
///
/// They are files in the folder `Inputs`. In text files, lines of `====` separate inputs; `texts.json` has the inputs with
/// unusual characters, and the words.
struct FuzzCorpus {
  /// At least one; none is empty.
  let inputs: [[UInt8]]
  let words: [[UInt8]]

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
    texts.yamlWords
  )
  private static let variables = corpus(parts(PackageResources.variables_txt), texts.yamlWords)
  static let lists = corpus(texts.lists.map(bytes) + texts.lists.map(utf16), texts.listWords)
  static let tables = corpus(texts.tables.map(bytes) + texts.tables.map(utf16), texts.listWords)
  private static let packed = FuzzCorpus(
    inputs: [
      PackageResources.list_gz, PackageResources.table_gz, PackageResources.line_breaks_gz,
      GzipWrapping.wrapped(lists.inputs[0]) + GzipWrapping.wrapped(lists.inputs[1]),
    ],
    words: [
      [0x1F, 0x8B], [0x1F, 0x8B, 8, 0, 0, 0, 0, 0, 0, 3], [0, 0, 0xFF, 0xFF], [1, 0, 0, 0xFF, 0xFF], [0x1F, 0x8B, 8, 0xFF],
    ]
  )
  private static let states = corpus([PackageResources.state_json, PackageResources.empty_state_json], texts.jsonWords)
  private static let plans = corpus([PackageResources.plan_json], texts.jsonWords)
  private static let journals = corpus([PackageResources.journal_jsonl], texts.jsonWords)
  private static let answers = corpus(parts(PackageResources.answers_txt), texts.jsonWords + texts.headerWords)
  private static let exchanges = corpus(
    texts.exchanges.map(bytes) + [
      bytes("HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\n\r\n") + GzipWrapping.wrapped(bytes("{\"data\":[]}"))
    ],
    texts.exchangeWords
  )

  /// Numbers to put in place of those in an input.
  static let numbers = texts.numbers.map(bytes)

  private struct Texts: Decodable {
    let lists: [String]
    let tables: [String]
    let exchanges: [String]
    let yamlWords: [String]
    let listWords: [String]
    let jsonWords: [String]
    let headerWords: [String]
    let exchangeWords: [String]
    let numbers: [String]
  }

  private static let texts: Texts = {
    do {
      return try JSONDecoder().decode(Texts.self, from: Data(PackageResources.texts_json))
    } catch {
      preconditionFailure("texts.json: \(error)")
    }
  }()

  private static func corpus(_ inputs: [[UInt8]], _ words: [String]) -> FuzzCorpus {
    FuzzCorpus(inputs: inputs, words: words.map(bytes))
  }

  private static func parts(_ file: [UInt8]) -> [[UInt8]] {
    String(decoding: file, as: UTF8.self).split(separator: "====\n").map { Array($0.utf8) }
  }

  private static func bytes(_ text: String) -> [UInt8] { Array(text.utf8) }

  /// UTF-16 with a byte order mark, as old versions of Excel write it.
  private static func utf16(_ text: String) -> [UInt8] {
    [0xFF, 0xFE] + text.utf16.flatMap { [UInt8(truncatingIfNeeded: $0), UInt8(truncatingIfNeeded: $0 >> 8)] }
  }
}

/// The inputs of a decoder, each determined by the seed and its number.
struct FuzzInput {
  let decoder: FuzzDecoder
  let seed: UInt64

  /// The input with this number; the first ones are the good inputs as they are.
  func bytes(_ number: Int) -> [UInt8] {
    let corpus = FuzzCorpus.of(decoder)
    if number < corpus.inputs.count { return corpus.inputs[number] }
    // Seeds far apart, so that inputs with neighbouring numbers have nothing in common.
    var random = SeededGenerator(seed: seed &* 0x9E37_79B9_7F4A_7C15 ^ UInt64(number) &* 0xD1B5_4A32_D192_ED03)
    let chosen = corpus.inputs[Int.random(in: 0..<corpus.inputs.count, using: &random)]
    var mutation = FuzzMutation(corpus: corpus, random: random)
    guard decoder == .gzip, number % 2 == 0 else { return mutation.mutated(chosen) }
    // A list in an intact wrapping, so that the list itself is read.
    let lists = FuzzCorpus(inputs: FuzzCorpus.lists.inputs + FuzzCorpus.tables.inputs, words: FuzzCorpus.tables.words)
    mutation = FuzzMutation(corpus: lists, random: random)
    let packed = GzipWrapping.wrapped(mutation.mutated(lists.inputs[number / 2 % lists.inputs.count]))
    return number % 4 == 0 ? packed : mutation.mutated(packed)
  }
}
