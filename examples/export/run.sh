#!/usr/bin/env bash
# Makes four segments from one export of 3,000 customers, in a store that segsim simulates on this machine.
set -euo pipefail
here="$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)"
# shellcheck source=examples/walk.sh
source "$here/../walk.sh"

# The customers as the control panel exports them: 300 VIPs, 600 wholesale customers in two groups, and 2,100 others.
write_export() {
  mkdir -p "$(dirname "$1")"
  awk -v customers="$2" 'BEGIN {
    print "Customer ID,Customer Name,Company,Email,Phone,Notes,Store Credit,Customer Group,Date Joined"
    for (id = 1; id <= customers; id++) {
      digit = id % 10
      group = digit == 0 ? "VIP" : digit == 1 ? "Wholesale" : digit == 2 ? "Distributors" : "Retail"
      printf "%d,\"Customer, No. %d\",,customer%d@example.com,,,0.00,%s,2024-03-01\n", id, id, id, group
    }
  }' >"$1"
}

prepare curl

say "Start a simulated store with 3,000 customers and no segment, and export the customers"
start_store export --customers 3000
cp -r "$here/segments" "$work/segments"
export_file="$work/segments/exports/customers.csv"
write_export "$export_file" 3000
run head -n 4 "$export_file"
cd "$work"

say "1. Check the manifest, its format and the export"
run segplan validate segments
run segplan fmt --check segments

say "2. Plan: each segment has its rows of the export, without the staff"
expect 2 segplan segments --detailed-exitcode --out plan.json --report json=plan-report.json | tee plan.txt
holds plan.txt "0 → 299 members"
holds plan.txt "0 → 599 members"
holds plan.txt "0 → 2,099 members"
holds plan.txt "0 → 898 members"
holds plan.txt "4 segments to create, 0 to update; 3,895 members to add, 0 to remove"

say "3. Apply exactly that plan. Then there is nothing to do"
expect 0 segapply plan.json
expect 0 segplan segments --detailed-exitcode

say "4. The staff are in no segment, and are no segment in the store"
run segplan why 1006 segments | tee why.txt
holds why.txt "Staff"
run segplan list segments

say "5. List who leaves in the week after 30 May 2099"
expect 0 segplan expiring segments --at 2099-05-30 --within 7d | tee expiring.txt
holds expiring.txt "Spring sale"

say "6. An export that lost most of its rows changes nothing: the run stops"
write_export "$export_file" 300
expect 1 segplan segments

say "Done. docs/how-to.md starts from an export too"
