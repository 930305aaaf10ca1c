package import SegmentModel

/// Why the store does not do what a request asks.
///
/// Facts; `ErrorBodies.swift` has the statuses and the words.
package enum StoreRefusal: Error, Hashable, Sendable {
  // The request as such.
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
  /// A value of a parameter that is not one of those that it takes.
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
  /// These of `count` are members already; `added` of the others were made members all the same.
  case alreadyMembers([ShopperProfileID], of: SegmentID, count: Int, added: Int)
  /// Some of `count` are members already; nobody says which.
  case someAlreadyMembers(count: Int)

  // What goes wrong by itself.
  case overloaded
  case failed(status: Int)
}
