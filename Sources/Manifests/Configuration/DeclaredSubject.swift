package import SegmentModel

/// What a manifest or a list names members by.
package protocol DeclaredSubject: Hashable, Sendable {
  /// How many columns it fills where it is declared.
  var columns: Int { get }
}

extension ShopperProfileID: DeclaredSubject {
  package var columns: Int { UUIDBits.textLength }
}

extension CustomerReference: DeclaredSubject {
  package var columns: Int {
    switch self {
    case .id(let id): id.description.utf8.count
    case .email(let email): email.text.unicodeScalars.count
    }
  }
}
