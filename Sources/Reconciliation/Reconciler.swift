package import StateStorage
package import StoreClient

/// Runs the verbs for one store and its state.
///
/// Each verb (plan, apply, drift, explain, overview) is an extension in a file of its own.
package struct Reconciler: Sendable {
  let client: StoreClient
  let state: StateStore
  let identity: RunIdentity

  package init(_ identity: RunIdentity, client: StoreClient, state: StateStore) {
    self.identity = identity
    self.client = client
    self.state = state
  }
}
