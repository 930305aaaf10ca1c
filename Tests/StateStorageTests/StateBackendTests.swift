import StateStorage
import TestSupport
import Testing

@Suite("Promises of backends")
struct StateBackendTests {
  @Test(arguments: BackendPromise.all)
  func `The local backend keeps them`(promise: BackendPromise) async throws {
    try await withTemporaryFolder { folder in
      try await promise.check { LocalBackend(path: "\(folder)/segplan.state.json") }
    }
  }

  @Test(arguments: BackendPromise.all)
  func `The backend in memory, with which other tests are made, keeps them`(promise: BackendPromise) async throws {
    let backend = MemoryBackend()
    try await promise.check { backend }
  }
}
