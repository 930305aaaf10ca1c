import SegmentModel

/// Carries out requests on the store.
struct EndpointHandler {
  /// Decide how unknown profiles and conflicts are answered, which the vendor's documents leave open.
  let faults: ActiveFaults
  /// Decides how a list is wrong.
  let disturbance: Disturbance
  /// What lists of members do not show yet.
  let hidden: HiddenChanges

  /// Carries out a request.
  ///
  /// - Throws: ``StoreRefusal``; the store is then unchanged, except by an add that was done in part.
  func answer(_ endpoint: StoreEndpoint, _ request: ReceivedRequest, _ store: inout Store) throws(StoreRefusal) -> StoreAnswer {
    let query = Query(request.query)
    // Only these have a body.
    if request.method == "POST" || request.method == "PUT" { try requireJSON(request) }
    switch endpoint {
    case .listSegments:
      let filter = try query.ids(SegmentID.self)
      let page = try page(try query.page()) { store.listSegments($0, filter: filter) }
      return StoreAnswer(status: 200, body: ResponseBodies.collection(page))
    case .createSegments:
      return StoreAnswer(status: 201, body: ResponseBodies.segments(try store.createSegments(try request.segmentDrafts())))
    case .updateSegments:
      return StoreAnswer(status: 201, body: ResponseBodies.segments(try store.updateSegments(try request.segmentChanges())))
    case .deleteSegments:
      store.deleteSegments(try query.ids(SegmentID.self))
      return StoreAnswer(status: 204)
    case .listMembers(let segment):
      let page = try page(try query.page()) { request throws(StoreRefusal) in
        try store.listMembers(of: segment, request, without: hidden)
      }
      return StoreAnswer(status: 200, body: ResponseBodies.profiles(page))
    case .addMembers(let segment):
      let ids = try request.profileIDs()
      let unknown = faults.unknownProfileAnswer(for: .add) ?? .unprocessable
      let added = try store.addMembers(ids, to: segment, unknownProfiles: unknown, conflicts: faults.conflictStyle)
      return StoreAnswer(status: 201, body: ResponseBodies.profiles(added, meta: nil))
    case .removeMembers(let segment):
      let ids = try query.ids(ShopperProfileID.self)
      let unknown = faults.unknownProfileAnswer(for: .remove) ?? .dropped
      try store.removeMembers(ids, from: segment, unknownProfiles: unknown)
      return StoreAnswer(status: 204)
    case .listProfiles:
      return StoreAnswer(status: 200, body: ResponseBodies.profiles(store.listProfiles(try query.page())))
    case .createProfiles:
      let created = try store.createProfiles(customers: try request.customers())
      return StoreAnswer(status: 201, body: ResponseBodies.profiles(created, meta: Array("{}".utf8)))
    case .deleteProfiles:
      store.deleteProfiles(try query.ids(ShopperProfileID.self))
      return StoreAnswer(status: 204)
    case .listSegmentsOfProfile(let profile):
      let page = try store.listSegments(of: profile, try query.page(), without: hidden)
      return StoreAnswer(status: 200, body: ResponseBodies.collection(page))
    case .listPromotions:
      let page = store.listPromotions(try query.page(), status: query.value(of: "status"))
      return StoreAnswer(status: 200, body: ResponseBodies.collection(page))
    case .listCustomers:
      let page = store.listCustomers(try query.page(), ids: try query.customerIDs(), emails: try query.emails())
      return StoreAnswer(status: 200, body: ResponseBodies.customers(page, in: store, hasProfiles: try query.includesProfiles()))
    }
  }

  /// Reads a page, and disturbs it.
  private func page<Record>(
    _ request: PageRequest,
    _ read: (PageRequest) throws(StoreRefusal) -> Page<Record>
  ) throws(StoreRefusal) -> Page<Record> {
    var page = try read(request)
    page.totalOffset = disturbance.totalOffset
    guard disturbance.repeatsRecord, request.number > 1, !page.records.isEmpty else { return page }
    let previous = try read(PageRequest(number: request.number - 1, limit: request.limit))
    if let last = previous.records.last { page.records[0] = last }
    return page
  }

  private func requireJSON(_ request: ReceivedRequest) throws(StoreRefusal) {
    let type = request.contentType?.prefix { $0 != ";" }.lowercased() ?? ""
    guard type.split(separator: " ").first == "application/json" else { throw .notJSON }
  }
}
