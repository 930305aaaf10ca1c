package import Diagnostics
package import Manifests
import Planning
import SegmentModel
package import StoreClient

package struct ImportedSegments: Sendable {
  /// By name; without those that a manifest already declares.
  package let segments: [ManifestWriter.Segment]
  /// Segments that were left out, and why.
  package let notes: [Diagnostic]
}

/// How an import names members.
package enum ImportedNaming: String, CaseIterable, Sendable {
  /// By number, as people know them.
  case customer
  case profile
}

package struct ImportRequest: Sendable {
  private static let maximumNamed = 10

  /// The names of live segments; empty for all.
  package let names: [String]
  /// The manifests that exist already; `nil` to import segments that they declare too.
  package let declared: Configuration?
  package let naming: ImportedNaming

  package init(names: [String], declared: Configuration?, naming: ImportedNaming) {
    self.names = names
    self.declared = declared
    self.naming = naming
  }

  /// Reads the segments with all their members.
  ///
  /// - Throws: `StoreError`; `DiagnosticsError` with every name that the store does not have.
  package func read(client: StoreClient) async throws -> ImportedSegments {
    let live = try await client.listSegments().sorted { ($0.name, $0.id) < ($1.name, $1.id) }
    var notes = DiagnosticList()
    let wanted = try wanted(among: live)
    let segments = declarable(wanted, notes: &notes)
    let memberships = try await named(try await client.listings(of: segments.map(\.live.id)), client)
    return ImportedSegments(
      segments: segments.map { name, segment in
        ManifestWriter.Segment(
          name: name,
          id: segment.id,
          description: segment.description,
          members: memberships[segment.id] ?? .none
        )
      },
      notes: notes.sorted
    )
  }

  /// The listed members, with the number of each customer that a plan will find by it.
  ///
  /// A plan looks up customers by number. A number that only the listing has would be an unknown customer there.
  private func named(
    _ listings: [SegmentID: CustomerNumbers],
    _ client: StoreClient
  ) async throws -> [SegmentID: CustomerNumbers] {
    guard naming == .customer else { return listings.mapValues { CustomerNumbers(of: $0.profiles) } }
    let listed = Set(listings.values.flatMap { members in members.profiles.compactMap { members[$0] } })
    let found = try await client.customers(matching: listed.map { .id($0) }).keyed(by: \.profileID)
    return listings.mapValues { listing in
      var members = CustomerNumbers(of: listing.profiles)
      for profile in listing.profiles {
        if let customer = found[profile] { members.learn(customer.id, of: profile) }
      }
      return members
    }
  }

  private func wanted(among live: [LiveSegment]) throws(DiagnosticsError) -> [LiveSegment] {
    if names.isEmpty { return live }
    var problems = DiagnosticList()
    for name in names where !live.contains(where: { $0.name == name }) {
      problems.append(
        Diagnostic(
          .error,
          code: "unknown-live-segment",
          summary: "the store has no segment named \"\(name)\"",
          detail: "--segment takes the name of a segment as the store has it.",
          suggestion: Suggestion.nearest(to: name, among: live.map(\.name))
        )
      )
    }
    try problems.throwIfErrors()
    return live.filter { names.contains($0.name) }
  }

  /// The segments that a manifest can declare and none does yet.
  private func declarable(_ segments: [LiveSegment], notes: inout DiagnosticList) -> [(name: SegmentName, live: LiveSegment)] {
    let declaredIDs = (declared?.segments ?? []).keyed(by: \.id)
    let declaredNames = (declared?.segments ?? []).keyed(by: \.name.likeness)
    var taken: Set<String> = []
    var known: [(live: LiveSegment, place: SourceRange)] = []
    defer { if !known.isEmpty { notes.append(Self.declaredAlready(known)) } }
    return segments.compactMap { segment in
      guard let name = (try? SegmentName(segment.name)) ?? (try? SegmentName(HiddenCharacters.removed(from: segment.name))) else {
        notes.append(Self.leftOut(segment, "its name has only spaces, or begins or ends with a space"))
        return nil
      }
      if let declaration = declaredIDs[segment.id] ?? declaredNames[name.likeness] {
        known.append((segment, declaration.range))
        return nil
      }
      guard taken.insert(name.likeness).inserted else {
        notes.append(Self.leftOut(segment, "another segment has the same name, except for case, spaces or invisible characters"))
        return nil
      }
      if name.text != segment.name { notes.append(Self.renamed(segment, name)) }
      return (name, segment)
    }
  }

  private static func renamed(_ segment: LiveSegment, _ name: SegmentName) -> Diagnostic {
    Diagnostic(
      .warning,
      code: "imported-renamed",
      summary: "segment \"\(segment.name)\" (\(segment.id)) is imported as \"\(name)\": its name has invisible characters",
      detail: "The manifest pins its id, so the next plan renames it in the store."
    )
  }

  private static func leftOut(_ segment: LiveSegment, _ reason: String) -> Diagnostic {
    Diagnostic(
      .warning,
      code: "not-imported",
      summary: "segment \"\(segment.name)\" (\(segment.id)) is left out: \(reason)",
      detail: "To manage it, rename it in the store. Then import it again."
    )
  }

  /// One note for all: a second import into the same folder finds many.
  private static func declaredAlready(_ segments: [(live: LiveSegment, place: SourceRange)]) -> Diagnostic {
    let named = segments.map { "\"\($0.live.name)\" at \($0.place)" }.listed(first: maximumNamed)
    return Diagnostic(
      .warning,
      code: "declared-already",
      summary: segments.count == 1
        ? "a segment that is already declared is left out"
        : "\(segments.count) segments that are already declared are left out",
      detail: "\(segments.count == 1 ? "It is" : "They are") \(named)."
    )
  }
}
