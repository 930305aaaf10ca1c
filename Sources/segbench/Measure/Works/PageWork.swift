import SegmentModel
import StoreClient

/// Decodes pages of 250 records, against Foundation's decoder on the same bytes.
struct PageWork {
  private static let recordsAPage = 250

  private let settings: WorkSettings

  init(_ settings: WorkSettings) { self.settings = settings }

  func samples() async throws -> [Sample] {
    let ids = MadeUpMembers.random(settings.members)
    let pages = stride(from: 0, to: ids.count, by: Self.recordsAPage).map { start in
      page(ids[start..<min(start + Self.recordsAPage, ids.count)], number: start / Self.recordsAPage + 1)
    }
    // Foundation's decoder takes long enough with a tenth of them.
    let part = pages.prefix(max(pages.count / 10, 1))
    let share = Double(part.count) / Double(max(pages.count, 1))
    var sample = try await settings.measurement.sample(
      .pages,
      members: settings.members,
      floor: { try decode(part, .decoderOnly) },
      body: { _ in try decode(pages[...], .standard) }
    )
    if let floor = sample.floorCPU { sample.facts["decoderCPU"] = floor / share }
    sample = Sample(
      work: sample.work,
      members: sample.members,
      wall: sample.wall,
      cpu: sample.cpu,
      peak: sample.peak,
      floor: nil,
      facts: sample.facts
    )
    return [sample]
  }

  private func decode(_ pages: ArraySlice<[UInt8]>, _ reading: MemberPage.Reading) throws {
    for page in pages where try MemberPage(page, reading: reading).total != settings.members {
      throw WorkFailure("a page was not read")
    }
  }

  /// A page as the vendor's documents show it.
  private func page(_ ids: ArraySlice<ShopperProfileID>, number: Int) -> [UInt8] {
    let records = ids.enumerated().map { offset, id in
      """
      {"id":"\(id)","customer_id":\(1_000 + offset),"created_at":"2024-01-01T00:00:00Z","updated_at":"2024-01-01T00:00:00Z"}
      """
    }
    let count = settings.members
    let text = """
      {"data":[\(records.joined(separator: ","))],"meta":{"pagination":{"total":\(count),"count":\(ids.count),\
      "per_page":\(Self.recordsAPage),"current_page":\(number),"total_pages":\((count + Self.recordsAPage - 1) / Self.recordsAPage),\
      "links":{"current":"?page=\(number)&limit=\(Self.recordsAPage)"}}}}
      """
    return Array(text.utf8)
  }
}
