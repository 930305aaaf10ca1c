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

/// Standard output for the result, and standard error for everything else.
///
/// Each text is composed first and then written at once. A closed pipe (`segplan | head`) is not an error and must not
/// stop an apply halfway. Any other failure is reported at the end of the run.
final class Console: Sendable {
  /// The style of the result.
  let style: TextStyle
  /// The style of standard error.
  private let errorStyle: TextStyle
  /// Whether to leave out notes and progress.
  let isQuiet: Bool
  /// Whether a person can answer questions.
  let canAsk: Bool
  private let filter: OutputFilter
  /// Whether a CI runner reads the output and could mistake lines for its commands.
  private let isReadByRunner: Bool
  private let errors = Mutex<FileAccessError?>(nil)
  /// Whether the screen shows a line that the next output draws over.
  private let passing = Mutex(false)
  /// Whether standard error is a terminal, where lines can be drawn over.
  let canDrawOver = FileAccess.isTerminal(FileAccess.standardError)
  private let resultDescriptor = Mutex(FileAccess.standardOutput)

  init(color: ColorChoice, isQuiet: Bool, environment: [String: String], filter: OutputFilter) {
    self.filter = filter
    isReadByRunner = environment["GITHUB_ACTIONS"]?.lowercased() == "true" || environment["TF_BUILD"]?.isEmpty == false
    style = TextStyle(isColored: Self.isColored(color, FileAccess.standardOutput, environment))
    errorStyle = TextStyle(isColored: Self.isColored(color, FileAccess.standardError, environment))
    self.isQuiet = isQuiet
    canAsk = FileAccess.isTerminal(FileAccess.standardInput)
  }

  /// https://no-color.org: no colour if it is set and not empty, unless the command line says otherwise.
  private static func isColored(_ color: ColorChoice, _ descriptor: Int32, _ environment: [String: String]) -> Bool {
    switch color {
    case .always: true
    case .never: false
    case .auto: FileAccess.isTerminal(descriptor) && (environment["NO_COLOR"] ?? "").isEmpty && environment["TERM"] != "dumb"
    }
  }

  /// Why output was lost, other than by a closed pipe; `nil` if none was.
  var outputFailure: FileAccessError? { errors.withLock { $0 } }

  /// Sends the result to standard error from now on, because a report uses standard output.
  func leaveStandardOutput() { resultDescriptor.withLock { $0 = FileAccess.standardError } }

  /// Writes a part of the result, text or JSON, with hidden characters made visible.
  func write(_ text: String) { write(safe(text), to: resultDescriptor.withLock { $0 }) }

  /// Writes a JSON document as it is, unless a runner could mistake it for commands.
  func write(document bytes: [UInt8]) {
    write(isReadByRunner ? HiddenCharacters.escapedInJSON(bytes) : bytes, to: resultDescriptor.withLock { $0 })
  }

  /// Writes commands to the runner that reads standard output; foreign text in them is already escaped.
  func write(commands text: String) { write(Array(text.utf8), to: resultDescriptor.withLock { $0 }) }

  /// Writes to standard error, with hidden characters made visible.
  func say(_ text: String) { write(safe(text), to: FileAccess.standardError) }

  private func safe(_ text: String) -> [UInt8] {
    let text = HiddenCharacters.shown(in: text)
    return Array((isReadByRunner ? WorkflowCommands.harmless(text) : text).utf8)
  }

  /// Shows a line of plain text that the next output draws over, on a terminal and without `-q`.
  func showPassing(_ line: (_ width: Int) -> String) {
    guard canDrawOver, !isQuiet else { return }
    let text = line((FileAccess.terminalWidth(FileAccess.standardError) ?? 80) - 1)
    let bytes = filter.bytes(Array((Self.erase + HiddenCharacters.shown(in: text)).utf8))
    passing.withLock { isShown in
      put(bytes, to: FileAccess.standardError)
      isShown = true
    }
  }

  /// Removes the line of ``showPassing(_:)``.
  func clearPassing() { write([], to: FileAccess.standardError) }

  /// Goes to the first column and erases to the end of the line (ECMA-48, EL).
  private static let erase = "\r\u{1B}[K"

  /// Writes a line to standard error, except with `-q`.
  func note(_ line: String) {
    if !isQuiet { say(line + "\n") }
  }

  /// Reports problems, with a count below when there are several.
  func report(_ diagnostics: [Diagnostic]) {
    guard !diagnostics.isEmpty else { return }
    var text = DiagnosticReport(style: errorStyle).text(diagnostics.map(visible))
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
      // The reader has closed the pipe.
    } catch {
      errors.withLock { $0 = $0 ?? error }
    }
  }
}

/// The filter of all text that leaves the process: output, errors, logs, reports, events, messages and metrics.
///
/// It removes credentials, and personal data with `--redact-members`. It does not filter states and plan files.
struct OutputFilter: Sendable {
  /// A longer file does not hold a token.
  private static let maximumTokenFile = 16 << 10

  /// Removes personal data; `nil` if it may be seen.
  let redaction: MemberRedaction?
  private let credentials: CredentialFilter

  /// Learns the credentials in the environment, and in the token files that it names.
  init(redaction: MemberRedaction?, environment: [String: String]) {
    self.redaction = redaction
    let known = KnownCredentials.ofProcess
    known.add(of: environment)
    let files = [StoreEnvironment.token.fileVariable, "GITHUB_TOKEN_FILE", "GITLAB_TOKEN_FILE", "AWS_WEB_IDENTITY_TOKEN_FILE"]
    for name in files {
      guard let path = environment[name] else { continue }
      // Without such a file, the variable may hold the token itself.
      if (try? FileAccess.isThere(path)) != true { known.add(path) }
      // A file that cannot be read is reported where it is needed.
      guard let bytes = try? FileAccess.read(path, limit: Self.maximumTokenFile) else { continue }
      known.add(String(decoding: bytes, as: UTF8.self))
    }
    credentials = CredentialFilter(known)
  }

  func bytes(_ text: [UInt8]) -> [UInt8] {
    let text = credentials.bytes(text)
    return redaction?.bytes(text) ?? text
  }

  func text(_ text: String) -> String { String(decoding: bytes(Array(text.utf8)), as: UTF8.self) }
}
