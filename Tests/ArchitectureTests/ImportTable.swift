/// Who may import whom: the table that `docs/architecture.md` shows, and the one place to change it.
///
/// Modules stand lowest first; each may import modules that stand above it in this list, and only those that its row names. The standard
/// library's own modules (``standardLibrary``) are open to everybody. `Foundation` is open to nobody: `FoundationEssentials` is enough,
/// starts faster and saves 50 MB of a static program.
enum ImportTable {
  private static let simulatorSystemFiles = ["Server/Sockets.swift"]

  static let rows: [ModuleRow] = [
    ModuleRow("SegmentModel"),
    ModuleRow("Diagnostics"),
    ModuleRow(
      "Planning",
      ours: ["SegmentModel", "Diagnostics"],
      outside: [
        .init("Algorithms", onlyIn: ["Explain/"]),
        .init("Crypto", onlyIn: ["Plan/PlanCodec.swift", "Plan/Digests.swift"]),
        .init("FoundationEssentials", onlyIn: ["Plan/"]),
      ]
    ),
    // A module map and a header each; the folders hold no Swift.
    ModuleRow("CLibYAML"),
    ModuleRow("CZlib"),
    ModuleRow("FileAccess", ours: ["Diagnostics"], outside: ["Glibc", "Musl", "Darwin"]),
    ModuleRow(
      "Manifests",
      ours: [
        "SegmentModel", "Diagnostics", .init("CLibYAML", onlyIn: ["YAML/"]), .init("CZlib", onlyIn: ["Lists/"]),
        .init("FileAccess", onlyIn: ["Loading/"]),
      ],
      outside: [.init("FoundationEssentials", onlyIn: ["Configuration/"])]
    ),
    // The one place that has the HTTP client, whose defaults follow redirects and bound nothing.
    ModuleRow(
      "HTTPExchange",
      ours: ["Diagnostics", "FileAccess"],
      outside: [
        "AsyncHTTPClient", "NIOCore", "NIOHTTP1", "NIOHTTPCompression", "NIOPosix", "NIOSSL", "FoundationEssentials",
      ]
    ),
    ModuleRow(
      "StateStorage",
      ours: ["SegmentModel", "Diagnostics", "FileAccess", "HTTPExchange"],
      outside: ["Crypto", "Logging", "FoundationEssentials"]
    ),
    ModuleRow(
      "CodeHost",
      ours: ["SegmentModel", "Diagnostics", "FileAccess", "HTTPExchange"],
      outside: ["FoundationEssentials"]
    ),
    ModuleRow(
      "StoreClient",
      ours: ["SegmentModel", "Diagnostics", "HTTPExchange"],
      outside: ["Logging", "FoundationEssentials"]
    ),
    ModuleRow(
      "Reporting",
      ours: ["SegmentModel", "Diagnostics", "Planning"],
      outside: [
        .init("Algorithms", onlyIn: ["Human/ExpiringReport.swift"]),
        .init("FoundationEssentials", onlyIn: ["JSON/", "HTML/HTMLPage.swift", "Redaction/CredentialFilter.swift"]),
        // Labels, and the hashes by which a page allows its own style sheet and script.
        .init("Crypto", onlyIn: ["Redaction/", "HTML/HTMLPage.swift"]),
      ]
    ),
    ModuleRow(
      "Reconciliation",
      ours: ["SegmentModel", "Diagnostics", "Planning", "FileAccess", "Manifests", "StateStorage", "StoreClient"],
      outside: ["Logging"]
    ),
    ModuleRow(
      "Commands",
      ours: [
        "SegmentModel", "Diagnostics", "Planning", "FileAccess", "Manifests", "HTTPExchange", "CodeHost", "StateStorage",
        "StoreClient", "Reporting", "Reconciliation",
      ],
      outside: [
        "ArgumentParser", "Logging", "FoundationEssentials",
        // Leaving at once, without any cleanup, and reading an answer on a thread of its own: nothing else has them.
        .init("Glibc", onlyIn: ["Running/StopSignals.swift"]), .init("Musl", onlyIn: ["Running/StopSignals.swift"]),
        .init("Darwin", onlyIn: ["Running/StopSignals.swift"]),
        .init("Dispatch", onlyIn: ["Running/StopSignals.swift", "Terminal/Question.swift"]),
        // The requests of monitoring systems.
        .init("NIOHTTP1", onlyIn: ["Publishing/WatchBoard.swift"]),
      ]
    ),
    ModuleRow("segplan", ours: ["Commands"], outside: ["ArgumentParser"]),
    ModuleRow("segapply", ours: ["Commands"], outside: ["ArgumentParser"]),
    // Shares nothing of the client: common wire types would hide a common mistake.
    ModuleRow(
      "StoreSimulator",
      ours: ["SegmentModel"],
      outside: [
        "Hummingbird", "HummingbirdCore", "HTTPTypes", "Logging", "NIOCore", "ServiceLifecycle", "FoundationEssentials",
        // The system's error numbers, and how a socket is reset.
        .init("Glibc", onlyIn: simulatorSystemFiles), .init("Musl", onlyIn: simulatorSystemFiles),
        .init("Darwin", onlyIn: simulatorSystemFiles),
      ]
    ),
    ModuleRow(
      "segsim",
      // Its seed and data files are read and written as all files are; nothing of that is wire format.
      ours: ["SegmentModel", "StoreSimulator", "Diagnostics", "FileAccess"],
      outside: ["ArgumentParser", "Logging", "FoundationEssentials"]
    ),
    // No product: it may see everything that it measures.
    ModuleRow(
      "segbench",
      ours: [
        "SegmentModel", "Diagnostics", "Planning", "FileAccess", "Manifests", "StateStorage", "StoreClient", "Reconciliation",
        "HTTPExchange", "Reporting", "StoreSimulator",
      ],
      outside: [
        "ArgumentParser", "Logging", "FoundationEssentials",
        // Programs are measured as programs; bad inputs are read in processes of their own, which may crash or be ended.
        .init("Subprocess", onlyIn: ["ChildProgram.swift", "Measure/ServedStore.swift", "Fuzz/FuzzBatch.swift"]),
        // Servers that answer anything at all, and the server of a round's state, which must not share anything with the store's.
        .init("NIOCore", onlyIn: ["Fuzz/ExchangeFuzzing.swift"]), .init("NIOPosix", onlyIn: ["Fuzz/ExchangeFuzzing.swift"]),
        .init("NIOHTTP1", onlyIn: ["Chaos/ChaosStateServer.swift"]),
        // What the system counts of processes.
        .init("Glibc", onlyIn: ["ProcessUse.swift"]), .init("Musl", onlyIn: ["ProcessUse.swift"]),
        .init("Darwin", onlyIn: ["ProcessUse.swift"]),
      ]
    ),
  ]

