/// What `segapply --help` explains.
enum ApplyHelp {
  static let discussion = """
    Takes the state's lock, reads the store again, shows the plan, and asks. Then it creates and updates segments, removes and \
    adds members in batches of at most 50, lists the segments again to verify, and records the result in the state. Running it again \
    is always safe: what is done is found done.

    A saved plan (segplan --out) is not asked about again: it was reviewed. It is refused if the store has changed since in ways \
    that it does not list, if a later apply has changed its segments, or if it is no longer valid. Its limits come from manifests or \
    from the command line, never from the plan file.

    Ctrl-C (SIGINT), SIGTERM, SIGHUP or SIGQUIT stops it: nothing new is sent, requests in flight get the time of --grace, then the state \
    is written and the lock released. A second signal ends the wait for the store. A third one ends the process at once: the next run \
    reads the journal, but a lock on a server stays.

    EXAMPLES
      segapply                            plan this folder, ask, apply
      segapply plan.json                  do exactly what the saved plan lists
      segapply --auto-approve segments/   without asking, for pipelines
      segapply --allow-delete plan.json   also delete the segments that it lists

    \(HelpText.environment)

    \(HelpText.applyExitStatus)
    """
}
