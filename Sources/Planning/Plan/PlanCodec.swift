import Crypto
import FoundationEssentials

/// Writes and reads plan files.
package enum PlanCodec {
  /// The plan as JSON with sorted keys and a line break at the end: the same plan and findings give the same bytes.
  ///
  /// - Throws: Only what the JSON encoder throws, which it has no reason to for these values.
  package static func encode(_ plan: Plan, guardrails: [GuardrailFinding]) throws -> [UInt8] {
    try encode(PlanDocument(plan, guardrails: guardrails))
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
    guard probe.version == PlanDocument.currentVersion else {
      throw .version(file: file, found: probe.version, newest: PlanDocument.currentVersion)
    }
    guard let document = try? decoder.decode(PlanDocument.self, from: data) else { throw .notAPlan(file: file) }
    // Written again it must give the same text. The digest alone would not see keys that nobody reads, or that stand there twice.
    guard let text = try? json(document), text == JSONBlanks.removed(from: bytes) else { throw .tampered(file: file) }
    var unsigned = document
    unsigned.digest = nil
    guard let expected = try? digest(of: unsigned), expected == document.digest else { throw .tampered(file: file) }
    guard let plan = Plan(document) else { throw .contradictory(file: file) }
    return plan
  }

  /// The document as a file, signed.
  static func encode(_ document: PlanDocument) throws -> [UInt8] {
    var document = document
    document.digest = nil
    document.digest = try digest(of: document)
    return try json(document, .prettyPrinted) + [UInt8(ascii: "\n")]
  }

  /// Over the compact form.
  private static func digest(of document: PlanDocument) throws -> String {
    "sha256:" + SHA256.hash(data: try json(document)).hexadecimalText
  }

  private static func json(_ document: PlanDocument, _ formatting: JSONEncoder.OutputFormatting = []) throws -> [UInt8] {
    let encoder = JSONEncoder()
    encoder.keyEncodingStrategy = .convertToSnakeCase
    encoder.outputFormatting = formatting.union([.sortedKeys, .withoutEscapingSlashes])
    return Array(try encoder.encode(document))
  }

  private struct VersionProbe: Decodable {
    var version: Int
    /// Only a plan has one: a state document has a version too.
    var configurationDigest: String
  }
}
