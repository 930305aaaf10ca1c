import Diagnostics
import SegmentModel

extension MappingFields {
  /// The text of a key with its variables expanded.
  func expandedText(
    _ key: String,
    _ variables: Variables,
    problems: inout ProblemCollector
  ) -> (text: String, node: YAMLNode)? {
    text(key, problems: &problems).flatMap { text, node in
      Self.expand(text, at: node, variables, problems: &problems).map { ($0, node) }
    }
  }

  /// The path of a key with its variables expanded.
  func expandedPath(
    _ key: String,
    _ variables: Variables,
    problems: inout ProblemCollector
  ) -> (text: String, node: YAMLNode)? {
    text(key, problems: &problems).flatMap { text, node in
      do throws(VariableProblem) {
        return (try variables.expandPath(text), node)
      } catch {
        problems.add(.variable(error), at: node)
        return nil
      }
    }
  }

  /// A text with its variables expanded; `nil` after a problem.
  static func expand(
    _ text: String,
    at node: YAMLNode,
    _ variables: Variables,
    problems: inout ProblemCollector
  ) -> String? {
    do throws(VariableProblem) {
      return try variables.expand(text)
    } catch {
      problems.add(.variable(error), at: node)
      return nil
    }
  }

  /// `starts:` and `expires:`; unlimited when neither is there, `nil` after a problem.
  func validity(problems: inout ProblemCollector) -> Validity? {
    let starts = day("starts", problems: &problems)
    let expires = day("expires", problems: &problems)
    guard starts != .wrong, expires != .wrong else { return nil }
    if let validity = Validity(starts: starts.day, expires: expires.day) { return validity }
    problems.add(.member(.neverValid), at: value("expires") ?? node)
    return nil
  }

  private enum DayField: Equatable {
    case none
    case day(CalendarDay)
    case wrong

    var day: CalendarDay? {
      if case .day(let day) = self { day } else { nil }
    }
  }

  private func day(_ key: String, problems: inout ProblemCollector) -> DayField {
    guard has(key) else { return .none }
    guard let (text, node) = text(key, problems: &problems) else { return .wrong }
    if let day = CalendarDay(text) { return .day(day) }
    problems.add(.member(.badDay(String(text.prefix(80)), key: key)), at: node)
    return .wrong
  }

  /// A number of members.
  func count(_ key: String, problems: inout ProblemCollector) -> Int? {
    guard let (text, node) = text(key, problems: &problems) else { return nil }
    if node.isPlain, text.utf8.allSatisfy({ (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }), let count = Int(text) {
      return count
    }
    problems.add(.member(.badCount(String(text.prefix(80)), key: key)), at: node)
    return nil
  }
}
