/// The part of the help that tells of faults.
///
/// Lines stay under 80 columns, where the parser would break them.
enum FaultHelp {
  static let text = """
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
