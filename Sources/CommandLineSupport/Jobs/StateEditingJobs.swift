import Diagnostics
import FileAccess
import Reconciliation
import Reporting
import SegmentModel
import StateStorage

/// Puts a document from a file where the state is kept.
package struct StatePushJob: Sendable {
  package let path: String
  package let options: StateOptions
  package let lock: LockOptions
  package let isForced: Bool

  package init(path: String, options: StateOptions, lock: LockOptions, isForced: Bool) {
    self.path = path
    self.options = options
    self.lock = lock
    self.isForced = isForced
  }

  package func run(_ context: CommandContext) async throws -> ExitStatus {
    let document: StateDocument
    do {
      document = try StateCodec.decode(try FileAccess.read(path, limit: LocalBackend.largestState), location: path)
    } catch StateError.corrupt(_, let reason) {
      throw StateError.notAState(file: path, reason: reason)
    }
    let location = try options.location(context.environment)
    return try await StateEditing.interruptible(context) { try await push(document, to: location, context) }
  }

  private func push(_ document: StateDocument, to location: StateLocation, _ context: CommandContext) async throws -> ExitStatus {
    try await StateStore.withBackend(at: location, context.stateConnection(options)) { backend in
      try await StateEditing.withLock(on: backend, of: document.store, lock, context) { _, held in
        let written = try await StateEditing.replace(with: document, in: backend, held: held, isForced: isForced)
        if let written {
          context.console.write("Wrote \(path) to \(location): serial \(written.serial), lineage \(written.lineage).\n")
        } else {
          context.console.write("The state \(location) is the same already.\n")
        }
        return .success
      }
    }
  }
}

/// Copies the state to another place, which is the state's from then on.
package struct StateMoveJob: Sendable {
  package let destination: String
  package let options: StateOptions
  package let lock: LockOptions
  package let isForced: Bool

  package init(destination: String, options: StateOptions, lock: LockOptions, isForced: Bool) {
    self.destination = destination
    self.options = options
    self.lock = lock
    self.isForced = isForced
  }

  package func run(_ context: CommandContext) async throws -> ExitStatus {
    let location = try options.location(context.environment)
    let target = try StateLocation(destination, environment: context.environment)
    // Else it would wait for the lock that it holds itself.
    if location.isSameState(as: target) { throw SameStateError(location: "\(location)") }
    return try await StateEditing.interruptible(context) { try await copy(from: location, to: target, context) }
  }

  private func copy(
    from location: StateLocation,
    to target: StateLocation,
    _ context: CommandContext
  ) async throws -> ExitStatus {
    try await StateStore.withBackend(at: location, context.stateConnection(options)) { source in
      guard let found = try await StateStore.readDocument(from: source) else { throw NoStateError(location: "\(location)") }
      return try await StateStore.withBackend(at: target, context.stateConnection(options)) { backend in
        // Both locks, so that no apply writes the one while it is copied to the other.
        try await StateEditing.withLock(on: source, of: found.store, lock, context, isShielded: false) { store, _ in
          let (state, notes) = try await shielded(for: SettlingTime.record, from: source.location) {
            try await source.requireWritable()
            return try await store.recover(toolVersion: context.identity.toolVersion)
          }
          context.console.report(notes)
          guard let document = state?.document else { throw NoStateError(location: "\(location)") }
          return try await StateEditing.withLock(on: backend, of: document.store, lock, context) { _, held in
            _ = try await StateEditing.replace(with: document, in: backend, held: held, isForced: isForced)
            context.console.write(
              """
              Copied the state to \(target): serial \(document.serial), lineage \(document.lineage).
              Use that one from now on, in every job: --state or SEGPLAN_STATE. The old one at \(location) is left as it is; remove it when \
              nobody uses it any more.\n
              """
            )
            return .success
          }
        }
      }
    }
  }
}

/// A state was to be moved to where it is.
private struct SameStateError: DiagnosedError {
  let location: String

  var diagnostics: [Diagnostic] {
    [
      Diagnostic(
        .error,
        code: "same-state",
        summary: "source and destination are the same state",
        detail: "Both are \(location). Nothing was changed. Name another destination, or another source with --state."
      )
    ]
  }
}

/// Forgets a segment without touching the store.
package struct StateRemoveJob: Sendable {
  package let name: String
  package let options: StateOptions
  package let lock: LockOptions

  package init(name: String, options: StateOptions, lock: LockOptions) {
    self.name = name
    self.options = options
    self.lock = lock
  }

  package func run(_ context: CommandContext) async throws -> ExitStatus {
    let location = try options.location(context.environment)
    return try await StateEditing.interruptible(context) { try await remove(from: location, context) }
  }

  private func remove(from location: StateLocation, _ context: CommandContext) async throws -> ExitStatus {
    try await StateStore.withBackend(at: location, context.stateConnection(options)) { backend in
      guard let found = try await StateStore.readDocument(from: backend) else { throw NoStateError(location: "\(location)") }
      return try await StateEditing.withLock(on: backend, of: found.store, lock, context) { store, held in
        let toolVersion = context.identity.toolVersion
        let (state, notes) = try await store.recover(toolVersion: toolVersion)
        context.console.report(notes)
        guard let state else { throw NoStateError(location: "\(location)") }
        let segment = try NotRecordedError.find(name, in: state.document.segments)
        let others = state.document.segments.filter { $0.id != segment.id }
        try await held.confirm()
        // Plans of before would take the segment up again, and a journal would claim its members.
        let forgotten = SegmentTouch(segment: segment.id, name: segment.name, isComplete: true, removesMembers: true)
        _ = try await store.write(
          state.document.succeeding(with: others, toolVersion: toolVersion, changes: [forgotten]),
          replacing: state
        )
        context.console.write(
          """
          Forgot the segment "\(segment.name)" (\(segment.id)) with \(Quantity.of(segment.members.count, "recorded member")). The store was not \
          touched.\n
          """
        )
        return .success
      }
    }
  }
}
