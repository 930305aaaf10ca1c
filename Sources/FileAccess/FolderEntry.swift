/// A name in a folder, and what it stands for.
package struct FolderEntry: Hashable, Sendable {
  package let name: String
  /// Whether it is a folder, or a link to one.
  package let isFolder: Bool
  /// Whether it is a symbolic link.
  package let isLink: Bool
}
