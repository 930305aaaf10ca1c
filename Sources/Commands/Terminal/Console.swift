import Diagnostics
import FileAccess
import Reporting
import SegmentModel
import Synchronization

/// When to use colour.
enum ColorChoice: String, Hashable, Sendable, CaseIterable {
  case auto
  case always
  case never
}

/// Standard output for the result and standard error for everything said besides.
///
/// Each text is composed first and written at once. A reader that has gone (`segplan | head`) is no error, and no reason to leave an apply
/// half done; any other failure is kept for the end of the run.
final class Console: Sendable {
  /// Decoration of the result.
  let style: TextStyle
  /// Decoration of what is said besides.
  let talkStyle: TextStyle
  /// Whether notes and progress are unwanted.
  let isQuiet: Bool
  /// Whether somebody can be asked.
  let canAsk: Bool
  private let filter: OutputFilter
  /// Whether lines may be taken for commands by the runner that reads them, GitHub's or one that is like it.
  private let isReadByRunner: Bool
  private let errors = Mutex<FileAccessError?>(nil)
  /// Whether a line is on the screen that the next output draws over.
  private let passing = Mutex(false)
  /// Whether standard error is a terminal, on which lines can be drawn over.
  let canDrawOver = FileAccess.isTerminal(FileAccess.standardError)
  private let resultDescriptor = Mutex(FileAccess.standardOutput)

  /// - Parameters:
  ///   - color: When to use colour.
  ///   - isQuiet: Whether notes and progress are unwanted.
  ///   - environment: The process's.
  ///   - filter: Everything that is written passes through it.
  init(color: ColorChoice, isQuiet: Bool, environment: [String: String], filter: OutputFilter) {
    self.filter = filter
    isReadByRunner = environment["GITHUB_ACTIONS"]?.lowercased() == "true" || environment["TF_BUILD"]?.isEmpty == false
    style = TextStyle(isColored: Self.isColored(color, FileAccess.standardOutput, environment))
    talkStyle = TextStyle(isColored: Self.isColored(color, FileAccess.standardError, environment))
    self.isQuiet = isQuiet
    canAsk = FileAccess.isTerminal(FileAccess.standardInput)
  }

  /// https://no-color.org: set and not empty means no colour, unless the command line says otherwise.
  private static func isColored(_ color: ColorChoice, _ descriptor: Int32, _ environment: [String: String]) -> Bool {
    switch color {
    case .always: true
    case .never: false
    case .auto: FileAccess.isTerminal(descriptor) && (environment["NO_COLOR"] ?? "").isEmpty && environment["TERM"] != "dumb"
    }
  }

  /// Why output was lost, other than that its reader has gone; `nil` when none was.
  var outputFailure: FileAccessError? { errors.withLock { $0 } }

  /// Sends the result to standard error from now on, because a report takes standard output.
  func leaveStandardOutput() { resultDescriptor.withLock { $0 = FileAccess.standardError } }

  /// Writes a part of the result: text or JSON, in which hidden characters are made visible.
  func write(_ text: String) { write(safe(text), to: resultDescriptor.withLock { $0 }) }

  /// Writes a document in JSON, its bytes as they are unless a runner could take them for commands.
  func write(document bytes: [UInt8]) {
    write(isReadByRunner ? HiddenCharacters.escapedInJSON(bytes) : bytes, to: resultDescriptor.withLock { $0 })
  }

  /// Writes commands to the runner that reads standard output; everything foreign in them is escaped.
  func write(commands text: String) { write(Array(text.utf8), to: resultDescriptor.withLock { $0 }) }

  /// Says something besides the result, with hidden characters made visible.
  func say(_ text: String) { write(safe(text), to: FileAccess.standardError) }

  private func safe(_ text: String) -> [UInt8] {
    let text = HiddenCharacters.shown(in: text)
    return Array((isReadByRunner ? WorkflowCommands.harmless(text) : text).utf8)
  }

  /// Shows a line that the next output draws over; nothing where that is not possible, or under `-q`.
  ///
  /// - Parameter line: Makes the line for so many columns, in plain text.
  func showPassing(_ line: (_ width: Int) -> String) {
    guard canDrawOver, !isQuiet else { return }
    let text = line((FileAccess.terminalWidth(FileAccess.standardError) ?? 80) - 1)
    let bytes = filter.bytes(Array((Self.erase + HiddenCharacters.shown(in: text)).utf8))
    passing.withLock { isShown in
      put(bytes, to: FileAccess.standardError)
      isShown = true
    }
  }

  /// Takes the line of ``showPassing(_:)`` away.
  func clearPassing() { write([], to: FileAccess.standardError) }

  /// To the first column, and erase to the right end (ECMA-48, EL).
  private static let erase = "\r\u{1B}[K"

  /// Says what `-q` silences.
  func note(_ line: String) {
    if !isQuiet { say(line + "\n") }
  }

  /// Reports problems, with a count below when there are several.
  func report(_ diagnostics: [Diagnostic]) {
    guard !diagnostics.isEmpty else { return }
    var text = DiagnosticReport(style: talkStyle).text(diagnostics.map(visible))
    if diagnostics.count > 1 { text += "\n\(DiagnosticReport.count(of: diagnostics))\n" }
    say(text)
  }

  /// The problem as it may be seen.
  func visible(_ problem: Diagnostic) -> Diagnostic { filter.redaction?.diagnostic(problem) ?? problem }

  private func write(_ text: [UInt8], to descriptor: Int32) {
    let bytes = filter.bytes(text)
    passing.withLock { isShown in
      if isShown { put(Array(Self.erase.utf8), to: FileAccess.standardError) }
      isShown = false
      put(bytes, to: descriptor)
    }
  }

  private func put(_ bytes: [UInt8], to descriptor: Int32) {
    if bytes.isEmpty { return }
    do throws(FileAccessError) {
      try FileAccess.write(bytes, toDescriptor: descriptor)
    } catch .brokenPipe {
      // Nobody wants to read on.
    } catch {
      errors.withLock { $0 = $0 ?? error }
    }
  }
}
