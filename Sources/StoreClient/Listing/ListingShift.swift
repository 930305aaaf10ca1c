/// Why a reading of a list does not prove itself complete.
enum ListingShift: Error, Hashable {
  /// Two pages report different totals; `nil` is a page that reports none.
  case totalChanged(from: Int?, to: Int?)
  /// The store sent another page than the one that was asked for.
  case otherPage(asked: Int, got: Int)
  /// The number of records on a page differs from the number that the page states.
  case pageCount(number: Int, stated: Int, got: Int)
  /// A page that the first page counted is missing.
  case pageGone(number: Int)
  /// A page holds more records than were asked for.
  case overfull(number: Int, asked: Int, got: Int)
  /// There are more pages than records.
  case tooManyPages(total: Int, pages: Int)
  case repetition
  /// The number of records differs from the total.
  case total(stated: Int, got: Int)
  /// The store counts more records than the maximum of such a list.
  case tooLong(stated: Int, maximum: Int)
  /// The list goes on after the maximum of such a list.
  case endless(maximum: Int)
  /// The pages hold so few records that the list may never end.
  case thinPages(pages: Int, records: Int)

  /// Whether another reading would fail in the same way, after as many requests.
  var isFinal: Bool {
    switch self {
    case .tooLong, .endless, .thinPages: true
    case .totalChanged, .otherPage, .pageCount, .pageGone, .overfull, .tooManyPages, .repetition, .total: false
    }
  }
}

extension ListingShift: CustomStringConvertible {
  /// The reason as the end of a sentence.
  var description: String {
    switch self {
    case .totalChanged(let old, let new):
      "the total changed from \(Self.text(old)) to \(Self.text(new)) while reading"
    case .otherPage(let asked, let got):
      "the store sent page \(got) when asked for page \(asked)"
    case .pageCount(let number, let stated, let got):
      "page \(number) says that it holds \(stated) records, \(got) came"
    case .pageGone(let number):
      "page \(number) was gone when it was asked for"
    case .overfull(let number, let asked, let got):
      "page \(number) holds \(got) records, \(asked) were asked for"
    case .tooManyPages(let total, let pages):
      "the store counts \(total) records on \(pages) pages"
    case .repetition:
      "a record came twice"
    case .total(let stated, let got):
      "the store counts \(stated) records, \(got) came"
    case .tooLong(let stated, let maximum):
      "the store counts \(stated) records, and such a list has at most \(maximum)"
    case .endless(let maximum):
      "the list goes on after \(maximum) records"
    case .thinPages(let pages, let records):
      "the first \(pages) pages hold only \(records) records, and the list goes on"
    }
  }

  private static func text(_ total: Int?) -> String { total.map { "\($0)" } ?? "none" }
}
