/// Something that happens once.
///
/// One task may wait for it, and goes on then or when it is cancelled.
package final class Occurrence: Sendable {
  private let stream: AsyncStream<Never>
  private let continuation: AsyncStream<Never>.Continuation

  package init() { (stream, continuation) = AsyncStream.makeStream() }

  package func give() { continuation.finish() }

  package func wait() async {
    for await _ in stream {}
  }
}
