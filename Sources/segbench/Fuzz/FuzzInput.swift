import StoreSimulator

/// The inputs of a decoder: which one, follows from the seed and its number alone.
struct FuzzInput {
  let decoder: FuzzDecoder
  let seed: UInt64

  /// The input with this number; the first ones are the good inputs as they are.
  func bytes(_ number: Int) -> [UInt8] {
    let corpus = FuzzCorpus.inputs(decoder)
    if number < corpus.count { return corpus[number] }
    // Far apart, so that neighbours share nothing.
    var random = SeededGenerator(seed: seed &* 0x9E37_79B9_7F4A_7C15 ^ UInt64(number) &* 0xD1B5_4A32_D192_ED03)
    let chosen = corpus[Int.random(in: 0..<corpus.count, using: &random)]
    var mutation = FuzzMutation(corpus: corpus, tokens: FuzzCorpus.tokens(decoder), random: random)
    switch decoder {
    case .gzip where number % 2 == 0:
      // A list in a whole wrapping, so that what is in it is reached.
      let lists = FuzzCorpus.inputs(.text) + FuzzCorpus.inputs(.csv)
      mutation = FuzzMutation(corpus: lists, tokens: FuzzCorpus.tokens(.csv), random: random)
      let packed = GzipWrapping.wrapped(mutation.mutated(lists[number / 2 % lists.count]))
      return number % 4 == 0 ? packed : mutation.mutated(packed)
    default:
      return mutation.mutated(chosen)
    }
  }
}
