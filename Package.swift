// swift-tools-version: 6.2
import PackageDescription

// The targets stand in the order of who may import whom, lowest first. Tests/ArchitectureTests holds the table that says so
// (docs/architecture.md shows it); this file alone cannot, because an undeclared import compiles when the build order is lucky.

let algorithms = Target.Dependency.product(name: "Algorithms", package: "swift-algorithms")
let argumentParser = Target.Dependency.product(name: "ArgumentParser", package: "swift-argument-parser")
let asyncHTTPClient = Target.Dependency.product(name: "AsyncHTTPClient", package: "async-http-client")
let crypto = Target.Dependency.product(name: "Crypto", package: "swift-crypto")
let hummingbird = Target.Dependency.product(name: "Hummingbird", package: "hummingbird")
let hummingbirdCore = Target.Dependency.product(name: "HummingbirdCore", package: "hummingbird")
let httpTypes = Target.Dependency.product(name: "HTTPTypes", package: "swift-http-types")
let logging = Target.Dependency.product(name: "Logging", package: "swift-log")
let nioCore = Target.Dependency.product(name: "NIOCore", package: "swift-nio")
let nioHTTP1 = Target.Dependency.product(name: "NIOHTTP1", package: "swift-nio")
let nioHTTPCompression = Target.Dependency.product(name: "NIOHTTPCompression", package: "swift-nio-extras")
let nioPosix = Target.Dependency.product(name: "NIOPosix", package: "swift-nio")
let nioSSL = Target.Dependency.product(name: "NIOSSL", package: "swift-nio-ssl")
let subprocess = Target.Dependency.product(name: "Subprocess", package: "swift-subprocess")
let serviceLifecycle = Target.Dependency.product(name: "ServiceLifecycle", package: "swift-service-lifecycle")

