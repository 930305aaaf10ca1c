import Crypto
import FileAccess

/// Where the journal of a state lies that is not a local file.
enum JournalPath {
  /// A hidden file's name would hide what a person may need to know of.
  private static let longestName = 80

  /// A file in this folder that is named after the state, by its location as a person may see it, without secrets.
  static func path(for location: String, in folder: String = ".") -> String {
    let name = location.utf8.map { byte -> Character in
      switch byte {
      case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "0")...UInt8(ascii: "9"):
        Character(Unicode.Scalar(byte))
      default: "-"
      }
    }
    // The end of an address tells states apart, and two addresses may read the same so.
    let digest = SHA256.hash(data: Array(location.utf8)).prefix(4).map { byte in
      String(byte >> 4, radix: 16) + String(byte & 15, radix: 16)
    }
    return FileAccess.join(folder, "segplan.\(String(name.suffix(longestName))).\(digest.joined()).journal")
  }
}
