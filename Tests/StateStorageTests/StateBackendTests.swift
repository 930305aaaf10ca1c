import TestSupport
import Testing

@testable import StateStorage

@Suite("Promises of backends")
struct StateBackendTests {
  @Test(arguments: BackendPromise.all)
  func `The local backend keeps the promises`(promise: BackendPromise) async throws {
    try await withTemporaryFolder { folder in
      try await promise.check { LocalBackend(path: "\(folder)/segplan.state.json") }
    }
  }

  @Test(arguments: BackendPromise.all)
  func `The memory backend of other tests keeps the promises`(promise: BackendPromise) async throws {
    let backend = MemoryBackend()
    try await promise.check { backend }
  }

  @Test(arguments: BackendPromise.all)
  func `The HTTP backend keeps the promises with Terraform's documented server`(promise: BackendPromise) async throws {
    try await withHTTPBackends(StateServerPlaces(.terraform)) { _, open in try await promise.check(open) }
  }

  @Test(arguments: BackendPromise.ofDocuments)
  func `The HTTP backend keeps the promises with GitLab's server`(promise: BackendPromise) async throws {
    try await withHTTPBackends(StateServerPlaces(.gitLab)) { _, open in try await promise.check(open) }
  }

  @Test(arguments: BackendPromise.all)
  func `The S3 backend keeps the promises`(promise: BackendPromise) async throws {
    try await withS3Backends { _, open in try await promise.check(open) }
  }
}
