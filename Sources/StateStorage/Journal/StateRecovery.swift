package import Diagnostics
import FileAccess
import SegmentModel

/// A state with the changes that are still in the journal of a run that died.
package struct RecoveredState: Sendable {
  /// The state including the journal's changes; `nil` if there is neither.
  package let document: StateDocument?
  /// The serial of the state as it is stored; 0 without a state.
  package let storedSerial: Int
  /// The run whose journal is included; `nil` if there was no journal to fold in.
  package let foldedRun: String?
  /// Warnings about the journal.
  package let notes: [Diagnostic]

  init(document: StateDocument?, stored: StateDocument?, foldedRun: String? = nil, notes: [Diagnostic]) {
    // A first document that no run has recorded anything in is not a state yet.
    self.document = document?.isUnused == true ? nil : document
    storedSerial = stored?.serial ?? 0
    self.foldedRun = foldedRun
    self.notes = notes
  }
}

extension StateStore {
  /// In bytes; the journal of ten million changes has almost 400 MB.
  private static let maximumJournal = 1 << 30

  /// Reads the state and includes the journal that a dead run may have left; changes nothing and needs no lock.
  package func readRecovered() async throws -> RecoveredState {
    let stored = try await read()?.document
    let found = try journal(for: stored)
    guard case .folded(let folded, let header)? = found?.result else {
      return RecoveredState(document: stored, stored: stored, notes: found?.result == .foreign ? [foreignJournal] : [])
    }
    return RecoveredState(
      document: next(stored, folded, header, toolVersion: stored?.toolVersion ?? ""),
      stored: stored,
      foldedRun: header.run,
      notes: [note(folded, header, stored, isDamaged: found?.isDamaged == true, isWritten: false)]
    )
  }

  /// Folds a dead run's journal into the state, writes the state, and removes the journal.
  ///
  /// Only for the holder of the lock.
  ///
  /// - Parameter toolVersion: The version of the program that writes.
  /// - Returns: The state as it is stored now, and warnings about the journal.
  /// - Throws: Errors of reading and writing; the journal is then still there.
  package func recover(toolVersion: String) async throws -> (state: ReadState?, notes: [Diagnostic]) {
    let current = try await read()
    guard let found = try journal(for: current?.document) else { return (current, []) }
    switch found.result {
    case .recorded:
      try FileAccess.remove(backend.journalPath)
      return (current, [])
    case .foreign:
      // Someone may need its content, but this run's own journal needs its place.
      try FileAccess.move(backend.journalPath, to: foreignJournalPath)
      return (current, [foreignJournal])
    case .folded(let folded, let header):
      let document = next(current?.document, folded, header, toolVersion: toolVersion)
      let written = try await write(document, replacing: current)
      try FileAccess.remove(backend.journalPath)
      return (written, [note(folded, header, current?.document, isDamaged: found.isDamaged, isWritten: true)])
    }
  }

  private func next(
    _ current: StateDocument?,
    _ folded: JournalFolding.Folded,
    _ header: JournalHeader,
    toolVersion: String
  ) -> StateDocument {
    (current ?? first(lineage: header.lineage, toolVersion: toolVersion, who: header.who)).succeeding(
      with: folded.records,
      toolVersion: toolVersion,
      who: header.who,
      changes: folded.touched,
      by: header.plan,
      run: header.run
    )
  }

  private func journal(for document: StateDocument?) throws -> (result: JournalFolding.Result, isDamaged: Bool)? {
    guard let bytes = try FileAccess.readIfPresent(backend.journalPath, limit: Self.maximumJournal) else { return nil }
    let (entries, isDamaged) = JournalCodec.decode(bytes)
    // An empty journal: the run died before it changed anything.
    if entries.isEmpty && !isDamaged { return (.recorded, false) }
    let result = JournalFolding.fold(entries, into: document, store: store)
    if case .folded(let folded, _) = result, folded.changes == 0, !isDamaged, folded.records == document?.segments ?? [] {
      return (.recorded, false)
    }
    return (result, isDamaged)
  }

  private var foreignJournalPath: String { backend.journalPath + ".foreign" }

  private var foreignJournal: Diagnostic {
    let words = (
      "journal-foreign", "the journal \(backend.journalPath) belongs to another state or another store, or is not a journal",
      """
      A run that died left it. It does not fit this state, so this run ignores it; an apply moves it to \(foreignJournalPath). The next plan \
      finds in the store what that run did.
      """
    )
    return Diagnostic(words).asWarning
  }

  private func note(
    _ folded: JournalFolding.Folded,
    _ header: JournalHeader,
    _ current: StateDocument?,
    isDamaged: Bool,
    isWritten: Bool
  ) -> Diagnostic {
    var detail = isWritten ? "They are in the state now." : "They are included here. The next apply writes them to the state."
    if !folded.superseded.isEmpty {
      let names = folded.superseded.map { "\"\($0)\"" }.listed(first: 10)
      detail = """
        The run began at serial \(header.serial) of the state, which is now at serial \(current?.serial ?? 0). Later applies changed \
        \(names), so the state keeps what they recorded there. Members that the run added to an additive segment among them count as added \
        by others. \(folded.touched.isEmpty ? "" : "The other segments follow the journal. ")The plan shows what is left to do.
        """
    }
    if isDamaged {
      detail += " The journal is damaged. This run ignores everything after the damage; the next listing shows what was done."
    }
    let code = folded.superseded.isEmpty ? "journal-folded" : "journal-outdated"
    let changes = "its journal has \(folded.changes) acknowledged changes"
    let words = (code, "the run of \(header.who) at \(header.startedAt) was cut off; \(changes)", detail)
    return Diagnostic(words).asWarning
  }
}
