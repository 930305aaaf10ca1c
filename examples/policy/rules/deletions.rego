# A plan that deletes segments does nothing else.
package main

import rego.v1

deny contains message if {
	deletes_segments
	some segment in input.segments
	some action in segment.actions
	not action in {"delete", "no-op"}
	message := sprintf("%s changes in a plan that deletes segments; delete them in a plan of its own", [segment.name])
}

deletes_segments if {
	some segment in input.segments
	"delete" in segment.actions
}
