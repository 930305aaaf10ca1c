import FoundationEssentials
import TestSupport
import Testing

/// What a release has besides the programs, made by the scripts in `.ci/release`.
struct ReleaseTests {
  private static let scripts = "\(RepositoryRoot.path)/.ci/release"
  private static let programs = URL(filePath: Program.segplan.path).deletingLastPathComponent().path(percentEncoded: false)

  private static func bash(_ script: String, _ arguments: String...) async throws -> ChildProcess.Outcome {
    try await ChildProcess.run("bash", ["-c", "set -euo pipefail\n" + script, "bash"] + arguments)
  }

  @Test func `the man pages are from the present help`() async throws {
    let outcome = try await Python.run(["\(Self.scripts)/manual", "--check", Self.programs])
    #expect(outcome.exitCode == 0, "\(outcome.errors)")
  }

  @Test(arguments: [
    ("segplan val", ["validate"]), ("segplan --detailed-e", ["--detailed-exitcode"]), ("segplan segments --ta", ["--target"]),
    ("segplan validate --target", []), ("segplan --format js", ["json"]),
    ("segplan --target ", ["Gold and silver", "VIP"]), ("segplan segments --target V", ["VIP"]),
    ("segplan why 4527 --segment V", ["VIP"]),
  ])
  func `completions know the options of the default command, and segments`(line: String, words: [String]) async throws {
    try await withTemporaryFolder { folder in
      let outcome = try await Self.bash(
        """
        "$1/completions" "$2" "$3/completions"
        cd "$3"
        mkdir segments
        printf 'version: 1\\nsegments: [{name: VIP, members: []}, {name: Gold and silver, members: []}]\\n' > segments/a.yaml
        source completions/bash/segplan
        PATH="$2:$PATH"
        set +eu
        read -ra COMP_WORDS <<< "$4"
        [[ "$4" = *" " ]] && COMP_WORDS+=("")
        COMP_CWORD=$((${#COMP_WORDS[@]} - 1)) COMP_LINE=$4 COMP_POINT=${#4} COMPREPLY=()
        _segplan_or_plan segplan "${COMP_WORDS[COMP_CWORD]}" "${COMP_WORDS[COMP_CWORD - 1]}"
        printf '%s\\n' "${COMPREPLY[@]}"
        """,
        Self.scripts,
        Self.programs,
        folder,
        line
      )
      #expect(outcome.exitCode == 0, "\(outcome.errors)")
      #expect(outcome.output.split(separator: "\n").map(String.init).sorted() == words, "\(outcome.output)\(outcome.errors)")
    }
  }

  @Test func `the action's script installs only what has the expected checksum, and only once`() async throws {
    try await withTemporaryFolder { folder in
      let outcome = try await Self.bash(
        #"""
        install="$1/.github/actions/segplan/install.sh"
        cd "$2"
        release() {
          local name="segplan-$1-linux-$(uname -m)"
          mkdir -p "$name/bin" "releases/v$1"
          printf '#!/bin/sh\necho %s\n' "$1" > "$name/bin/segplan"
          chmod +x "$name/bin/segplan"
          tar -c -z -f "releases/v$1/$name.tar.gz" "$name"
          (cd "releases/v$1" && sha256sum * > SHA256SUMS)
        }
        release 1.2.3
        release 1.2.4
        sed -i 's/^./z/; s/^z/0/' releases/v1.2.4/SHA256SUMS
        echo x >> releases/v1.2.4/SHA256SUMS
        release 1.2.5
        : > releases/v1.2.5/SHA256SUMS
        python3 -u -m http.server 0 --bind 127.0.0.1 --directory releases > server.log 2> requests.log &
        server=$!
        trap 'kill $server' EXIT
        for _ in $(seq 100); do grep -q ' port ' server.log && break; sleep 0.1; done
        export SEGPLAN_RELEASES="http://127.0.0.1:$(sed -nE 's/.* port ([0-9]+) .*/\1/p' server.log)"

        [ "$(GITHUB_PATH=path "$install" v1.2.3 tools)" = "$PWD/tools/1.2.3/bin" ]
        [ "$(cat path)" = "$PWD/tools/1.2.3/bin" ]
        [ "$(tools/1.2.3/bin/segplan)" = 1.2.3 ]
        before="$(wc -l < requests.log)"
        "$install" 1.2.3 tools
        [ "$(wc -l < requests.log)" = "$before" ] || { echo "downloaded again"; exit 1; }

        fails() { if "$@" 2> problem; then echo "installed: $*"; exit 1; fi; }
        fails "$install" 1.2.4 tools
        grep "does not have the expected checksum" problem
        fails "$install" 1.2.5 tools
        grep "SHA256SUMS of version 1.2.5 does not list" problem
        fails "$install" 9.9.9 tools
        grep "cannot download $SEGPLAN_RELEASES/v9.9.9" problem
        fails "$install" ../1.2.3 tools
        grep "is not a version" problem
        fails env SEGPLAN_SHA256="$(printf '0%.0s' $(seq 64))" "$install" 1.2.3 tools
        grep "does not have the expected checksum" problem
        [ "$(ls tools)" = 1.2.3 ] || { ls tools; exit 1; }
        """#,
        RepositoryRoot.path,
        folder
      )
      #expect(outcome.exitCode == 0, "\(outcome.output)\(outcome.errors)")
    }
  }

  @Test func `a release needs a tag that is the programs' version, and a section in the changelog`() async throws {
    let version = try await ChildProcess.run("env", ["\(Self.scripts)/version"])
    #expect(version.output.wholeMatch(of: /\d+\.\d+\.\d+(-[\w.]+)?\n/) != nil, "\(version.errors)")
    let tag = "v" + version.output.trimmingPrefix { $0.isWhitespace }.split(separator: "\n")[0]
    #expect(try await ChildProcess.run("env", ["\(Self.scripts)/version", tag]).exitCode == 0)
    #expect(try await ChildProcess.run("env", ["\(Self.scripts)/version", tag + "0"]).exitCode == 1)
    let notes = try await ChildProcess.run("env", ["\(Self.scripts)/notes", "Unreleased"])
    #expect(notes.output.hasPrefix("### Added\n") && !notes.output.contains("\n## "), "\(notes.output.prefix(200))")
    #expect(try await ChildProcess.run("env", ["\(Self.scripts)/notes", "99.0.0"]).exitCode == 1)
  }

  @Test func `every direct dependency has an exact version, and no indirect one is listed twice`() throws {
    func text(_ path: String) throws -> String {
      String(decoding: try Data(contentsOf: URL(filePath: "\(RepositoryRoot.path)/\(path)")), as: UTF8.self)
    }
    let direct = try text("Package.swift").split(separator: "\n").filter { $0.contains(".package(url:") }
    try #require(direct.count > 5)
    for line in direct { #expect(line.contains(/url: "[^"]+", exact: "\d+\.\d+\.\d+"/), "\(line)") }
    let listed = try text(".ci/dependencies.txt").split(separator: "\n").filter { !$0.hasPrefix("#") }
    let names = listed.map { $0.split(separator: " ")[0].split(separator: "/").last.map(String.init) ?? "" }
    #expect(!names.isEmpty && Set(names).count == names.count)
    for name in names {
      #expect(!direct.contains { $0.contains("/\(name)\"") || $0.contains("/\(name.replacing(".git", with: ""))\"") }, "\(name)")
    }
  }
}
