import Crypto
import FoundationEssentials
package import SegmentModel

package enum PlanCodec {
  /// The plan as JSON with sorted keys and a line break at the end.
  ///
  /// The same plan and findings give the same bytes.
  package static func encode(_ plan: Plan, guardrails: [GuardrailFinding]) throws -> [UInt8] {
    try encode(PlanDocument(plan, guardrails: guardrails))
  }

  /// The plan as JSON for public eyes, with labels in place of ids.
  ///
  /// It has no fingerprints, no place of the state and nothing that could be applied. The digests and every
  /// `sha256` are the word `redacted`. `id` is the id of the plan before its names were redacted. `label` and
  /// `customerLabel` name members and customers.
  package static func encodeRedacted(
    _ plan: Plan,
    id: PlanID,
    guardrails: [GuardrailFinding],
    label: (ShopperProfileID) -> String,
    customerLabel: (CustomerID) -> String
  ) throws -> [UInt8] {
    func redacted(_ members: [PlanDocument.Member]) -> [PlanDocument.Member] {
      members.map { member in
        var member = member
        member.profile = member.profile.flatMap { ShopperProfileID($0) }.map(label)
        member.customer = member.customer.flatMap { CustomerID(text: $0) }.map(customerLabel)
        return member
      }
    }
    var document = PlanDocument(plan, guardrails: guardrails)
    document.digest = PlanDocument.redacted
    // Whoever knows all but one declared address can guess that one.
    document.configurationDigest = PlanDocument.redacted
    document.id = id.description
    // The path names the machine that planned.
    document.statePlace = nil
    document.segments = zip(document.segments, plan.segments).map { segment, plan in
      var segment = segment
      // Whoever can guess the only member of a segment can compute its fingerprint.
      segment.live.sha256 = PlanDocument.redacted
      segment.add = redacted(segment.add)
      segment.newProfiles = segment.newProfiles.map(redacted)
      segment.remove = redacted(segment.remove)
      segment.kept = segment.kept.map { _ in plan.kept.map(label) }
      segment.lookedUp = nil
      segment.sources = nil
      return segment
    }
    return try json(document, .prettyPrinted) + [UInt8(ascii: "\n")]
  }

  /// Reads a plan file back and trusts nothing in it.
  ///
  /// Blanks between the values may change, so a reformatted plan file is still read. Any other change is refused.
  ///
  /// - Throws: ``PlanFileError`` for a file that is not a plan, has another format, was edited or contradicts itself.
  package static func decode(_ bytes: [UInt8], file: String) throws(PlanFileError) -> Plan {
    guard let probe = try? decoder.decode(VersionProbe.self, from: data(bytes)) else { throw .notAPlan(file: file) }
    guard (1...PlanDocument.currentVersion).contains(probe.version) else {
      throw .version(file: file, found: probe.version, newest: PlanDocument.currentVersion)
    }
    guard var document = try? decoder.decode(PlanDocument.self, from: data(bytes)) else { throw .notAPlan(file: file) }
    guard document.digest != PlanDocument.redacted else { throw .redacted(file: file) }
    guard let stated = document.digest, stated == digest(ofFile: bytes, stating: stated) else { throw .tampered(file: file) }
    if document.version < PlanDocument.currentVersion {
      guard let older = try? decoder.decode(OlderPlanDocument.self, from: data(bytes)) else { throw .notAPlan(file: file) }
      document = older.upgraded(document)
    }
    guard let plan = Plan(document) else { throw .contradictory(file: file) }
    return plan
  }

  /// A plan file with the digest that its content requires; `nil` when it is not a plan file.
  ///
  /// `segbench fuzz` signs its inputs with it: an input with a wrong digest would test nothing but the digest.
  package static func signed(_ bytes: [UInt8]) -> [UInt8]? {
    (try? decoder.decode(PlanDocument.self, from: data(bytes))).flatMap { try? encode($0) }
  }

  /// The document as a file, with its digest.
  static func encode(_ document: PlanDocument) throws -> [UInt8] {
    var document = document
    document.digest = nil
    document.digest = digest(of: SHA256.hash(data: try json(document)))
    return try json(document, .prettyPrinted) + [UInt8(ascii: "\n")]
  }

  /// The digest of a file's text without blanks and without the digest itself; `nil` when the file does not state it.
  ///
  /// It covers the text and not the decoded values, so it also finds unknown and repeated keys.
  private static func digest(ofFile bytes: [UInt8], stating digest: String) -> String? {
    let text = withoutBlanks(bytes)
    guard let statement = text.firstRange(of: Array("\"digest\":\"\(digest)\",".utf8)) else { return nil }
    var hash = SHA256()
    hash.update(data: text[..<statement.lowerBound])
    hash.update(data: text[statement.upperBound...])
    return Self.digest(of: hash.finalize())
  }

  private static func digest(of hash: SHA256.Digest) -> String { "sha256:" + hash.hexadecimalText }

  /// A JSON text without the blanks between its values; blanks inside strings stay.
  ///
  /// O(n).
  static func withoutBlanks(_ text: [UInt8]) -> [UInt8] {
    var isInString = false
    var isEscaped = false
    return text.filter { byte in
      switch byte {
      case _ where isEscaped: isEscaped = false
      case UInt8(ascii: "\\"): isEscaped = isInString
      case UInt8(ascii: "\""): isInString.toggle()
      // RFC 8259, section 2: space, tab, line feed, carriage return.
      case 0x20, 0x09, 0x0A, 0x0D: return isInString
      default: break
      }
      return true
    }
  }

  /// The text with a space behind it: without it, the decoder crashes if the last byte exceeds its limit of 512 levels.
  private static func data(_ bytes: [UInt8]) -> Data { Data(bytes + " ".utf8) }

  private static var decoder: JSONDecoder {
    let decoder = JSONDecoder()
    decoder.keyDecodingStrategy = .convertFromSnakeCase
    return decoder
  }

  private static func json(_ document: PlanDocument, _ formatting: JSONEncoder.OutputFormatting = []) throws -> [UInt8] {
    let encoder = JSONEncoder()
    encoder.keyEncodingStrategy = .convertToSnakeCase
    encoder.outputFormatting = formatting.union([.sortedKeys, .withoutEscapingSlashes])
    return HiddenCharacters.escapedInJSON(Array(try encoder.encode(document)))
  }

  private struct VersionProbe: Decodable {
    var version: Int
    /// Only a plan has one: a state document has a version too.
    var configurationDigest: String
  }
}
