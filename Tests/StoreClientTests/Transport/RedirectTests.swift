import Diagnostics
import SegmentModel
import TestSupport
import Testing

@testable import StoreClient

/// A redirect is never followed: the new address would get a DELETE without its `id:in`, which empties a segment, and the token.
@Suite struct RedirectTests {
  /// Where a redirect may point.
  enum Location: CaseIterable {
    case otherServer
    case otherServerWithPath
    case sameServer
    case none
  }

  @Test(arguments: [301, 302, 303, 307, 308], Location.allCases)
  func `a redirected removal reaches no other server`(status: Int, location: Location) async throws {
    try await withScriptedServer { _ in
      .json(#"{"data": []}"#)
    } _: { stranger in
      let (error, requests) = try await withScriptedStore(
        retries: RetryPolicy(),
        script: { request in
          let headers: [String: String] =
            switch location {
            case .otherServer: ["Location": stranger.address]
            case .otherServerWithPath: ["Location": "\(stranger.address)\(request.path)"]
            case .sameServer: ["Location": "/elsewhere"]
            case .none: [:]
            }
          return .status(status, headers: headers)
        }
      ) { client in
        await #expect(throws: StoreError.self) {
          try await client.removeMembers(try #require(Batch(MemberSet.numbered(1...50))), from: .numbered(1))
        }
      }
      #expect(stranger.requests.isEmpty)
      #expect(requests.count == 1)
      #expect(requests.first?.query.hasPrefix("id%3Ain=") == true)
      #expect(error?.kind == .redirected)
      #expect(error?.concernsWholeRun == true)
      let problem = try #require(error?.diagnostics.first)
      #expect(problem.code == "store-redirected")
      #expect(problem.summary == "the store answered with a redirect, which this program never follows")
      #expect(problem.detail?.contains("DELETE /segments/\(SegmentID.numbered(1))/shopper-profiles (status \(status))") == true)
    }
  }

  @Test(arguments: [301, 307]) func `no redirect of any other request is followed`(status: Int) async throws {
    try await withScriptedServer { _ in
      .json(#"{"data": []}"#)
    } _: { stranger in
      let (_, requests) = try await withScriptedStore(
        retries: RetryPolicy(),
        script: { .status(status, headers: ["Location": "\(stranger.address)\($0.target)"]) }
      ) { client in
        await #expect(throws: StoreError.self) { try await client.listSegments() }
        await #expect(throws: StoreError.self) { try await client.listMembers(of: .numbered(1)) }
        await #expect(throws: StoreError.self) { try await client.deleteSegment(.numbered(1)) }
        await #expect(throws: StoreError.self) {
          try await client.addMembers(try #require(Batch([.numbered(2)])), to: .numbered(1))
        }
        await #expect(throws: StoreError.self) { try await client.createSegment(name: "A", description: "") }
      }
      #expect(stranger.requests.isEmpty)
      #expect(requests.count == 5)
    }
  }
}
