/// What the faults do to one request, decided when it comes.
struct Disturbance: Sendable {
  /// How long it is held up before it is carried out.
  var delay = Duration.zero
  /// How it is answered in place of, or after, being carried out: a fault for which ``Fault/decidesAnswer`` holds.
  var answer: Fault?
  /// What another writer does once the request is carried out.
  var afterwards: [ForeignEdit] = []
  /// Whether the page is to repeat a record of the page before.
  var repeatsRecord = false
  /// How long lists of members do not show what the request changes.
  var hiddenFor = Duration.zero
}