  /// Modules of the standard library that a file has to name.
  static let standardLibrary: Set<String> = ["Swift", "Synchronization"]

  /// Banned in `Sources` and `Tests` alike.
  static let banned: Set<String> = ["Foundation", "FoundationNetworking"]

  static func row(of module: String) -> ModuleRow? { rows.first { $0.module == module } }
}

/// What the files of one folder under `Sources` may import.
struct ModuleRow: Sendable {
  let module: String
  /// Modules of this package.
  let ours: [Allowance]
  /// Modules of other packages and of the system.
  let outside: [Allowance]

  init(_ module: String, ours: [Allowance] = [], outside: [Allowance] = []) {
    self.module = module
    self.ours = ours
    self.outside = outside
  }
}

/// A module that may be imported, perhaps in some files only.
struct Allowance: Sendable, ExpressibleByStringLiteral {
  let name: String
  /// Files and folders (with a slash at their end) inside the module; empty for the whole module.
  let onlyIn: [String]

  init(_ name: String, onlyIn: [String]) {
    self.name = name
    self.onlyIn = onlyIn
  }

  init(stringLiteral name: String) { self.init(name, onlyIn: []) }

  /// Whether a file, named from its module's folder on, may use it.
  func covers(_ file: String) -> Bool {
    onlyIn.isEmpty || onlyIn.contains { $0.hasSuffix("/") ? file.hasPrefix($0) : file == $0 }
  }
}
