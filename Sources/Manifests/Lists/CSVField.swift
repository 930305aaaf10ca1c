/// A field of a CSV file, as it stands there.
struct CSVField {
  enum Flaw: Hashable, Sendable {
    /// A quote inside a field that does not begin with one, or something behind the closing quote.
    case strayQuote
    /// The file ends before the closing quote.
    case openQuote
  }

  /// The bytes of the content: between the quotes, if it has them.
  var content: Range<Int>
  /// Whether pairs of quotes in the content stand for one each.
  var hasDoubledQuotes = false
  var isQuoted = false
  /// The line that it begins in.
  var place: ListPlace
  /// Whether it is the last one of its row.
  var endsRow = false
  /// The first thing that RFC 4180 does not allow, and where.
  var flaw: (Flaw, offset: Int, place: ListPlace)?
}
