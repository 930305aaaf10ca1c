package import Diagnostics
package import SegmentModel

/// The values of one file of a list, each with its place: 16 bytes for a shopper profile id.
package struct MemberListFile: Sendable {
  /// What the file lists, in its order; a value that stands there twice is here twice.
  package enum Values: Hashable, Sendable {
    case profiles([ShopperProfileID])
    case customers([CustomerReference])

    /// Empty for a list of customers.
    var profiles: [ShopperProfileID] { if case .profiles(let ids) = self { ids } else { [] } }

    /// Empty for a list of profiles.
    var customers: [CustomerReference] { if case .customers(let references) = self { references } else { [] } }
  }

  /// The file, as the user would name it: the manifest's folder joined with the path in the manifest.
  package let path: String
  package let kind: MemberListKind
  package let values: Values
  /// The line of each value, from 1, in the first column; as many as there are values.
  ///
  /// Columns are not told: a line says enough.
  let places: MemberPlaces

  /// How many values the file has, repetitions counted.
  package var count: Int { places.count }

  init(path: String, kind: MemberListKind, values: Values, places: MemberPlaces) {
    self.path = path
    self.kind = kind
    self.values = values
    self.places = places
  }

  /// The beginning of the line that has the value with this index.
  ///
  /// O(log n).
  package func range(at index: Int) -> SourceRange {
    let start = places[index]
    return SourceRange(file: path, start: start, end: SourcePosition(line: start.line, column: start.column + 1))
  }
}
