/// What a scripted code host stores: one repository, and what people and jobs wrote about it.
package struct HostState: Sendable {
  struct Commit: Sendable {
    let parents: [String]
    /// The text of each file, by its path.
    let files: [String: String]
  }

  /// A pull request or a merge request into the main branch.
  package struct Request: Sendable {
    package let number: Int
    package let branch: String
    package let isFromFork: Bool
    /// The commits of the branch, oldest first; never empty.
    package internal(set) var commits: [String]
    package internal(set) var landing: Landing?

    package var head: String { commits[commits.count - 1] }
  }

  /// How a request was merged.
  package struct Landing: Sendable {
    /// The field `merge_commit_sha`.
    let mergeCommit: String?
    /// The field `squash_commit_sha` of GitLab.
    var squashCommit: String?
    /// The commits that came to the main branch with it.
    package let commits: Set<String>
  }

  /// A comment.
  package struct Note: Sendable {
    package let id: Int
    package let request: Int
    package let author: String
    package internal(set) var body: String
    var isSystem = false
  }

  package struct Status: Sendable {
    package let id: Int
    package let commit: String
    package let name: String
    package let state: String
    package let description: String
    package let author: String
    package let target: String?
    /// GitLab's `ref`.
    package let ref: String?
  }

  package struct Issue: Sendable {
    package let number: Int
    package let author: String
    package internal(set) var title: String
    package internal(set) var body: String
    package internal(set) var isOpen = true
    package internal(set) var labels: [String]
  }

  /// Who a token writes as, and what it may do.
  struct Token: Sendable {
    let author: String
    /// On GitHub such as `statuses: write`; on GitLab the role and the scope.
    let permissions: Set<String>
  }

  static let main = "main"

  var commits: [String: Commit] = [:]
  /// The last commit of each branch.
  var branches: [String: String] = [:]
  var requests: [Request] = []
  var notes: [Note] = []
  var statuses: [Status] = []
  var issues: [Issue] = []
  var tokens: [String: Token] = [:]
  /// The refs of GitLab's pipelines, by their commit.
  var pipelines: [String: String] = [:]
  /// Whether new issues lose their labels, as without push access to a repository of GitHub.
  package var dropsLabels = false
  var faults: [HostFault] = []
  var violations: [String] = []
  private var lastNumber = 0

  /// A number that nothing else has.
  mutating func nextNumber() -> Int {
    lastNumber += 1
    return lastNumber
  }

  mutating func addCommit(_ files: [String: String], parents: [String]) -> String {
    var random = SeededRandom(seed: UInt64(commits.count))
    let digits = (0..<5).map { _ in UInt32(truncatingIfNeeded: random.next()) }.map { number in
      let text = String(number, radix: 16)
      return String(repeating: "0", count: 8 - text.count) + text
    }
    commits[digits.joined()] = Commit(parents: parents, files: files)
    return digits.joined()
  }

  /// The files of a merge: each as the branch has it if the branch changed it, else as the target has it.
  func merged(_ branch: [String], into target: String) -> [String: String] {
    var files = commits[target]?.files ?? [:]
    guard let first = branch.first, let last = branch.last, let base = commits[first]?.parents.first else { return files }
    let old = commits[base]?.files ?? [:]
    let new = commits[last]?.files ?? [:]
    for path in Set(old.keys).union(new.keys) where old[path] != new[path] { files[path] = new[path] }
    return files
  }

  func request(_ number: Int) -> Request? { requests.first { $0.number == number } }

  /// The requests that a host names for a commit: those that brought it to the main branch, else those that contain it.
  func requests(with commit: String) -> [Request] {
    let landed = requests.filter { $0.landing?.commits.contains(commit) == true }
    return landed.isEmpty ? requests.filter { $0.commits.contains(commit) } : landed
  }
}
