/// Why a work has no figures.
struct WorkFailure: Error, CustomStringConvertible {
  let description: String

  init(_ description: String) { self.description = description }
}
