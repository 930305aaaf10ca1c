import SegmentModel

/// Does what a request asks of the store. Pure: no waiting, no counting, no faults.
struct EndpointHandler {
  /// How an unknown profile in an add is answered.
  var unknownProfiles = UnknownProfileAnswer.unprocessable

  /// - Throws: ``StoreRefusal``; the store is then as it was.
  func answer(_ endpoint: StoreEndpoint, _ request: StoreRequest, _ store: inout Store) throws(StoreRefusal) -> StoreAnswer {
    let query = Query(request.query)
    if endpoint.takesBody { try requireJSON(request) }
    switch endpoint {
    case .listSegments:
      let page = store.listSegments(try query.page, filter: try query.ids(SegmentID.self))
      return StoreAnswer(status: 200, body: ResponseBodies.segments(page))
    case .createSegments:
      let created = try store.createSegments(try RequestBodies.segmentDrafts(request.body))
      return StoreAnswer(status: 201, body: ResponseBodies.segments(created))
    case .updateSegments:
      let updated = try store.updateSegments(try RequestBodies.segmentChanges(request.body))
      return StoreAnswer(status: 201, body: ResponseBodies.segments(updated))
    case .deleteSegments:
      store.deleteSegments(try query.ids(SegmentID.self))
      return StoreAnswer(status: 204)
    case .listMembers(let segment):
      let page = try store.listMembers(of: segment, try query.page)
      return StoreAnswer(status: 200, body: ResponseBodies.profiles(page))
    case .addMembers(let segment):
      let ids = try RequestBodies.profileIDs(request.body)
      let added = try store.addMembers(ids, to: segment, unknownProfiles: unknownProfiles)
      return StoreAnswer(status: 201, body: ResponseBodies.added(added))
    case .removeMembers(let segment):
      _ = try store.removeMembers(try query.ids(ShopperProfileID.self), from: segment)
      return StoreAnswer(status: 204)
    case .listProfiles:
      return StoreAnswer(status: 200, body: ResponseBodies.profiles(store.listProfiles(try query.page)))
    case .createProfiles:
      let created = try store.createProfiles(customers: try RequestBodies.customers(request.body))
      return StoreAnswer(status: 201, body: ResponseBodies.profiles(created))
    case .deleteProfiles:
      store.deleteProfiles(try query.ids(ShopperProfileID.self))
      return StoreAnswer(status: 204)
    case .listSegmentsOfProfile(let profile):
      let page = try store.listSegments(of: profile, try query.page)
      return StoreAnswer(status: 200, body: ResponseBodies.segments(page))
    }
  }

  private func requireJSON(_ request: StoreRequest) throws(StoreRefusal) {
    let type = request.contentType?.prefix { $0 != ";" }.lowercased() ?? ""
    guard type.split(separator: " ").first == "application/json" else { throw .notJSON }
  }
}
