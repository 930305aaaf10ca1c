package import SegmentModel

/// Why the store refuses a request.
///
/// These are facts; `ErrorBodies.swift` has their statuses and words.
package enum StoreRefusal: Error, Hashable, Sendable {
  // The request itself.
  case notFound(path: String)
  case methodNotAllowed(method: String)
  case unauthorized
  case forbidden
  case tooManyInFlight
  case overQuota
  case bodyTooLarge(limit: Int)
  case addressTooLong(limit: Int)
  case notJSON
  case malformedBody(reason: String)

  // What it asks for.
  case invalidPage(parameter: String)
  case invalidIDs([String])
  case invalidParameter(name: String, value: String)
  case noItems
  case invalidField(item: Int, field: String)
  case tooManyMembers(Int)
  case tooManySegments
  case unknownSegments([SegmentID])
  case unknownProfiles([ShopperProfileID])
  /// As ``unknownProfiles(_:)``, for a store that answers 404.
  case profilesNotFound([ShopperProfileID])
  case unknownCustomers([Int])
  case customersHaveProfiles([Int])
  case segmentNameTaken(String, count: Int)
  /// These of `count` are already members; `added` of the others were added anyway.
  case alreadyMembers([ShopperProfileID], of: SegmentID, count: Int, added: Int)
  /// Some of `count` are already members; the answer does not name them.
  case someAlreadyMembers(count: Int)

  // Faults.
  case overloaded
  case failed(status: Int)
}
