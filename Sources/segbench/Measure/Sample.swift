/// What one work took, measured in a process of its own.
struct Sample: Codable, Sendable {
  /// Which work, by its ``Work``'s name.
  let work: String
  /// How many members it was about.
  let members: Int
  /// The median of the runs, in seconds.
  let wall: Double
  /// CPU time of a run, user and system, in seconds: the median.
  let cpu: Double
  /// The most memory that the working process had at once, its input included, in bytes; `nil` where the system does not tell.
  let peak: Int?
  /// The median of what the work cannot be faster than, in seconds; `nil` where there is no such thing.
  let floor: Double?
  /// Further findings by name, such as counts of requests.
  var facts: [String: Double] = [:]

  /// How many times the floor the work takes.
  var ratio: Double? { floor.map { wall / $0 } }
  var nanosecondsPerMember: Double { wall * 1e9 / Double(max(members, 1)) }
  var bytesPerMember: Double? { peak.map { Double($0) / Double(max(members, 1)) } }
}
