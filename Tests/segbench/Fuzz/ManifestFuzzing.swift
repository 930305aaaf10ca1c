import Diagnostics
import Manifests
import Reporting
import SegmentModel

/// Manifests and variable files: an input gives a consistent result or errors with a place.
enum ManifestFuzzing {
  private static let options = LoadingOptions(
    day: CalendarDay(daysSinceEpoch: 20_800),
    variables: ["SEASON": "Summer", "EMPTY": "", "LONG": String(repeating: "long ", count: 4_000)]
  )

  static func problem(with input: [UInt8]) -> String? {
    let read = ConfigurationLoader.read(input, file: "segments.yaml", options)
    let problems = Array(read.diagnostics.sorted)
    if let problem = problem(with: problems) { return problem }
    guard let configuration = read.configuration else {
      return read.diagnostics.hasErrors ? nil : "neither a configuration nor an error"
    }
    if read.diagnostics.hasErrors { return "a configuration despite errors" }
    let names = configuration.groups.map(\.name.likeness)
    if Set(names).count != names.count { return "a name twice" }
    let segments = configuration.groups.filter { $0.kind == .segment }.map(\.name)
    if segments.sorted() != configuration.segments.map(\.name) { return "an order of other segments" }
    for segment in configuration.segments where segment.presence == .absent && segment.declaredCount(on: configuration.day) > 0 {
      return "members of an absent segment"
    }
    return problem(renamingIn: input, configuration)
  }

  static func problem(withVariables input: [UInt8]) -> String? {
    do throws(DiagnosticsError) {
      let values = try VariableFile.values(input, file: "values.yaml")
      return values.keys.allSatisfy { Variables.isName($0) } ? nil : "an invalid name"
    } catch {
      return error.diagnostics.isEmpty ? "an error without a message" : problem(with: error.diagnostics)
    }
  }

  /// Checks that diagnostics have valid places and can be shown.
  static func problem(with diagnostics: [Diagnostic]) -> String? {
    for diagnostic in diagnostics {
      if diagnostic.summary.isEmpty { return "a problem without a message" }
      guard let range = diagnostic.range else { continue }
      guard range.start.line >= 1, range.start.column >= 1, range.end.line >= range.start.line else { return "an invalid place" }
    }
    let text = DiagnosticReport(style: .plain).text(diagnostics)
    if text.isEmpty != diagnostics.isEmpty { return "problems that are not shown" }
    let isVisible = text.unicodeScalars.allSatisfy { $0 == "\n" || $0.properties.generalCategory != .control }
    return isVisible ? nil : "a control character in a message"
  }

  /// Renaming a segment must fail or give a manifest with the new name and as many segments as before.
  private static func problem(renamingIn input: [UInt8], _ configuration: Configuration) -> String? {
    guard let old = configuration.segments.last?.name, let new = try? SegmentName("Renamed: \"${it}\""),
      let id = SegmentID("a3f1c9e2-4b7d-4f3a-9c2e-8b7d6f9a1234")
    else { return nil }
    do throws(DiagnosticsError) {
      guard let edited = try SegmentRenaming(from: old, to: new, id: id, options).edit("segments.yaml", input) else {
        return "a segment that cannot be found again"
      }
      let read = ConfigurationLoader.read(edited, file: "segments.yaml", options)
      guard let renamed = read.configuration else {
        // Another segment may have the id, which renaming cannot know.
        return configuration.segments.contains { $0.id == id } ? nil : "a renamed manifest that cannot be read"
      }
      return renamed.segments.map(\.name).contains(new) && renamed.groups.count == configuration.groups.count
        ? nil : "a segment that was lost in renaming"
    } catch {
      return error.diagnostics.isEmpty ? "an error without a message" : problem(with: error.diagnostics)
    }
  }
}
