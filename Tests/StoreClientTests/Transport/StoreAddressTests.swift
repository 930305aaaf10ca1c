import Diagnostics
import Testing

@testable import StoreClient

@Suite struct StoreAddressTests {
  @Test func `the default address is the vendor's`() throws {
    let address = try StoreAddress(storeHash: "abc123")
    #expect(address.base == "https://api.bigcommerce.com/stores/abc123/v3")
    #expect(address.identity == "abc123")
  }

  @Test(arguments: [
    ("https://proxy.example.com", "https://proxy.example.com/stores/h/v3"),
    ("https://proxy.example.com/", "https://proxy.example.com/stores/h/v3"),
    ("https://proxy.example.com:8443/bc//", "https://proxy.example.com:8443/bc/stores/h/v3"),
    ("HTTPS://proxy.example.com", "HTTPS://proxy.example.com/stores/h/v3"),
  ]) func `another https address replaces the default`(url: String, base: String) throws {
    let address = try StoreAddress(apiURL: url, storeHash: "h")
    #expect(address.base == base)
    #expect(address.identity == "h")
  }

  @Test(arguments: [
    "http://127.0.0.1:8080", "http://127.8.9.10", "http://localhost:1", "http://LOCALHOST", "http://[::1]:8080", "http://[::1]",
    "https://127.0.0.1:8443",
  ]) func `plain http is allowed for this machine, whose store has another name`(url: String) throws {
    let address = try StoreAddress(apiURL: url, storeHash: "h")
    #expect(address.base == "\(url)/stores/h/v3")
    #expect(address.identity == "h@loopback")
  }

  @Test(arguments: [
    "http://api.bigcommerce.com", "http://10.0.0.1", "http://127.0.0.1.example.com", "http://127.0.0", "http://0.0.0.0",
    "http://localhost.example.com", "http://[::2]", "http://127.0.0.256", "ftp://127.0.0.1", "ws://localhost",
  ]) func `plain http, or any other scheme, to another machine is refused`(url: String) {
    #expect(throws: StoreAddressError.notEncrypted(url)) { try StoreAddress(apiURL: url, storeHash: "h") }
  }

  @Test(arguments: [
    "", "api.bigcommerce.com", "https://", "https:///path", "//api.bigcommerce.com", "https:api.bigcommerce.com",
    "https://user:s3cret@api.bigcommerce.com", "https://user@api.bigcommerce.com", "http://127.0.0.1@evil.example",
    "http://127.0.0.1\\@evil.example", "https://api.bigcommerce.com?x=s3cret", "https://api.bigcommerce.com#s3cret",
    "https://api.bigcommerce.com/?", "https://api bigcommerce.com", "https://api.bigcommerce.com\n", "https://[::1",
    "https://bücher.example", "https://api.bigcommerce.com/%2e",
  ]) func `an address with any other part is refused without being shown`(url: String) {
    #expect(throws: StoreAddressError.badURL) { try StoreAddress(apiURL: url, storeHash: "h") }
    #expect(StoreAddressError.badURL.diagnostics.allSatisfy { !"\($0)".contains("s3cret") })
  }

  @Test(arguments: ["", "a/b", "..", "a b", "ä", "a?b", "a%2f"]) func `a store hash is letters and digits`(hash: String) {
    #expect(throws: StoreAddressError.badStoreHash) { try StoreAddress(storeHash: hash) }
  }
}
