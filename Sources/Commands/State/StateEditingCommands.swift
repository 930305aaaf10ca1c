import ArgumentParser
import Diagnostics
import FileAccess
import Reconciliation
import Reporting
import SegmentModel
import StateStorage

/// `segplan state push`.
struct StatePushCommand: RunnableCommand {
  static let program = "segplan state push"
  static let configuration = CommandConfiguration(
    commandName: "push",
    abstract: "Put a state from a file where the state is kept.",
    discussion: """
      For a state that an apply could not write (errored.….json), or one that was pulled before. It is refused when the stored state is of \
      another lineage, or was written since.
      """
  )

  @Argument(help: ArgumentHelp("The file.", valueName: "file"), completion: .file())
  var file: String

  @Flag(name: .shortAndLong, help: "Also over a state of another lineage, a newer one, or one that cannot be read.")
  var force = false

  @OptionGroup(title: "State") var state: StateOptions
  @OptionGroup(title: "State") var lock: LockOptions
  @OptionGroup(title: "Output") var output: OutputOptions

  func run(_ context: CommandContext) async throws -> ExitStatus {
    let document: StateDocument
    do {
      document = try StateCodec.decode(try FileAccess.read(file, limit: LocalBackend.maximumState), location: file)
    } catch StateError.corrupt(_, let reason) {
      throw StateError.notAState(file: file, reason: reason)
    }
    let location = try state.location(context.environment)
    return try await StateEditing.interruptible(context) { try await push(document, to: location, context) }
  }

  private func push(_ document: StateDocument, to location: StateLocation, _ context: CommandContext) async throws -> ExitStatus {
    try await StateStore.withBackend(at: location, context.stateConnection(state)) { backend in
      try await StateEditing.withLock(on: backend, of: document.store, lock, context) { _, held in
        let who = context.identity.who
        let written = try await StateEditing.replace(with: document, in: backend, held: held, isForced: force, who: who)
        if let written {
          context.console.write("Wrote \(file) to \(location): serial \(written.serial), lineage \(written.lineage).\n")
        } else {
          context.console.write("The state \(location) is the same already.\n")
        }
        return .success
      }
    }
  }
}

/// `segplan state mv`.
struct StateMoveCommand: RunnableCommand {
  static let program = "segplan state mv"
  static let configuration = CommandConfiguration(
    commandName: "mv",
    abstract: "Copy the state to another place, to be used from then on.",
    discussion: """
      Holds both locks meanwhile. Credentials of both places come from the environment. The old state is left as it is. A state at the new \
      place is treated as segplan state push treats it.
      """
  )

  @Argument(help: ArgumentHelp("The new place, as --state takes it.", valueName: "destination"))
  var destination: String

  @Flag(name: .shortAndLong, help: "Also over a state of another lineage, a newer one, or one that cannot be read.")
  var force = false

  @OptionGroup(title: "State") var state: StateOptions
  @OptionGroup(title: "State") var lock: LockOptions
  @OptionGroup(title: "Output") var output: OutputOptions

  func run(_ context: CommandContext) async throws -> ExitStatus {
    let location = try state.location(context.environment)
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
    try await StateStore.withBackend(at: location, context.stateConnection(state)) { source in
      guard let found = try await StateStore.readDocument(from: source) else { throw NoStateError(location: "\(location)") }
      return try await StateStore.withBackend(at: target, context.stateConnection(state)) { backend in
        // Both locks, so that no apply writes the one while it is copied to the other.
        try await StateEditing.withLock(on: source, of: found.store, lock, context, isShielded: false) { store, _ in
          let (state, notes) = try await shielded(for: SettlingTime.record, from: source.location) {
            try await source.requireWritable()
            return try await store.recover(toolVersion: context.identity.toolVersion)
          }
          context.console.report(notes)
          guard let document = state?.document else { throw NoStateError(location: "\(location)") }
          return try await StateEditing.withLock(on: backend, of: document.store, lock, context) { _, held in
            let who = context.identity.who
            _ = try await StateEditing.replace(with: document, in: backend, held: held, isForced: force, who: who)
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

/// `segplan state rm`.
struct StateRemoveCommand: RunnableCommand {
  static let program = "segplan state rm"
  static let configuration = CommandConfiguration(
    commandName: "rm",
    abstract: "Forget a recorded segment; the store is not touched.",
    discussion: """
      Nothing is then known of drift of this segment, and members of an additive segment that were added by this tool are not removed by it \
      any more.
      """
  )

  @Argument(help: "The segment's name or id.")
  var segment: String

  @OptionGroup(title: "State") var state: StateOptions
  @OptionGroup(title: "State") var lock: LockOptions
  @OptionGroup(title: "Output") var output: OutputOptions

  func run(_ context: CommandContext) async throws -> ExitStatus {
    let location = try state.location(context.environment)
    return try await StateEditing.interruptible(context) { try await remove(from: location, context) }
  }

  private func remove(from location: StateLocation, _ context: CommandContext) async throws -> ExitStatus {
    try await StateStore.withBackend(at: location, context.stateConnection(state)) { backend in
      guard let found = try await StateStore.readDocument(from: backend) else { throw NoStateError(location: "\(location)") }
      return try await StateEditing.withLock(on: backend, of: found.store, lock, context) { store, held in
        let toolVersion = context.identity.toolVersion
        let (state, notes) = try await store.recover(toolVersion: toolVersion)
        context.console.report(notes)
        guard let state else { throw NoStateError(location: "\(location)") }
        let segment = try NotRecordedError.find(segment, in: state.document.segments)
        let others = state.document.segments.filter { $0.id != segment.id }
        try await held.confirm()
        // Plans of before would take the segment up again, and a journal would claim its members.
        let forgotten = SegmentTouch(segment: segment.id, name: segment.name, isComplete: true, removesMembers: true)
        let next = state.document.succeeding(
          with: others,
          toolVersion: toolVersion,
          who: context.identity.who,
          changes: [forgotten]
        )
        _ = try await store.write(next, replacing: state)
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
