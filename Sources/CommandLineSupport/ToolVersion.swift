/// The release that this is.
package enum ToolVersion {
  package static let current = "0.1.0"
}
