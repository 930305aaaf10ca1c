import TestSupport
import Testing

/// `segplan --workspace-matrix`: a job a store.
struct WorkspaceMatrixTests {
  private static let manifest = "version: 1\nsegments: [{name: A, members: []}]\n"

  private func withFolders(
    _ folders: [String],
    _ body: @Sendable (Rehearsal) async throws -> Void
  ) async throws {
    try await withRehearsal(profiles: 1) { rehearsal in
      for folder in folders {
        try rehearsal.write(Self.manifest, to: "\(folder)/segments.yaml")
      }
      try await body(rehearsal)
      #expect(rehearsal.store.log.isEmpty)
    }
  }

  @Test func `the matrix is one line with a sorted entry for every folder with manifests`() async throws {
    try await withFolders(["stores/b", "stores/a", "other/c", "stores/.hidden"]) { rehearsal in
      let outcome = try await rehearsal.segplan("--workspace-matrix")
      #expect(outcome.exitCode == 0)
      #expect(
        outcome.output == """
          {"include":[{"path":"other/c","workspace":"other/c"},{"path":"stores/a","workspace":"stores/a"},\
          {"path":"stores/b","workspace":"stores/b"}]}

          """
      )
    }
  }

  @Test func `only folders below the given paths count, and a manifest counts as its folder`() async throws {
    try await withFolders(["stores/a", "stores/b", "other"]) { rehearsal in
      let outcome = try await rehearsal.segplan("--workspace-matrix", "stores/a", "other/segments.yaml", "stores/a/segments.yaml")
      #expect(
        outcome.output == #"{"include":[{"path":"other","workspace":"other"},{"path":"stores/a","workspace":"stores/a"}]}"# + "\n"
      )
    }
  }

  @Test func `a workspace inside another one is an error, because two stores would plan its manifests`() async throws {
    try await withFolders(["stores", "stores/a", "stores-b"]) { rehearsal in
      let outcome = try await rehearsal.segplan("--workspace-matrix")
      #expect(outcome.exitCode == 1)
      #expect(outcome.output.isEmpty)
      #expect(outcome.errors.contains(#"the workspace "stores/a" is inside the workspace "stores""#), "\(outcome.errors)")
      #expect(!outcome.errors.contains("stores-b"), "\(outcome.errors)")
    }
  }

  @Test func `missing manifests and missing paths are errors`() async throws {
    try await withFolders([]) { rehearsal in
      let none = try await rehearsal.segplan("--workspace-matrix")
      #expect(none.exitCode == 1)
      #expect(none.errors.contains("no folder contains manifests"), "\(none.errors)")
      let missing = try await rehearsal.segplan("--workspace-matrix", "missing")
      #expect(missing.exitCode == 1)
      #expect(missing.errors.contains(#"there is no file "missing""#), "\(missing.errors)")
    }
  }
}
