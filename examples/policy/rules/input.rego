# The other rules find nothing to deny in a file that is not a plan, so this one denies it.
package main

import rego.v1

deny contains "the file is not a plan of format 3" if not is_plan

is_plan if {
	input.version == 3
	is_array(input.segments)
	is_object(input.summary)
}
