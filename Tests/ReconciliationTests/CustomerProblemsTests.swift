import Diagnostics
import FoundationEssentials
import Manifests
import SegmentModel
import StoreClient
import StoreSimulator
import TestSupport
import Testing

@testable import Reconciliation

/// Customers whom manifests name and the store does not have, or has more than once.
struct CustomerProblemsTests {
  private static func places(_ references: [CustomerReference]) -> [CustomerReference: SourceRange] {
    var places: [CustomerReference: SourceRange] = [:]
    for (index, reference) in references.enumerated() {
      let position = SourcePosition(line: index + 3, column: 5)
      places[reference] = SourceRange(file: "a.csv", start: position, end: position)
    }
    return places
  }

  private static func numbers(_ numbers: some Sequence<Int>) -> [CustomerReference] {
    numbers.compactMap { CustomerID($0).map { .id($0) } }
  }

  @Test func `few unknown customers have a message each, and the first one says what to do`() throws {
    let email = try #require(EmailAddress("ada@example.com"))
    let problems = CustomerProblems(places: Self.places(Self.numbers([7]) + [.email(email)])).unknown(.error)
    #expect(problems.map(\.severity) == [.error, .error])
    #expect(
      problems.map(\.summary) == [
        "the store does not have a customer with the number 7",
        "the store does not have a customer with the email address in this line",
      ]
    )
    #expect(problems.map { $0.detail?.contains("on_unknown") } == [true, nil])
  }

  @Test func `many unknown customers of a file share a message that lists their lines`() {
    let places = Self.places(Self.numbers(1...8)).filter { $0.value.start.line != 6 }
    let problems = CustomerProblems(places: places).unknown(.warn)
    #expect(problems.map(\.severity) == [.warning])
    let first = "the store does not have 7 customers that a.csv names: customer 1 in line 3"
    #expect(problems.first?.summary.hasPrefix(first) == true)
    #expect(problems.first?.detail?.hasPrefix("They are in lines 3-5, 7-10.\n") == true)
  }

  @Test(arguments: [
    (UnknownCustomerPolicy.error, "Correct or remove"), (.warn, "stay"), (.skip, "stay"), (.remove, "are removed"),
  ])
  func `the advice says what the policy does`(policy: UnknownCustomerPolicy, words: String) {
    let problems = CustomerProblems(places: Self.places(Self.numbers([7]))).unknown(policy)
    #expect(problems.map { $0.severity == .error } == [policy == .error])
    #expect(problems.first?.detail?.contains(words) == true)
  }

  @Test func `an email of several customers is an error that names the customers, but not the email`() throws {
    let emails = [(4, "ada"), (2, "ada"), (3, "grace")].map { #"{"id": \#($0), "email": "\#($1)@example.com"}"# }
    let json = "[\(emails.joined(separator: ", "))]"
    let directory = CustomerDirectory(try JSONDecoder().decode([StoreCustomer].self, from: Data(json.utf8)))
    let email = CustomerReference.email(try #require(EmailAddress("ada@example.com")))
    let customers = [2, 4].compactMap { CustomerID($0) }
    #expect(directory.resolve(email) == .ambiguous(customers))
    #expect(directory.lookedUp(email) == nil)
    let problem = try #require(CustomerProblems(places: Self.places([email])).ambiguous([email: customers]).first)
    #expect(problem.severity == .error)
    #expect(problem.summary == "several customers have the email address in this line: customer 2, customer 4")
    #expect(problem.detail?.contains("`customer:`") == true)
    let others = (1...6).compactMap { EmailAddress("c\($0)@example.com") }.map { CustomerReference.email($0) }
    let many = CustomerProblems(places: Self.places(others)).ambiguous([:])
    #expect(many.count == 1 && many.first?.summary.hasPrefix("a.csv has 6 email addresses that several customers have") == true)
    #expect(many.first?.summary.contains("@") == false)
  }

  @Test func `a customer that the store refuses to look up is named with its line`() async throws {
    try await withShop(customers: 5) { shop in
      try shop.declare("  - {name: A, members: [{customer: 1}]}")
      shop.store.simulator.setFaults([try FaultSpec("error:status=422,on=customers,times=0")])
      let error = await #expect(throws: DiagnosticsError.self) { try await shop.plan() }
      #expect(error?.diagnostics.map(\.code) == ["customer-refused"])
      #expect(error?.diagnostics.first?.range?.start.line == 3)
    }
  }

  @Test func `by default, an unknown customer is an error of the plan`() async throws {
    try await withShop(customers: 5) { shop in
      try shop.declare("  - {name: A, members: [{customer: 1}, {customer: 4711}]}")
      let error = await #expect(throws: DiagnosticsError.self) { try await shop.plan() }
      #expect(error?.diagnostics.map(\.code) == ["unknown-customer"])
    }
  }
}
