package import Diagnostics
import Planning
import StateStorage

/// Why a saved plan is not for this store or state.
package enum SavedPlanRefusal: DiagnosedError, Hashable {
  case otherStore(planned: String, now: String)
  case otherLineage(planned: String, now: String?)
  /// The plan was made with a newer version of the state than this one.
  case newerState(planned: Int, now: Int)

  /// A plan that was made without a state may meet one now: the segments' history and the store then decide whether it still fits.
  static func check(_ plan: Plan, store: String, state: StateDocument?) throws(SavedPlanRefusal) {
    guard plan.header.store == store else { throw .otherStore(planned: plan.header.store, now: store) }
    if let planned = plan.header.state?.lineage, planned != state?.lineage {
      throw .otherLineage(planned: planned, now: state?.lineage)
    }
    if let planned = plan.header.state?.serial, let state, planned > state.serial {
      throw .newerState(planned: planned, now: state.serial)
    }
  }

  package var diagnostics: [Diagnostic] {
    switch self {
    case .otherStore(let planned, let now):
      [
        Diagnostic(
          .error,
          code: "plan-other-store",
          summary: "the plan is for the store \(planned), not for \(now)",
          detail: "Nothing was changed. Check BIGCOMMERCE_STORE_HASH and SEGPLAN_API_URL, or make a plan for this store."
        )
      ]
    case .otherLineage(let planned, let now):
      [
        Diagnostic(
          .error,
          code: "plan-other-state",
          summary: now == nil
            ? "the plan was made with a state that is not here (lineage \(planned))"
            : "the plan was made with another state (lineage \(planned)) than this one (\(now ?? ""))",
          detail: "Nothing was changed. Name the state that the plan was made with in --state, or plan again."
        )
      ]
    case .newerState(let planned, let now):
      [
        Diagnostic(
          .error,
          code: "stale-plan",
          summary: "the plan was made at serial \(planned) of the state; the state is only at serial \(now)",
          detail: """
            Nothing was changed. An older copy of the state was restored, the plan saw a journal that this folder does not have, or the \
            plan file was edited. Plan again.
            """
        )
      ]
    }
  }
}
