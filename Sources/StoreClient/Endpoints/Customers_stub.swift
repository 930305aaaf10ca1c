package import SegmentModel
package struct StoreCustomer: Hashable, Sendable {
  package let id: CustomerID
  package let email: EmailAddress?
  package let profileID: ShopperProfileID?
}
extension StoreClient {
  package func customers(matching references: [CustomerReference]) async throws(StoreError) -> [StoreCustomer] { [] }
  package func createProfiles(_ batch: CustomerBatch) async throws(StoreError) -> [CustomerID: ShopperProfileID] { [:] }
}
