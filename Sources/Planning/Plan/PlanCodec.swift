import Crypto
import FoundationEssentials
package import SegmentModel

package enum PlanCodec {
  /// The plan as JSON with sorted keys and a line break at the end: the same plan and findings give the same bytes.
  package static func encode(_ plan: Plan, guardrails: [GuardrailFinding]) throws -> [UInt8] {
    try encode(PlanDocument(plan, guardrails: guardrails))
  }

  /// The plan as JSON for public eyes: labels in the place of ids, no fingerprints, no place of the state, nothing that could be applied.
  ///
  /// `digest` and every `sha256` are the word `redacted`; `label` and `customerLabel` stand for members and customers.
  package static func encodeRedacted(
    _ plan: Plan,
    guardrails: [GuardrailFinding],
    label: (ShopperProfileID) -> String,
    customerLabel: (CustomerID) -> String
  ) throws -> [UInt8] {
    var document = PlanDocument(plan, guardrails: guardrails)
    document.digest = PlanDocument.redacted
    // A path of the machine that planned.
    document.statePlace = nil
    document.assumedProfiles = nil
    for (index, segment) in plan.segments.enumerated() {
      // A set of one member has a fingerprint that gives the member away to whoever can guess it.
      document.segments[index].live.sha256 = PlanDocument.redacted
      document.segments[index].add = Self.redacted(document.segments[index].add, label, customerLabel)
      document.segments[index].newProfiles = document.segments[index].newProfiles.map { Self.redacted($0, label, customerLabel) }
      document.segments[index].remove = Self.redacted(document.segments[index].remove, label, customerLabel)
      document.segments[index].kept = segment.kept.isEmpty ? nil : segment.kept.map(label)
      document.segments[index].lookedUp = nil
      document.segments[index].sources = nil
    }
    return try json(document, .prettyPrinted) + [UInt8(ascii: "\n")]
  }

  private static func redacted(
    _ members: [PlanDocument.Member],
    _ label: (ShopperProfileID) -> String,
    _ customerLabel: (CustomerID) -> String
  ) -> [PlanDocument.Member] {
    members.map { member in
      var member = member
      member.profile = member.profile.flatMap { ShopperProfileID($0) }.map(label)
      member.customer = member.customer.flatMap { CustomerID(text: $0) }.map(customerLabel)
      return member
    }
  }

  /// Reads a plan file back, trusting nothing in it.
  ///
  /// Blanks between the values may have changed, so that reformatting a plan file does no harm; nothing else may.
  ///
  /// - Throws: ``PlanFileError`` when it is no plan file, of another version, was changed since it was written, or contradicts itself.
  package static func decode(_ bytes: [UInt8], file: String) throws(PlanFileError) -> Plan {
    let data = Data(bytes)
    let decoder = JSONDecoder()
    decoder.keyDecodingStrategy = .convertFromSnakeCase
    guard let probe = try? decoder.decode(VersionProbe.self, from: data) else { throw .notAPlan(file: file) }
    guard (1...PlanDocument.currentVersion).contains(probe.version) else {
      throw .version(file: file, found: probe.version, newest: PlanDocument.currentVersion)
    }
    guard let document = try? decoder.decode(PlanDocument.self, from: data) else { throw .notAPlan(file: file) }
    guard document.digest != PlanDocument.redacted else { throw .redacted(file: file) }
    // Written again it must give the same text. The digest alone would not see keys that nobody reads, or that stand there twice.
    guard let text = try? json(document), text == JSONBlanks.removed(from: bytes) else { throw .tampered(file: file) }
    var unsigned = document
    unsigned.digest = nil
    guard let expected = try? digest(of: unsigned), expected == document.digest else { throw .tampered(file: file) }
    guard let plan = Plan(document) else { throw .contradictory(file: file) }
    return plan
  }

  /// A plan file with the digest that its content should have; `nil` when it is no plan file.
  ///
  /// The digest tells of accidents, not of forgers: whoever can write a plan file can compute it. What checks the content behind it is
  /// tried out with files that this has signed.
  package static func signed(_ bytes: [UInt8]) -> [UInt8]? {
    let decoder = JSONDecoder()
    decoder.keyDecodingStrategy = .convertFromSnakeCase
    return (try? decoder.decode(PlanDocument.self, from: Data(bytes))).flatMap { try? encode($0) }
  }

  /// The document as a file, signed.
  static func encode(_ document: PlanDocument) throws -> [UInt8] {
    var document = document
    document.digest = nil
    document.digest = try digest(of: document)
    return try json(document, .prettyPrinted) + [UInt8(ascii: "\n")]
  }

  private static func digest(of document: PlanDocument) throws -> String {
    "sha256:" + SHA256.hash(data: try json(document)).hexadecimalText
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
