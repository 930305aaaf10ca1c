import SegmentModel
import TestSupport
import Testing

@testable import StoreClient

/// Lists that change while they are read.
@Suite struct ShiftingListTests {
  /// Lists members while the store's list is, for the n-th request from 1 on, what the function says.
  private static func list(
    clock: SleeplessClock = SleeplessClock(),
    _ state: @escaping @Sendable (Int) -> [ShopperProfileID]
  ) async throws -> (result: MemberSet, requests: [RecordedRequest]) {
    let counter = Counter()
    return try await withScriptedStore(
      clock: clock,
      script: { request in
        .json(WireText.page(of: state(counter.increment()), for: request))
      },
      { try await $0.listMembers(of: .numbered(1)) }
    )
  }

  private static func profiles(_ numbers: some Sequence<Int>) -> [ShopperProfileID] { numbers.map { .numbered($0) } }

  @Test func `the list is read again after a record was inserted between two pages`() async throws {
    let before = Self.profiles(1...300)
    let after = Self.profiles(0...300)
    let (members, requests) = try await Self.list { $0 == 1 ? before : after }
    #expect(members.ids == after)
    #expect(requests.map(\.page) == [1, 2, 1, 2])
  }

  @Test func `the list is read again after a record was deleted between two pages`() async throws {
    let before = Self.profiles(1...300)
    let after = Self.profiles(2...300)
    let (members, _) = try await Self.list { $0 == 1 ? before : after }
    #expect(members.ids == after)
  }

  @Test func `the list is read again after one record was deleted and one inserted, because a record repeats`() async throws {
    // A new first row pushes row 250 to page 2, and row 300 went: 300 records, one of them twice, and one unseen.
    let before = Self.profiles(1...300)
    let after = Self.profiles(0...299)
    let (members, requests) = try await Self.list { $0 == 1 ? before : after }
    #expect(members.ids == after)
    #expect(requests.count == 4)
  }

  @Test func `a list whose last page disappears is read again, and is not a missing segment`() async throws {
    let counter = Counter()
    let (members, _) = try await withScriptedStore(script: { request in
      let number = counter.increment()
      if request.page == 2 { return .json(#"{"title": "no such page"}"#, status: 404) }
      return .json(WireText.page(of: Self.profiles(1...(number == 1 ? 251 : 250)), for: request))
    }) { try await $0.listMembers(of: .numbered(1)) }
    #expect(members.count == 250)
  }

  @Test func `a list that keeps changing is an error after five readings with growing pauses`() async throws {
    let clock = SleeplessClock()
    let error = await #expect(throws: StoreError.self) {
      try await Self.list(clock: clock) { Self.profiles(1...(300 + $0)) }
    }
    guard case .listingNeverSettled(let readings, let reason) = error?.kind else {
      Issue.record("\(String(describing: error))")
      return
    }
    #expect(readings == 5)
    #expect(reason.hasPrefix("the total changed from 309 to 310"))
    #expect(clock.sleeps == [.milliseconds(500), .seconds(1), .milliseconds(1500), .seconds(2)])
  }

  @Test(arguments: [true, false])
  func `a store that sends the same page for every number is not read forever`(saysTotal: Bool) async throws {
    let body = WireText.page(
      WireText.profiles(Self.profiles(1...250)),
      total: saysTotal ? 500 : nil,
      totalPages: saysTotal ? 2 : nil
    )
    let (error, requests) = try await withScriptedStore(script: { _ in .json(body) }) { client in
      await #expect(throws: StoreError.self) { try await client.listMembers(of: .numbered(1)) }
    }
    #expect(error?.kind == .listingNeverSettled(readings: 5, reason: "a record appears twice"))
    #expect(requests.count == 10)
  }

  @Test func `after a reading has failed, its other pages are not requested`() async throws {
    // Page 1 says 40 pages, the others report another total: of each reading at most the ten pages in flight are asked for.
    let (_, requests) = try await withScriptedStore(script: { request in
      .json(
        WireText.page(
          WireText.profiles([.numbered(request.page)]),
          total: request.page == 1 ? 40 : 41,
          perPage: 1,
          totalPages: 40
        )
      )
    }) { client in
      await #expect(throws: StoreError.self) { try await client.listMembers(of: .numbered(1)) }
    }
    #expect(requests.count <= 5 * 12)
  }

  @Test func `progress counts a list once, however often it is read again`() async throws {
    let counter = Counter()
    let listener = Listener()
    let (members, _) = try await withScriptedStore(
      onEvent: listener.hear,
      script: { .json(WireText.page(of: Self.profiles((counter.increment() == 1 ? 1 : 0)...300), for: $0)) },
      { try await $0.listMembers(of: .numbered(1)) }
    )
    #expect(members.count == 301)
    var (announced, listed) = (0, 0)
    for event in listener.events {
      switch event {
      case .reading(.membersToList(let count)): announced += count
      case .reading(.membersListed(let count)): listed += count
      default: Issue.record("\(event)")
      }
    }
    #expect(announced == 301)
    #expect(listed == 301)
  }

  @Test func `an impossible number of pages is ignored`() async throws {
    let (error, requests) = try await withScriptedStore(script: { _ in
      .json(WireText.page(WireText.profiles([.numbered(1)]), total: 1, totalPages: 1_000_000_000))
    }) { client in
      await #expect(throws: StoreError.self) { try await client.listMembers(of: .numbered(1)) }
    }
    #expect(error?.kind == .listingNeverSettled(readings: 5, reason: "the store states 1 records on 1000000000 pages"))
    #expect(requests.count == 5)
  }
}
