package import Diagnostics
import FileAccess
import SegmentModel

/// A state with what a run that died left in its journal.
package struct RecoveredState: Sendable {
  /// The state, the journal's changes folded in; `nil` when there is neither.
  package let document: StateDocument?
  /// The serial of the state as it is stored; 0 when there is none.
  package let storedSerial: Int
  /// The run whose journal is folded in; `nil` when there was none to fold.
  package let foldedRun: String?
  /// What was found besides; empty in the usual case.
  package let notes: [Diagnostic]

  /// A first document that no run has recorded anything in is not a state yet.
  init(document: StateDocument?, storedSerial: Int, foldedRun: String? = nil, notes: [Diagnostic]) {
    self.document = document?.isUnused == true ? nil : document
    self.storedSerial = storedSerial
    self.foldedRun = foldedRun
    self.notes = notes
  }
}

extension StateStore {
  /// Journals of a run of ten million changes are near 400 MB.
  private static let largestJournal = 1 << 30

  /// The state with a journal that a dead run left, if it did.
  ///
  /// Changes nothing, needs no lock.
  ///
  /// - Throws: What reading the state or the journal runs into.
  package func readRecovered() async throws -> RecoveredState {
    let current = try await read()
    func stored(_ notes: [Diagnostic]) -> RecoveredState {
      RecoveredState(document: current?.document, storedSerial: current?.document.serial ?? 0, notes: notes)
    }
    guard let found = try journal(for: current?.document) else { return stored([]) }
    switch found.result {
    case .recorded:
      return stored([])
    case .foreign:
      return stored([foreignJournal])
    case .folded(let folded, let header):
      return RecoveredState(
        document: next(current?.document, folded, header, toolVersion: current?.document.toolVersion ?? ""),
        storedSerial: current?.document.serial ?? 0,
        foldedRun: header.run,
        notes: notes(folded, header, current?.document, isDamaged: found.isDamaged, isWritten: false)
      )
    }
  }

  /// Folds a dead run's journal into the state, writes the state, and clears the journal away.
  ///
  /// Only for the holder of the lock.
  ///
  /// - Parameter toolVersion: The version of the program that writes.
  /// - Returns: The state as it is stored now, and what to tell.
  /// - Throws: What reading and writing run into; the journal is then still there.
  package func recover(toolVersion: String) async throws -> (state: ReadState?, notes: [Diagnostic]) {
    let current = try await read()
    guard let found = try journal(for: current?.document) else { return (current, []) }
    switch found.result {
    case .recorded:
      try FileAccess.remove(backend.journalPath)
      return (current, [])
    case .foreign:
      // Perhaps somebody will want to know what is in it; and it must not be in the way of this run's own.
      try FileAccess.move(backend.journalPath, to: foreignJournalPath)
      return (current, [foreignJournal])
    case .folded(let folded, let header):
      let document = next(current?.document, folded, header, toolVersion: toolVersion)
      let version = try await backend.write(try StateCodec.encode(document), replacing: current?.version)
      try FileAccess.remove(backend.journalPath)
      return (
        ReadState(document: document, version: version),
        notes(folded, header, current?.document, isDamaged: found.isDamaged, isWritten: true)
      )
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
    guard let bytes = try FileAccess.readIfPresent(backend.journalPath, limit: Self.largestJournal) else { return nil }
    let (entries, isDamaged) = JournalCodec.decode(bytes)
    // Begun and not yet written to: the run died before it changed anything.
    if entries.isEmpty && !isDamaged { return (.recorded, false) }
    let result = JournalFolding.fold(entries, into: document, store: store)
    if case .folded(let folded, _) = result, folded.changes == 0, !isDamaged, folded.records == document?.segments ?? [] {
      return (.recorded, false)
    }
    return (result, isDamaged)
  }

  private var foreignJournalPath: String { backend.journalPath + ".foreign" }

  private var foreignJournal: Diagnostic {
    Diagnostic(
      .warning,
      code: "journal-foreign",
      summary: "the journal \(backend.journalPath) is of another state or another store, or is no journal",
      detail: """
        A run that died left it. It cannot be folded into this state, so it is left out; an apply moves it to \
        \(foreignJournalPath). What that run did is found done in the store.
        """
    )
  }

  private func notes(
    _ folded: JournalFolding.Folded,
    _ header: JournalHeader,
    _ current: StateDocument?,
    isDamaged: Bool,
    isWritten: Bool
  ) -> [Diagnostic] {
    var detail = isWritten ? "They are in the state now." : "They are counted in. The next apply writes them to the state."
    if !folded.superseded.isEmpty {
      let names = folded.superseded.prefix(10).map { "\"\($0)\"" }.joined(separator: ", ")
      let more = folded.superseded.count > 10 ? " and \(folded.superseded.count - 10) more" : ""
      detail = """
        The run began at serial \(header.serial) of the state, which is at serial \(current?.serial ?? 0) by now. Later applies changed \
        \(names)\(more), so the state keeps what they recorded there. Members that the run added to an additive segment among them count \
        as others'. \(folded.touched.isEmpty ? "" : "The other segments follow the journal. ")The plan shows what is left to do.
        """
    }
    if isDamaged {
      detail += " The journal is damaged. What follows the damage is left out; the next listing shows what was done."
    }
    return [
      Diagnostic(
        .warning,
        code: folded.superseded.isEmpty ? "journal-folded" : "journal-outdated",
        summary:
          "the run of \(header.who) at \(header.startedAt) was cut off; its journal has \(folded.changes) acknowledged changes",
        detail: detail
      )
    ]
  }
}
