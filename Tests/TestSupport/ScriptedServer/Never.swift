/// Returns only when the task is cancelled, with an error.
package func never() async throws {
  let (stream, continuation) = AsyncStream.makeStream(of: Never.self)
  defer { continuation.finish() }
  for await _ in stream {}
  throw CancellationError()
}
