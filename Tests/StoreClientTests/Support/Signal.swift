/// Something that happens once.
///
/// One task may wait for it, and goes on then or when it is cancelled.
final class Signal: Sendable {
  private let stream: AsyncStream<Never>
  private let continuation: AsyncStream<Never>.Continuation

  init() { (stream, continuation) = AsyncStream.makeStream() }

  func give() { continuation.finish() }

  func wait() async {
    for await _ in stream {}
  }
}
