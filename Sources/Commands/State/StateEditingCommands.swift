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
    abstract: "Store a state from a file.",
    discussion: """
      Use it for a state that an apply could not write (errored.….json), or for one that was pulled before. segplan refuses it if the stored \
      state has another lineage or was written since.
      """
  )

  @Argument(help: .value("file", "The file."), completion: .file())
  var file: String

  @Flag(name: .shortAndLong, help: "Also replace a state of another lineage, a newer one, or one that cannot be read.")
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
    let location = try state.location(context)
    return try await StateEditing.interruptible(context) {
      try await state.withBackend(context) { backend in
        try await StateEditing.withLock(on: backend, of: document.store, lock, context) { _, held in
          let who = context.identity.who
          let written = try await StateEditing.replace(with: document, in: backend, held: held, isForced: force, who: who)
          context.console.write(
            written.map { "Wrote \(file) to \(location): serial \($0.serial), lineage \($0.lineage).\n" }
              ?? "The state \(location) is already the same.\n"
          )
          return .success
        }
      }
    }
  }
}

/// `segplan state mv`.
struct StateMoveCommand: RunnableCommand {
  static let program = "segplan state mv"
  static let configuration = CommandConfiguration(
    commandName: "mv",
    abstract: "Copy the state to another location.",
    discussion: """
      Holds both locks while it copies. The old state does not change. The credentials of both locations come from the environment. If the new \
      location already has a state, the rules of segplan state push apply.
      """
  )

  @Argument(help: .value("destination", "The new location, as for --state."))
  var destination: String

  @Flag(name: .shortAndLong, help: "Also replace a state of another lineage, a newer one, or one that cannot be read.")
  var force = false

  @OptionGroup(title: "State") var state: StateOptions
  @OptionGroup(title: "State") var lock: LockOptions
  @OptionGroup(title: "Output") var output: OutputOptions

  func run(_ context: CommandContext) async throws -> ExitStatus {
    let location = try state.location(context)
    let target = try StateLocation(destination, environment: context.environment)
    // Otherwise it would wait for its own lock.
    if location.isSameState(as: target) {
      throw DiagnosticsError(
        code: "same-state",
        "source and destination are the same state",
        detail: "Both are \(location). Nothing was changed. Name another destination, or another source with --state."
      )
    }
    return try await StateEditing.interruptible(context) { try await copy(from: location, to: target, context) }
  }

  private func copy(
    from location: StateLocation,
    to target: StateLocation,
    _ context: CommandContext
  ) async throws -> ExitStatus {
    try await state.withBackend(context) { source in
      let found = try await StateStore.readDocument(from: source).orNoState(at: location)
      return try await state.withBackend(at: target, context) { backend in
        // Both locks, so that no apply writes one state while it is copied to the other.
        try await StateEditing.withLock(on: source, of: found.store, lock, context, isShielded: false) { store, _ in
          let (state, notes) = try await shielded(for: SettlingTime.record, from: source.location) {
            try await source.requireWritable()
            return try await store.recover(toolVersion: context.identity.toolVersion)
          }
          context.console.report(notes)
          let document = try state.orNoState(at: location).document
          return try await StateEditing.withLock(on: backend, of: document.store, lock, context) { _, held in
            let who = context.identity.who
            _ = try await StateEditing.replace(with: document, in: backend, held: held, isForced: force, who: who)
            context.console.write(
              """
              Copied the state to \(target): serial \(document.serial), lineage \(document.lineage).
              Use that one from now on, in every job: --state or SEGPLAN_STATE. The old one at \(location) is unchanged; remove it when no job \
              uses it.\n
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
    abstract: "Forget a recorded segment. The store does not change.",
    discussion: """
      Without the record, segplan cannot find drift of this segment, and it no longer removes members that it added to an additive segment.
      """
  )

  @Argument(help: "The segment's name or id.")
  var segment: String

  @OptionGroup(title: "State") var state: StateOptions
  @OptionGroup(title: "State") var lock: LockOptions
  @OptionGroup(title: "Output") var output: OutputOptions

  func run(_ context: CommandContext) async throws -> ExitStatus {
    let location = try state.location(context)
    return try await StateEditing.interruptible(context) {
      try await state.withBackend(context) { backend in
        let found = try await StateStore.readDocument(from: backend).orNoState(at: location)
        return try await StateEditing.withLock(on: backend, of: found.store, lock, context) { store, held in
          let toolVersion = context.identity.toolVersion
          let (recovered, notes) = try await store.recover(toolVersion: toolVersion)
          context.console.report(notes)
          let state = try recovered.orNoState(at: location)
          let segment = try RecordedSegments.find(segment, in: state.document.segments)
          try await held.confirm()
          // Saved plans and journals from before must not bring its members back.
          let forgotten = SegmentTouch(segment: segment.id, name: segment.name, isComplete: true, removesMembers: true)
          let others = state.document.segments.filter { $0.id != segment.id }
          let who = context.identity.who
          let next = state.document.succeeding(with: others, toolVersion: toolVersion, who: who, changes: [forgotten])
          _ = try await store.write(next, replacing: state)
          context.console.write(
            """
            Forgot the segment "\(segment.name)" (\(segment.id)) with \(Quantity.of(segment.members.count, "recorded member")). The store \
            did not change.\n
            """
          )
          return .success
        }
      }
    }
  }
}

extension Optional {
  /// The value; an error if there is no state.
  fileprivate func orNoState(at location: StateLocation) throws -> Wrapped {
    if let self { return self }
    throw DiagnosticsError(
      code: "no-state",
      "there is no state at \(location)",
      detail: "Check --state and SEGPLAN_STATE. The first apply writes one."
    )
  }
}