let package = Package(
  name: "segplan",
  platforms: [.macOS(.v15)],
  products: [
    .executable(name: "segplan", targets: ["segplan"]),
    .executable(name: "segapply", targets: ["segapply"]),
    .executable(name: "segsim", targets: ["segsim"]),
  ],
  dependencies: [
    .package(url: "https://github.com/apple/swift-algorithms", exact: "1.2.1"),
    .package(url: "https://github.com/apple/swift-argument-parser", exact: "1.8.2"),
    .package(url: "https://github.com/apple/swift-crypto", exact: "4.5.2"),
    .package(url: "https://github.com/apple/swift-http-types", exact: "1.8.0"),
    .package(url: "https://github.com/apple/swift-log", exact: "1.16.2"),
    .package(url: "https://github.com/apple/swift-nio", exact: "2.101.2"),
    .package(url: "https://github.com/apple/swift-nio-extras", exact: "1.35.2"),
    .package(url: "https://github.com/apple/swift-nio-ssl", exact: "2.37.6"),
    .package(url: "https://github.com/hummingbird-project/hummingbird", exact: "2.28.1"),
    .package(url: "https://github.com/swift-server/async-http-client", exact: "1.37.0"),
    .package(url: "https://github.com/swift-server/swift-service-lifecycle", exact: "2.13.0"),
    .package(url: "https://github.com/swiftlang/swift-subprocess", exact: "1.0.2"),
  ],
  targets: [
    .target(name: "SegmentModel"),
    .target(name: "Diagnostics"),
    .target(name: "Planning", dependencies: ["SegmentModel", "Diagnostics", algorithms, crypto]),
    .systemLibrary(
      name: "CLibYAML",
      pkgConfig: "yaml-0.1",
      providers: [.apt(["libyaml-dev"]), .brew(["libyaml"])]
    ),
    .systemLibrary(name: "CZlib", pkgConfig: "zlib", providers: [.apt(["zlib1g-dev"])]),
    .target(name: "FileAccess", dependencies: ["Diagnostics"]),
    .target(
      name: "Manifests",
      dependencies: ["SegmentModel", "Diagnostics", "CLibYAML", "CZlib", "FileAccess"],
      resources: [.embedInCode("Resources")]
    ),
    .target(
      name: "HTTPExchange",
      dependencies: [
        "Diagnostics", "FileAccess", asyncHTTPClient, nioCore, nioHTTP1, nioHTTPCompression, nioPosix, nioSSL,
      ]
    ),
    .target(
      name: "StateStorage",
      dependencies: ["SegmentModel", "Diagnostics", "FileAccess", "HTTPExchange", crypto, logging]
    ),
    .target(name: "CodeHost", dependencies: ["SegmentModel", "Diagnostics", "FileAccess", "HTTPExchange"]),
    .target(name: "StoreClient", dependencies: ["SegmentModel", "Diagnostics", "HTTPExchange", logging]),
    .target(
      name: "Reconciliation",
      dependencies: [
        "SegmentModel", "Diagnostics", "Planning", "FileAccess", "Manifests", "StateStorage", "StoreClient", logging,
      ]
    ),
    .target(
      name: "Reporting",
      dependencies: ["SegmentModel", "Diagnostics", "Planning", algorithms, crypto],
      // Compiled into the programs, which stay single files.
      resources: [.embedInCode("HTML/report.css"), .embedInCode("HTML/report.js")]
    ),
    .target(
      name: "Commands",
      dependencies: [
        "SegmentModel", "Diagnostics", "Planning", "FileAccess", "Manifests", "StateStorage", "StoreClient",
        "CodeHost", "HTTPExchange", "Reconciliation", "Reporting", argumentParser, logging, nioHTTP1,
      ]
    ),
    .executableTarget(name: "segplan", dependencies: ["Commands", argumentParser]),
    .executableTarget(name: "segapply", dependencies: ["Commands", argumentParser]),
    .target(
      name: "StoreSimulator",
      dependencies: ["SegmentModel", hummingbird, hummingbirdCore, httpTypes, logging, nioCore, serviceLifecycle]
    ),
    .executableTarget(
      name: "segsim",
      dependencies: ["StoreSimulator", "Diagnostics", "FileAccess", argumentParser],
      resources: [.embedInCode("Help")]
    ),

    .executableTarget(
      name: "segbench",
      dependencies: [
        "SegmentModel", "Diagnostics", "Planning", "FileAccess", "Manifests", "StateStorage", "StoreClient", "Reconciliation",
        "HTTPExchange", "Reporting", "StoreSimulator", argumentParser, logging, nioCore, nioHTTP1, nioPosix, subprocess,
        // Not linked: it measures the program itself, which must therefore be built with it.
        "segplan",
      ],
      path: "Tests/segbench",
      resources: [.embedInCode("Chaos/faults.txt"), .embedInCode("Fuzz/Inputs")]
    ),

    .target(
      name: "TestSupport",
      dependencies: [
        "SegmentModel", "Diagnostics", "StoreSimulator", asyncHTTPClient, nioCore, nioHTTP1, nioPosix, nioSSL, subprocess,
      ],
      path: "Tests/TestSupport"
    ),
    .testTarget(name: "ArchitectureTests", dependencies: ["TestSupport"]),
    .testTarget(name: "SegmentModelTests", dependencies: ["SegmentModel", "TestSupport"]),
    .testTarget(name: "DiagnosticsTests", dependencies: ["Diagnostics", "TestSupport"]),
    .testTarget(name: "PlanningTests", dependencies: ["Planning", "TestSupport"], exclude: ["Plan/Golden"]),
    .testTarget(name: "FileAccessTests", dependencies: ["FileAccess", "TestSupport"]),
    .testTarget(
      name: "ManifestsTests",
      dependencies: ["Manifests", "Reporting", "TestSupport"],
      exclude: ["Configuration/Golden", "Lists/Files", "Lists/Golden", "Schema/Invalid", "YAML/Suite"]
    ),
    .testTarget(name: "HTTPExchangeTests", dependencies: ["HTTPExchange", "Diagnostics", "TestSupport"]),
    .testTarget(name: "CodeHostTests", dependencies: ["CodeHost", "SegmentModel", "Diagnostics", "TestSupport"]),
    .testTarget(
      name: "StateStorageTests",
      dependencies: ["StateStorage", "HTTPExchange", "TestSupport", asyncHTTPClient, crypto, nioCore, nioHTTP1],
      exclude: ["Document/Golden"]
    ),
    .testTarget(
      name: "StoreClientTests",
      dependencies: ["StoreClient", "HTTPExchange", "TestSupport", logging, nioCore, nioHTTP1, nioPosix]
    ),
    .testTarget(
      name: "ReconciliationTests",
      dependencies: [
        "SegmentModel", "Diagnostics", "Planning", "Manifests", "StateStorage", "StoreClient", "StoreSimulator", "Reconciliation",
        "TestSupport", logging,
      ]
    ),
    .testTarget(
      name: "ReportingTests",
      dependencies: ["Reporting", "Planning", "SegmentModel", "Diagnostics", "TestSupport"],
      exclude: [
        "Apply/Golden", "Drift/Golden", "Explain/Golden", "GitHub/Golden", "GitLab/Golden", "HTML/Golden", "Human/Golden",
        "JUnit/Golden", "Markdown/Golden", "SARIF/Golden",
      ]
    ),
    .testTarget(
      name: "CommandsTests",
      dependencies: ["Commands", "Diagnostics", "HTTPExchange", "TestSupport", asyncHTTPClient, nioCore, nioHTTP1]
    ),
    .testTarget(
      name: "StoreSimulatorTests",
      dependencies: ["StoreSimulator", "TestSupport", "segsim", asyncHTTPClient, nioCore, nioHTTP1]
    ),
    .testTarget(
      name: "CommandLineTests",
      dependencies: ["TestSupport", "StateStorage", "segplan", "segapply", "segsim"],
      exclude: ["Golden"]
    ),
  ],
  swiftLanguageModes: [.v6]
)

for target in package.targets where target.type != .system {
  var settings: [SwiftSetting] = [
    .enableUpcomingFeature("ExistentialAny"),
    .enableUpcomingFeature("InternalImportsByDefault"),
    .enableUpcomingFeature("MemberImportVisibility"),
  ]
  if Context.environment["CI"] != nil {
    // Not at everybody's desk: a newer compiler's new warning must not stop a user from building an old release.
    settings.append(.treatAllWarnings(as: .error))
  }
  target.swiftSettings = settings
}
