import Testing

@Suite("Import lines")
struct ImportLineTests {
  @Test(arguments: [
    "import Alpha", "  import Alpha", "\timport\tAlpha", "package import Alpha", "public import Alpha", "@testable import Alpha",
    "@_exported public import Alpha", "@preconcurrency import Alpha", "import struct Alpha.Thing", "import Alpha.Submodule",
    "let a = 1; import Alpha", "/* why */ import Alpha", "import Alpha // why", "import /* why */ Alpha",
    "@_spi(Hidden) import func Alpha.f",
  ])
  func `Every form of an import is found`(line: String) {
    #expect(ImportLine.all(in: line) == [ImportLine(module: "Alpha", line: 1)])
  }

  @Test(arguments: [
    "// import Alpha", "/// import Alpha", "/* import Alpha */", "/* a /* b */ import Alpha */", "let importance = Alpha",
    "importer Alpha", "f(import: Alpha)", "#if canImport(Alpha)", "",
  ])
  func `Text that only looks like an import is ignored`(line: String) {
    #expect(ImportLine.all(in: line).isEmpty)
  }

  @Test func `Lines are counted from one, also after comments and conditions`() {
    let source = """
      /*
      import Alpha
      */
      #if canImport(Beta)
      import Beta
      #endif
      import Gamma; import Delta
      """
    #expect(
      ImportLine.all(in: source) == [
        ImportLine(module: "Beta", line: 5), ImportLine(module: "Gamma", line: 7), ImportLine(module: "Delta", line: 7),
      ]
    )
  }
}
