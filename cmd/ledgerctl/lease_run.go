package main

import (
	"shouqi/ledger"
	"shouqi/ledger/billing"
	"shouqi/ledger/lease"
)

type leaseRunCommand struct {
	runFlags
	Number []string `help:"只出这些合同。"`
}

// Run previews or issues what leases ask for.
func (c *leaseRunCommand) Run(d *desk) error {
	return c.do(d, lease.SourceTitle, func(*ledger.Book) (billing.Source, error) { return lease.Source{Leases: c.Number}, nil })
}
