/// Why a reading of a list does not prove itself complete.
struct ListingShift: Error, Hashable, CustomStringConvertible {
  /// The reason as the end of a sentence.
  let description: String
  /// Whether another reading would fail in the same way, after as many requests.
  private(set) var isFinal = false

  /// Two pages report different totals; `nil` is a page that reports none.
  static func totalChanged(from old: Int?, to new: Int?) -> Self {
    func text(_ total: Int?) -> String { total.map { "\($0)" } ?? "none" }
    return Self(description: "the total changed from \(text(old)) to \(text(new)) while reading")
  }

  /// The store sent another page than the one that was asked for.
  static func otherPage(asked: Int, got: Int) -> Self {
    Self(description: "the store sent page \(got) instead of page \(asked)")
  }

  /// The number of records on a page differs from the number that the page states.
  static func pageCount(number: Int, stated: Int, got: Int) -> Self {
    Self(description: "page \(number) states \(stated) records, but has \(got)")
  }

  /// A page that the first page counted is missing.
  static func pageGone(number: Int) -> Self { Self(description: "page \(number) no longer exists") }

  /// A page holds more records than were asked for.
  static func overfull(number: Int, asked: Int, got: Int) -> Self {
    Self(description: "page \(number) has \(got) records, but the request asked for \(asked)")
  }

  /// There are more pages than records.
  static func tooManyPages(total: Int, pages: Int) -> Self {
    Self(description: "the store states \(total) records on \(pages) pages")
  }

  static let repetition = Self(description: "a record appears twice")

  /// The number of records differs from the total.
  static func total(stated: Int, got: Int) -> Self {
    Self(description: "the store states \(stated) records, but sent \(got)")
  }

  /// The store counts more records than the maximum of such a list.
  static func tooLong(stated: Int, maximum: Int) -> Self {
    Self(description: "the store states \(stated) records, but such a list has at most \(maximum)", isFinal: true)
  }

  /// The list goes on after the maximum of such a list.
  static func endless(maximum: Int) -> Self { Self(description: "the list continues after \(maximum) records", isFinal: true) }

  /// The pages hold so few records that the list may never end.
  static func thinPages(pages: Int, records: Int) -> Self {
    Self(description: "the first \(pages) pages have only \(records) records, and the list continues", isFinal: true)
  }
}
