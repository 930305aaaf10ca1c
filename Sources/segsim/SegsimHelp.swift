/// The long part of the help.
///
/// Lines stay under 80 columns, where the parser would break them.
enum SegsimHelp {
  static let discussion = """
    segsim speaks the vendor's segmentation API over plain HTTP: the same paths, shapes, statuses and limits. When it is ready it prints one \
    line, "segsim listening on http://127.0.0.1:PORT", and serves until SIGINT or SIGTERM, when it ends with 0.

    EXAMPLES
      segsim --port 8080 --profiles 1000     a store of 1,000 shopper profiles
      segsim --customers 3000 --without-profile-every 10
                                             customers with emails, 300 of them
                                             without a profile
      segsim --seed-file store.json          any free port, a store from a file
      segsim --data store.json               a store that outlives the run
      segsim --scope read-only               a token that may not list members
      segsim --fault latency:ms=200          a slow store
      segsim --fault error:rate=0.1 --fault quota:requests=50,window=5000

    USING IT
      export SEGPLAN_API_URL=http://127.0.0.1:8080
      export BIGCOMMERCE_STORE_HASH=rehearsal        (any hash will do)
      export BIGCOMMERCE_ACCESS_TOKEN=sim-token
      segplan

    WHAT IT SERVES, below /stores/{hash}/v3
      GET POST PUT DELETE  /segments
      GET POST DELETE      /segments/{id}/shopper-profiles
      GET POST DELETE      /shopper-profiles
      GET                  /shopper-profiles/{id}/segments
      GET                  /customers    id:in, email:in, include
      As at the vendor's, a DELETE without id:in is one of everything.

    LIMITS
      over 50 ids in an add          422
      a limit over 250               422
      over 10 requests in flight     429
      over 1,000 segments            422
      an address over 8 KiB          414
      a segment's name given twice   409
      a member added again           409, and the batch is rejected
      an unknown shopper profile     422, and the batch is rejected
      a profile for a customer who   400, and none is created
      has one, or does not exist

    LOOKING INSIDE (no token needed, not logged, no faults)
      GET /_sim/log        the requests so far, in order of arrival: an array of
                           {method, path, query, status, ids, in_flight}
      GET /_sim/store      the store, as a seed file
      GET /_sim/stats      requests by kind, most in flight, limit violations,
                           milliseconds of latency waited, faults by kind
      GET /_sim/foreign    what another writer changed: an array of
                           {change, segment, profile, after_requests}
      GET /_sim/faults     the faults that are set, and how often they happened
      POST /_sim/faults    sets faults in place of those: an array of specs or
                           objects, such as
                           ["overload", {"kind": "error", "status": 502}]
      DELETE /_sim/faults  ends all faults

    \(faults)

    SEED FILE
      {"customers": [{"id": 2, "email": "ada@example.com",
                      "shopper_profile_id": "<uuid>"}],
       "profiles": [{"id": "<uuid>", "customer_id": 1}],
       "segments": [{"id": "<uuid>", "name": "VIP", "description": ""}],
       "memberships": {"<segment id>": ["<profile id>"]},
       "promotions": [{"id": 1, "name": "VIP 20 %", "status": "ENABLED",
                       "redemption_type": "AUTOMATIC",
                       "customer": {"segments": {"id": ["<segment id>"]}}}]}

      Each part may be left out. Customers with a profile need not be named:
      their emails are customer1@example.com and so on.

    NUMBERED PROFILES
      --profiles N makes the profiles 00000000-0000-4000-8000-000000000001 and
      so on; the last 12 digits are the number in hexadecimal, from 1 to N, and
      customer_id is the same number. The customer with the number 7 has the
      email customer7@example.com. --customers N makes the same store, and with
      --without-profile-every K the customers K, 2K and so on have no profile.

    EXIT STATUS
      0   stopped by SIGINT or SIGTERM; with --data, the store is saved
      1   error: bad seed file, port in use, store not saved
      64  wrong usage
    """

  private static let faults = """
    FAULTS: --fault KIND[:key=value,…]
      Which requests, for all kinds but quota:
        on=list+add     list segments add remove create update delete profiles
                        customers or any; list is that of a segment's members,
                        profiles everything about profiles themselves
        rate=0.1        each of them with this probability
        times=3         at most so often; 0 for no bound. Without it: once, or
                        with rate, latency, gone and late no bound
        after=2         not the first two of them
      Of several faults that decide the answer, the first that happens does.

      Slow, and limits
        latency:ms=50,jitter=20       late by 50 to 70 ms
        drip:bytes=16,pause=100       the body in pieces, with pauses in ms
        quota:requests=150,window=30000,used-by-others=0.5,retry-after=yes
                                      the vendor's rate limit and its headers;
                                      window in ms; others use up their share
                                      evenly over each window
        overload                      429 without headers

      Failures (when=before or after the request is carried out)
        error:status=503              400 to 599; 504 after, others before
        reset                         the connection; after
        truncate                      the body ends half way
        html:status=502               a web page; 2xx after, others before
        redirect:status=307,location=http://127.0.0.1:9/
                                      nothing is carried out

      Conflicts and missing profiles
        conflict:style=whole,members=1
                                      somebody else adds one of the batch just
                                      before (on=create: makes a segment of that
                                      name). As long as the fault is set, a 409
                                      rejects the batch (whole), adds the others
                                      (partial) or names nobody (anonymous)
        gone:profiles=2,answer=422    two of the profiles in adds are deleted, or
                                      on=remove; or ids=UUID+UUID, at once. As
                                      long as the fault is set, unknown profiles
                                      are answered 422, 404 or dropped

      Somebody else (see GET /_sim/foreign)
        segment-gone                  the segment of a list, add or remove is
                                      deleted just before
        foreign-writer:adds=1,removes=1
                                      changes the segment that is listed, after
                                      the last page (on=list-end), or with on=add
                                      or remove before; when= to change that;
                                      add=UUID+UUID and remove= name profiles

      Lists that move (pages after the first)
        shift:row=inserted            a row comes in on the first page; deleted:
                                      one leaves it; moved: both, total the same
        duplicate                     the first row is the last one of the page
                                      before

      Lists that lag
        late:ms=60000                 lists show what an add or a removal
                                      changed only after this time; on=add or
                                      remove for one of them
    """
}
