package import SegmentModel

extension StoreClient {
  /// Creates a shopper profile for each of these customers: `POST /shopper-profiles`.
  ///
  /// Sent again like every other request when no answer came. That harms nothing, since a customer has one profile at most; but if the first
  /// attempt got through, the second is refused, because the profiles exist. So an error that says `rejected` or `conflict` does not tell
  /// that nothing was created: whoever calls looks the customers up again, and goes on with those that still have no profile.
  ///
  /// - Returns: The new profiles by customer. A customer that is missing here was dropped without a word; a profile for anybody else is left
  ///   out.
  /// - Throws: ``StoreError``: `rejected` or `conflict` when a customer does not exist or has a profile; `CancellationError`.
  package func createProfiles(_ batch: CustomerBatch) async throws -> [CustomerID: ShopperProfileID] {
    let wanted = Set(batch.customers)
    var created: [CustomerID: ShopperProfileID] = [:]
    for profile in try await answer(WireRecords<WireCreatedProfile>.self, to: .createProfiles(batch)).data
    where wanted.contains(profile.customerID.id) {
      guard created.updateValue(profile.id.id, forKey: profile.customerID.id) ?? profile.id.id == profile.id.id else {
        throw StoreError(StoreCall(.createProfiles(batch)), .malformed(expected: "one shopper profile a customer"))
      }
    }
    guard Set(created.values).count == created.count else {
      throw StoreError(StoreCall(.createProfiles(batch)), .malformed(expected: "a shopper profile of its own for each customer"))
    }
    return created
  }
}
