import ArgumentParser
import Commands

/// The program; `Commands` has everything else.
@main
enum SegplanProgram {
  static func main() async { await Segplan.main() }
}
