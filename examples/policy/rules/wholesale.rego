# No plan removes more than 10 members of a segment whose name begins with "Wholesale".
package main

import rego.v1

maximum_removals := 10

deny contains message if {
	some segment in input.segments
	some name in names(segment)
	startswith(lower(name), "wholesale")
	removals(segment) > maximum_removals
	message := sprintf("%s loses %d members; this policy allows %d", [name, removals(segment), maximum_removals])
}

# A rename must not evade the rule, so the old name counts too.
names(segment) := {segment.name, object.get(segment, ["name_change", "from"], segment.name)}

# A deleted segment loses all its members, but the plan does not list them in `remove`.
removals(segment) := segment.live.count if "delete" in segment.actions

removals(segment) := count(segment.remove) if not "delete" in segment.actions
