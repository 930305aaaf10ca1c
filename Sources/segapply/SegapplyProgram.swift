import ArgumentParser
import Commands

/// The program; `Commands` has everything else.
@main
enum SegapplyProgram {
  static func main() async { await Segapply.main() }
}
