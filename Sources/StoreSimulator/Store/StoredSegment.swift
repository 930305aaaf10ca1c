package import SegmentModel

/// A segment as the store keeps it; its members are kept apart.
package struct StoredSegment: Hashable, Sendable {
  package let id: SegmentID
  /// Unique in the store, to the byte.
  package internal(set) var name: String
  /// Empty when none was given.
  package internal(set) var description: String
  /// When it was created.
  package let createdAt: Timestamp
  /// When its name or description was last set; its members do not count.
  package internal(set) var updatedAt: Timestamp

  package init(id: SegmentID, name: String, description: String, createdAt: Timestamp, updatedAt: Timestamp) {
    self.id = id
    self.name = name
    self.description = description
    self.createdAt = createdAt
    self.updatedAt = updatedAt
  }
}

/// What a `POST /segments` asks for.
package struct SegmentDraft: Hashable, Sendable {
  package let name: String
  /// Empty when the request has none.
  package let description: String

  package init(name: String, description: String = "") {
    self.name = name
    self.description = description
  }
}

/// What a `PUT /segments` asks for; `nil` leaves a field as it is.
package struct SegmentChange: Hashable, Sendable {
  package let id: SegmentID
  /// The new name.
  package let name: String?
  /// The new description; empty takes it away.
  package let description: String?

  package init(id: SegmentID, name: String? = nil, description: String? = nil) {
    self.id = id
    self.name = name
    self.description = description
  }
}
