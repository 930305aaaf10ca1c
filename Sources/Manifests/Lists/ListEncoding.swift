/// Brings a list into UTF-8, or says what kind of file it really is.
enum ListEncoding {
  /// The text of a list in UTF-8.
  ///
  /// It copies only UTF-16. A damaged character becomes a byte that is not UTF-8, so that the check of the text finds
  /// its place.
  static func text(of bytes: [UInt8]) throws(ManifestProblem) -> [UInt8] {
    let isLittleEndian = bytes.starts(with: [0xFF, 0xFE])
    var text = bytes
    if isLittleEndian || bytes.starts(with: [0xFE, 0xFF]) {
      if isLittleEndian && bytes.dropFirst(2).starts(with: [0, 0]) { throw .listNotText("it is UTF-32") }
      let units = stride(from: 0, to: bytes.count - 1, by: 2).lazy.map { index in
        let (first, second) = (UInt16(bytes[index]), UInt16(bytes[index + 1]))
        return isLittleEndian ? second << 8 | first : first << 8 | second
      }
      text = []
      text.reserveCapacity(bytes.count / 2)
      let isDamaged = transcode(units.makeIterator(), from: UTF16.self, to: UTF8.self, stoppingOnError: true) { text.append($0) }
      if isDamaged || !bytes.count.isMultiple(of: 2) { text.append(0xFF) }
    }
    if let format = ForeignFormat.of(text) { throw .foreignFormat(format) }
    return text
  }
}

/// A kind of file that people take for a list.
enum ForeignFormat: String, CaseIterable, Sendable {
  // The first that fits counts: spreadsheets are ZIP archives, and web pages may be XML.
  case openDocument = "an OpenDocument spreadsheet (ODS)"
  case excel = "an Excel workbook (XLSX)"
  case zip = "a ZIP archive"
  case oldExcel = "an old Excel workbook (XLS)"
  case gzip = "packed with gzip"
  case html = "a web page (HTML)"
  case xml = "XML"
  case json = "JSON"
  case pdf = "a PDF document"

  static func of(_ bytes: [UInt8]) -> ForeignFormat? {
    let beginning = String(decoding: bytes.prefix(4_096), as: UTF8.self).lowercased()
    let text = beginning.filter { !$0.isWhitespace && $0 != "\u{FEFF}" }
    let isZip = bytes.starts(with: Array("PK\u{3}\u{4}".utf8))
    let isMarkup = text.hasPrefix("<") && text.dropFirst().first.map { $0.isLetter || "!?".contains($0) } == true
    return allCases.first { format in
      switch format {
      case .openDocument: isZip && beginning.contains("opendocument")
      case .excel: isZip && ["[content_types].xml", "xl/"].contains(where: beginning.contains)
      case .zip: isZip
      case .oldExcel: bytes.starts(with: [0xD0, 0xCF, 0x11, 0xE0])
      case .gzip: bytes.starts(with: [0x1F, 0x8B])
      case .html: isMarkup && ["<html", "<!doctypehtml", "<table", "<body"].contains(where: text.contains)
      case .xml: isMarkup
      case .json: ["[{", "{\"", "[\""].contains(where: text.hasPrefix)
      case .pdf: text.hasPrefix("%pdf-")
      }
    }
  }

  var advice: String {
    switch self {
    case .openDocument, .excel, .oldExcel:
      "Open it and save it as CSV. In Excel, choose File > Save As > CSV UTF-8. In Google Sheets, choose File > Download > CSV."
    case .zip: "Unpack it, and name the CSV or text file in it."
    case .gzip: "Unpack it, or end its name with .csv.gz or .txt.gz."
    case .html: "Often it is the page of a login or an error in place of a download. Download the list again as CSV."
    case .xml, .json, .pdf: "Export the list again as CSV."
    }
  }
}
