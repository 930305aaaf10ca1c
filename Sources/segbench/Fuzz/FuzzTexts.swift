/// Texts of others: good ones that are broken at random.
///
/// Manifests and documents of this project are files in the folder `Inputs`.
enum FuzzTexts {
  static let variables = [
    """
    SEASON: Summer
    YEAR: 2026
    TEAM: "a \\n b"
    EMPTY: ''

    """,
    """
    # none
    {A: 1, B: two, _C3: ''}

    """,
    """
    --- {A: &x 1}
    --- {B: !!str 2}
    ...

    """,
  ]

  static let lists = [
    """
    # members
    a3f1c9e2-4b7d-4f3a-9c2e-8b7d6f9a1234
    135d63cf-1293-424c-802a-2e8f96fc5ce8 # Ada

    \t3F0C9931-918c-40bf-9670-c342c6cce996\r

    """,
    "\u{FEFF}4527\n4528\r\n  4529\n0000000012\n",
    "ada@example.com\n#no@example.com\na#b@example.com # x\n\u{E9}@\u{E9}.fr\n",
  ]

  static let tables = [
    """
    shopper_profile_id,name\r
    a3f1c9e2-4b7d-4f3a-9c2e-8b7d6f9a1234,Ada\r
    "135d63cf-1293-424c-802a-2e8f96fc5ce8","L, ""x""\r
    B"\r

    """,
    "\u{FEFF}name,customer_id\nAda,4527\n\n\"Bob\nB\",\"4528\"\n , 4529 \n",
    "email\nada@example.com\n\"b\"\"b@example.com\"\n",
    """
    who,shopper_profile_id
    1,a3f1c9e2-4b7d-4f3a-9c2e-8b7d6f9a1234
    2,135d63cf-1293-424c-802a-2e8f96fc5ce8

    """,
  ]

  /// In base64: a list, a table, and half a million line breaks.
  static let packed = [
    """
    H4sIAAAAAAACAw3HOwqAQAwFwH5PIVg/MB/X5DhrNgHBTu+PTjfrcl/P24YUhSdDz2NCSwY8OGF/e/kgFm0k++wSBWIXKGvANh7gtPJesUda+w\
    DPFJh0UQAAAA==
    """,
    """
    H4sIAAAAAAACAw3KSwqAQAgA0H1nSWjUpvE0YY5S0GeoTcev5YP3rFdrfs/tvmLbfd5qf+rhnVIkE0fgZarAQQpi6FB+5hBNSNy/XaKxZrKAhE\
    LAyAZlQAX0EpLDRvPytw/22kA0ZgAAAA==
    """,
    """
    H4sIAAAAAAACA+3BMQEAAADCoH/9A9vABEABAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA\
    AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA\
    AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA\
    AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA\
    AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA\
    AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA\
    AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAfANQq6AQAAAIAA==
    """,
  ]

  private static let id = "a3f1c9e2-4b7d-4f3a-9c2e-8b7d6f9a1234"
  private static let quota =
    "x-rate-limit-requests-quota=150 x-rate-limit-requests-left=35 x-rate-limit-time-window-ms=30000 x-rate-limit-time-reset-ms=15000"
  private static let page = """
    "meta": {"pagination": {"total": 2, "count": 2, "per_page": 250,
    "current_page": 1, "total_pages": 1, "links": {"current": "?page=1"}}}
    """

  static let answers = [
    """
    segments 200 \(quota)
    {"data": [{"id": "\(id)", "name": "VIP", "description": ""},
    {"id": "cbf27734-ac10-4525-8b66-402800e03d2c", "name": "\\u00e9", "description": null, "created_at": "2026-01-01T00:00:00Z"}],
    \(page)}
    """,
    """
    members 200 \(quota)
    {"data": [{"id": "\(id)"},
    {"id": "cbf27734-ac10-4525-8b66-402800e03d2c"}],
    \(page)}
    """,
    """
    customers 200 retry-after=3
    {"data": [{"id": 12, "email": "ada@example.com", "shopper_profile_id": "\(id)"},
    {"id": 13, "email": "bob@example.com", "shopper_profile_id": null}],
    \(page)}
    """,
    """
    created-segment 201 \(quota)
    {"data": [{"id": "\(id)", "name": "VIP", "description": ""}], "meta": {}}
    """,
    """
    created-profiles 201 \(quota)
    {"data": [{"id": "\(id)", "customer_id": 12}], "meta": {}}
    """,
    """
    members 409 x-retry-after=1
    {"errors": [{"status": 409, "title": "Conflict", "errors": {"0": "Shopper profile `\(id)` already exists"}}]}
    """,
    """
    members 422
    {"status": 422, "title": "Bad", "type": "/x", "errors": {"1": "no", "name": "taken"}}
    """,
    """
    members 429 \(quota) x-retry-after=2
    {}
    """,
  ]

  static let exchanges = [
    "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 2\r\n\r\n{}",
    "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\nTrailer: A\r\n\r\n1;x=y\r\n{\r\n1\r\n}\r\n0\r\nA: b\r\n\r\n",
    "HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 103 Early Hints\r\nLink: <a>\r\n\r\nHTTP/1.1 204 No Content\r\n\r\n",
    "HTTP/1.0 503 Busy\r\nConnection: close\r\nRetry-After: 3\r\n\r\nbusy", "HTTP/1.1 000 X\r\nContent-Length: 2\r\n\r\n{}",
    "HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\nHTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n",
  ]
}
