import SegmentModel
import TestSupport

/// Answers as the vendor's documents show them (segments.v3.yml).
enum WireText {
  /// The profiles as the elements of `data`, with the fields that nobody here reads.
  static func profiles(_ ids: some Sequence<ShopperProfileID>) -> String {
    ids.map { id in
      """
      {"id": "\(id)", "customer_id": 7, "created_at": "2024-01-01T00:00:00Z", "updated_at": "2024-01-01T00:00:00Z"}
      """
    }.joined(separator: ", ")
  }

  /// A segment as an element of `data`.
  static func segment(_ id: SegmentID, name: String, description: String = "") -> String {
    """
    {"id": "\(id)", "name": "\(name)", "description": "\(description)", "created_at": "2024-01-01T00:00:00Z", \
    "updated_at": "2024-01-01T00:00:00Z", "a_field_of_next_year": [1, {"x": null}]}
    """
  }

  /// A body with `data` and nothing to be said of pages.
  static func records(_ data: String) -> String { #"{"data": [\#(data)], "meta": {}}"# }

  /// The page that the request asks for, of a list of profiles.
  static func page(of list: [ShopperProfileID], for request: RecordedRequest) -> String {
    let start = min((request.page - 1) * request.limit, list.count)
    let records = list[start..<min(start + request.limit, list.count)]
    return page(
      profiles(records),
      total: list.count,
      count: records.count,
      perPage: request.limit,
      currentPage: request.page,
      totalPages: (list.count + request.limit - 1) / request.limit
    )
  }

  /// A page of a list; what is `nil` is not in it.
  static func page(
    _ data: String,
    total: Int? = nil,
    count: Int? = nil,
    perPage: Int? = nil,
    currentPage: Int? = nil,
    totalPages: Int? = nil,
    next: String? = nil
  ) -> String {
    let link = next.map { #", "next": "\#($0)""# } ?? ""
    let fields: [(String, Int?)] = [
      ("total", total), ("count", count), ("per_page", perPage), ("current_page", currentPage), ("total_pages", totalPages),
    ]
    let known = fields.compactMap { name, value in value.map { #", "\#(name)": \#($0)"# } }.joined()
    return #"{"data": [\#(data)], "meta": {"pagination": {"links": {"current": "?page=1"\#(link)}\#(known)}}}"#
  }

  /// The 409 of an add: the vendor's own example, a text a profile that is a member already.
  static func conflict(_ texts: [String]) -> String {
    let errors = texts.enumerated().map { #""\#($0.offset)": "\#($0.element)""# }.joined(separator: ", ")
    return """
      {"data": [], "errors": [{"status": 409, "title": "Unable to add shopper profiles to segment due to conflicts.", \
      "type": "https://developer.bigcommerce.com/api-docs/getting-started/api-status-codes", "errors": {\(errors)}}], \
      "meta": {"total": \(texts.count), "success": 0, "failed": \(texts.count)}}
      """
  }
}
