import Testing

@testable import HTTPExchange

@Suite struct ProxyRulesTests {
  private static func proxy(_ environment: [String: String], _ address: String) throws -> String? {
    let rules = ProxyRules(EnvironmentVariables(environment))
    return try rules.proxy(for: try ServerAddress(address, allowsPlainHTTP: true))?.description
  }

  @Test(
    arguments: [
      (["HTTPS_PROXY": "http://p:1"], "https://a.example/", "p:1"),
      (["https_proxy": "http://p:1"], "https://a.example/", "p:1"),
      (["https_proxy": "http://low:1", "HTTPS_PROXY": "http://up:2"], "https://a.example/", "low:1"),
      (["https_proxy": "", "HTTPS_PROXY": "http://up:2"], "https://a.example/", "up:2"),
      (["HTTP_PROXY": "http://p:1"], "https://a.example/", nil),
      (["HTTP_PROXY": "http://p:1"], "http://a.example/", "p:1"),
      (["ALL_PROXY": "http://p:1"], "https://a.example/", "p:1"),
      (["all_proxy": "http://all:1", "HTTPS_PROXY": "http://p:2"], "https://a.example/", "p:2"),
      (["HTTPS_PROXY": "p:3128"], "https://a.example/", "p:3128"),
      (["HTTPS_PROXY": "p"], "https://a.example/", "p:80"),
      (["HTTPS_PROXY": "HTTP://p:3128/"], "https://a.example/", "p:3128"),
      (["HTTPS_PROXY": "http://user:p%40ss@p:3128"], "https://a.example/", "p:3128"),
      (["HTTPS_PROXY": "socks5://p"], "https://a.example/", "p:1080"),
      (["HTTPS_PROXY": "http://[::1]:3128"], "https://a.example/", "[::1]:3128"),
    ] as [([String: String], String, String?)]
  )
  func `the usual variables name the proxy`(environment: [String: String], address: String, proxy: String?) throws {
    #expect(try Self.proxy(environment, address) == proxy)
  }

  @Test(arguments: [
    "https://localhost", "https://LOCALHOST:8443", "https://127.0.0.1", "https://127.9.9.9", "https://[::1]:1",
    "http://127.0.0.1",
    "http://169.254.170.2/v2", "http://[fd00:ec2::23]/",
  ])
  func `this machine is never reached through a proxy`(address: String) throws {
    #expect(try Self.proxy(["ALL_PROXY": "http://p:1", "HTTPS_PROXY": "http://p:1", "HTTP_PROXY": "http://p:1"], address) == nil)
  }

  @Test(arguments: [
    ("example.com", "https://example.com", true), ("example.com", "https://a.b.example.com", true),
    ("example.com", "https://notexample.com", false), (".example.com", "https://a.example.com", true),
    (".example.com", "https://example.com", true), ("*.example.com", "https://a.example.com", true),
    ("EXAMPLE.com", "https://a.Example.COM", true), ("example.com", "https://example.com.", true),
    ("*", "https://a.example", true), ("x, *", "https://a.example", true), ("a.example b.example", "https://b.example", true),
    (" a.example ,b.example", "https://b.example", true), ("a.example:8443", "https://a.example:8443", true),
    ("a.example:8443", "https://a.example", false), ("a.example:443", "https://a.example", true),
    ("10.0.0.0/8", "https://10.1.2.3", true), ("10.0.0.0/8", "https://11.1.2.3", false), ("10.1.2.3", "https://10.1.2.3:9", true),
    ("10.1.2.3:9", "https://10.1.2.3:9", true), ("10.1.2.3:9", "https://10.1.2.3", false),
    ("10.0.0.0/9", "https://10.200.0.1", false),
    ("10.0.0.0/33", "https://10.0.0.0", false), ("0.0.0.0/0", "https://a.example", false),
    ("fd00::/8", "https://[fd12::1]", true),
    ("[fd12::1]", "https://[fd12::1]", true), ("[fd12::1]:9", "https://[fd12::1]", false),
    ("fd12::1", "https://[FD12:0::1]", true),
    ("10.0.0.1", "https://[::ffff:10.0.0.1]", true), ("1", "https://10.1.2.1", false), ("", "https://a.example", false),
    (",,", "https://a.example", false), ("example.com/path", "https://example.com", false),
  ])
  func `NO_PROXY names what is reached directly`(list: String, address: String, isDirect: Bool) throws {
    for variable in ["NO_PROXY", "no_proxy"] {
      #expect(try Self.proxy(["HTTPS_PROXY": "http://p:1", variable: list], address) == (isDirect ? nil : "p:1"))
    }
  }

  @Test(arguments: [
    "http://", "http://s3cret:pw@", "http://p:99999", "http://p:0", "http://s3cret p:1", "http://[::1", "http://s3cret%zz@p",
    "::1", "https://s3cret@p", "s3cret://p", "socks4://p", "socks5://s3cret:x@p",
    "http://s3cret#x@p:1", "http://s3cret:12#x@p:1", "http://s3cret:12/x@p:1", "s3cret?x@p:1", "http://s3cret#x",
  ])
  func `an unusable proxy is an error that does not show its address`(text: String) throws {
    let error = #expect(throws: HTTPFailure.self) { try Self.proxy(["HTTPS_PROXY": text], "https://a.example") }
    let words = "\(try #require(error))"
    #expect(words.contains("HTTPS_PROXY"))
    #expect(!words.contains("s3cret") || text.hasPrefix("s3cret://"), "\(words)")
  }

  @Test(arguments: ["https://s3cret@p", "socks5://s3cret:x@p", "http://"])
  func `an unusable proxy does not affect direct connections`(text: String) throws {
    #expect(try Self.proxy(["ALL_PROXY": text], "http://127.0.0.1:1") == nil)
    #expect(try Self.proxy(["ALL_PROXY": text, "NO_PROXY": "*"], "https://a.example") == nil)
    #expect(try Self.proxy(["HTTPS_PROXY": text], "http://a.example") == nil)
  }

  @Test func `a proxy prints without its user and password`() throws {
    let proxy = try Proxy("http://user:s3cret@p:1", variable: "HTTPS_PROXY")
    #expect(proxy.credentials == .init(user: "user", password: "s3cret"))
    var dumped = ""
    dump(proxy, to: &dumped)
    for text in ["\(proxy)", String(reflecting: proxy), dumped, "\(Optional(proxy) as Any)"] {
      #expect(!text.contains("s3cret"), "\(text)")
    }
  }
}
