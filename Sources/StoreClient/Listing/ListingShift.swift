/// Why a reading of a list does not prove itself complete.
enum ListingShift: Error, Hashable {
  /// Two pages report different totals; `nil` is a page that reports none.
  case totalChanged(from: Int?, to: Int?)
  /// Another page than the one that was asked for came.
  case otherPage(asked: Int, got: Int)
  /// A page holds another number of records than it says.
  case pageCount(number: Int, stated: Int, got: Int)
  /// A page that the first one promised is not there.
  case pageGone(number: Int)
  /// There are more pages than records.
  case tooManyPages(total: Int, pages: Int)
  /// A record came twice.
  case repetition
  /// There are more or fewer records than the total says.
  case total(stated: Int, got: Int)
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
    case .tooManyPages(let total, let pages):
      "the store counts \(total) records on \(pages) pages"
    case .repetition:
      "a record came twice"
    case .total(let stated, let got):
      "the store counts \(stated) records, \(got) came"
    }
  }

  private static func text(_ total: Int?) -> String { total.map { "\($0)" } ?? "none" }
}
