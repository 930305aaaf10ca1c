/// A segment as the store lists it now, without its members.
package struct LiveSegment: Hashable, Sendable {
  package let id: SegmentID
  package let name: String
  /// Empty when there is none.
  package let description: String

  package init(id: SegmentID, name: String, description: String) {
    self.id = id
    self.name = name
    self.description = description
  }
}
