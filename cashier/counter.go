package cashier

import (
	"context"
	"errors"

	"shouqi/cashier/approving"
	"shouqi/cashier/charging"
	"shouqi/cashier/collecting"
	"shouqi/cashier/exchanging"
	"shouqi/cashier/household"
	"shouqi/cashier/leasing"
	"shouqi/cashier/metering"
	"shouqi/cashier/people"
	"shouqi/cashier/peripherals"
	"shouqi/cashier/prepaying"
	"shouqi/cashier/pricing"
	"shouqi/cashier/printing"
	"shouqi/cashier/receipts"
	"shouqi/cashier/refunding"
	"shouqi/cashier/register"
	"shouqi/cashier/reports"
	"shouqi/cashier/session"
	"shouqi/cashier/shifts"
	"shouqi/cashier/taking"
	"shouqi/cashier/undoing"
	"shouqi/cashier/voice"
	"shouqi/devices/serial"
	"shouqi/ledger"
	"shouqi/ledger/audit"
	"shouqi/ledger/store"
)

// Counter is a running counter: the open book with who is signed in, and the rooms in which things are done.
type Counter struct {
	*session.Session
	Households *household.Households
	Receipts   *receipts.Receipts
	Printing   *printing.Printing
	Collecting *collecting.Collecting
	Taking     *taking.Taking
	Undoing    *undoing.Undoing
	Shifts     *shifts.Shifts
	Pricing    *pricing.Pricing
	Charging   *charging.Charging
	Metering   *metering.Metering
	Leasing    *leasing.Leasing
	Register   *register.Register
	Reports    *reports.Reports
	People     *people.People
	Refunding  *refunding.Refunding
	Prepaying  *prepaying.Prepaying
	Approving  *approving.Approving
	Exchanging *exchanging.Exchanging
	Voice      *voice.Voice
	// Peripherals are a scanner on a serial port and the display of figures.
	Peripherals *peripherals.Peripherals
}

// New makes the counter of an open book.
func New(book *ledger.Book) *Counter {
	s := session.New(book)
	written := receipts.New(s)
	paper := printing.New(s, written)
	collected := collecting.New(s, paper)
	return &Counter{Session: s, Households: household.New(s), Receipts: written, Printing: paper,
		Collecting: collected, Taking: taking.New(s, paper, collected), Undoing: undoing.New(s, paper), Shifts: shifts.New(s, paper),
		Pricing: pricing.New(s), Charging: charging.New(s), Metering: metering.New(s), Leasing: leasing.New(s),
		Register: register.New(s), Reports: reports.New(s), People: people.New(s), Refunding: refunding.New(s, paper), Prepaying: prepaying.New(s), Approving: approving.New(s), Exchanging: exchanging.New(s, paper),
		Voice: voice.New(s), Peripherals: peripherals.New(s)}
}

// Open opens the book at path with what the person brings (no key, for a demo book or a machine with a keyring) and makes
// the counter ready. Findings of the quick check are given, not hidden: the book takes no money until they are cleared. Of one that is opened
// ReadOnly the counter is latched with store.readonly: it is there to look at.
func Open(ctx context.Context, path string, options ledger.OpenOptions) (*Counter, []audit.Finding, error) {
	options.OpenPort = serial.OpenStream
	book, findings, err := ledger.Open(ctx, path, options)
	if err != nil {
		return nil, nil, err
	}
	if options.ReadOnly {
		book.Store.Latch(store.Refuse(store.CodeReadonly))
	}
	counter := New(book)
	policies, err := book.Policies(ctx)
	counter.SeeCutoff(policies.CutoffHour)
	if err == nil {
		err = book.LoadFinder(ctx)
	}
	if err == nil {
		err = counter.Printing.Load(ctx)
	}
	if err == nil {
		err = counter.Peripherals.Load(ctx)
	}
	if err != nil {
		return nil, nil, errors.Join(err, book.Close())
	}
	return counter, findings, nil
}

// Close closes the book. The spool's worker must have been ended by its context before.
func (c *Counter) Close() error { return c.Book.Close() }
