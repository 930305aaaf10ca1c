import SegmentModel
import StoreClient

/// Answers of the store.
///
/// An input is a line `shape status name=value name=value …`, followed by the body.
enum AnswerFuzzing {
  static func problem(with input: [UInt8]) -> String? {
    let end = input.firstIndex(of: UInt8(ascii: "\n")) ?? input.count
    let words = String(decoding: input[..<end], as: UTF8.self).split(separator: " ")
    let body = Array(input[min(end + 1, input.count)...])
    let status = words.dropFirst().first.flatMap { Int($0) } ?? 200
    var headers: [String: String] = [:]
    for word in words.dropFirst(2) {
      let parts = word.split(separator: "=", maxSplits: 1).map(String.init)
      headers[parts.first ?? ""] = parts.last
    }
    let named = words.first.flatMap { AnswerReading.Shape(rawValue: String($0)) }
    for shape in named.map({ [$0] }) ?? AnswerReading.Shape.allCases {
      do throws(StoreError.Kind) {
        let ids = try AnswerReading.ids(in: body, status: status, headers: headers, as: shape)
        let isList = shape == .segments || shape == .members || shape == .customers
        if isList, status == 200, Set(ids).count != ids.count { return "a list with an id twice" }
        for id in ids where shape == .members && ShopperProfileID(id)?.description != id { return "an invalid id" }
      } catch {
        if case .malformed(let expected) = error, expected.isEmpty { return "an error without a message" }
      }
    }
    return nil
  }
}
