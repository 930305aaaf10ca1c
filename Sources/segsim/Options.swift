import ArgumentParser
import Diagnostics
import FileAccess
import StoreSimulator

/// The content of the store at the start, and where it is kept.
struct StoreContentOptions: ParsableArguments {
  /// In bytes; a store of a million members takes about 200 MB.
  private static let maximumFileSize = 2 << 30

  @Option(
    name: .customLong("seed-file"),
    help: ArgumentHelp("Fill the store from a JSON file; see SEED FILE.", valueName: "file"),
    completion: .file()
  )
  var seedFile: String?

  @Option(help: ArgumentHelp("Fill the store with this many shopper profiles; see NUMBERED PROFILES.", valueName: "number"))
  var profiles: Int?

  @Option(help: ArgumentHelp("Fill the store with this many customers with emails and profiles.", valueName: "number"))
  var customers: Int?

  @Option(
    help: ArgumentHelp("With --customers: customers whose number is a multiple of this have no profile.", valueName: "number")
  )
  var withoutProfileEvery: Int?

  @Flag(help: "Find a customer only by the email exactly as it is stored. Otherwise upper and lower case are equal.")
  var exactEmails = false

  @Option(
    help: ArgumentHelp(
      "Keep the store in a file. If the file exists, segsim reads it at the start, and ignores the other options. At the end, segsim writes it.",
      valueName: "file"
    ),
    completion: .file()
  )
  var data: String?

  func validate() throws {
    guard [seedFile != nil, profiles != nil, customers != nil].count(where: { $0 }) <= 1 else {
      throw ValidationError("Use only one of --seed-file, --profiles and --customers.")
    }
    for (name, number) in [("profiles", profiles), ("customers", customers)] {
      guard (0...10_000_000).contains(number ?? 0) else { throw ValidationError("--\(name) takes 0 to 10000000.") }
    }
    guard withoutProfileEvery == nil || customers != nil else {
      throw ValidationError("--without-profile-every needs --customers.")
    }
    guard withoutProfileEvery ?? 1 > 0 else { throw ValidationError("--without-profile-every takes 1 or more.") }
  }

  /// The store to start with.
  func load(seed: UInt64) throws -> Store {
    if let data {
      if let bytes = try FileAccess.readIfPresent(data, limit: Self.maximumFileSize) {
        return try store(from: bytes, of: data, seed: seed)
      }
      // Fails now rather than when there is a store to lose.
      try FileAccess.requireWritable(fileAt: data)
    }
    if let seedFile {
      return try store(from: try FileAccess.read(seedFile, limit: Self.maximumFileSize), of: seedFile, seed: seed)
    }
    return Store(customers: customers ?? profiles ?? 0, withoutProfileEvery: withoutProfileEvery, seed: seed)
  }

  /// Writes the store to the file of `--data`, if given.
  func save(_ store: Store) throws {
    if let data { try FileAccess.writeDurably(SeedDocument.bytes(of: store), to: data) }
  }

  private func store(from bytes: [UInt8], of path: String, seed: UInt64) throws -> Store {
    do throws(InputProblem) {
      return try SeedDocument.store(from: bytes, seed: seed)
    } catch {
      let problem = Diagnostic(.error, code: "bad-seed-file", summary: "\"\(path)\" is not a seed file: \(error)")
      throw DiagnosticsError(diagnostics: [problem])
    }
  }
}

extension AccessScope: ExpressibleByArgument {}

/// The token and its scopes.
struct AccessOptions: ParsableArguments {
  @Option(help: ArgumentHelp("The token that requests must send as X-Auth-Token.", valueName: "token"))
  var token = SimulatorSettings.standardToken

  @Option(
    help: ArgumentHelp(
      "The scope of the token. With read-only, segsim refuses every change and the list of members with 403.",
      valueName: "scope"
    )
  )
  var scope = AccessScope.modify

  @Flag(name: .customLong("no-promotions"), help: "The token cannot read promotions: it lacks the scope Marketing: read-only.")
  var hidesPromotions = false

  func validate() throws {
    guard !token.isEmpty, token.utf8.allSatisfy({ (0x21...0x7E).contains($0) }) else {
      throw ValidationError("--token must have only visible ASCII characters.")
    }
  }
}
