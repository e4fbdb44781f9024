package checkout

import (
	"slices"
	"strings"

	"shouqi/cashier/collecting"
	"shouqi/cashier/household"
	"shouqi/cashier/taking"
	"shouqi/ledger/billing"
	"shouqi/ledger/money"
	"shouqi/ledger/payment"
	"shouqi/ledger/staff"
	"shouqi/ledger/till"
)

// Draft is a payment being made: which bills are ticked, what is put by, and how it is paid. RequestID is made when the
// household is opened and kept over every retry, so that a lost answer takes nothing twice.
type Draft struct {
	RequestID string
	Household household.Household
	// Revision counts how often the household was read.
	Revision int

	// Parts maps a bill's id to how many fen of it are paid.
	Parts map[string]money.Fen
	// LateFirst are the bills whose late fee is paid before the bill is paid whole, as the policies may say.
	LateFirst map[string]bool
	// LateParts maps a bill that is paid whole to how many fen of its late fee are paid with it, 0 included, where that is not all of it.
	LateParts map[string]money.Fen
	PrepayFen money.Fen
	// PrepayPurpose is what PrepayFen is kept for.
	PrepayPurpose billing.Purpose

	UseCredit bool
	// KeepChange keeps what is over as prepayment.
	KeepChange bool
	// Given are the tenders that pay a stated part: a card slip of 200 beside cash.
	Given []till.Tender
	// Rest is the tender that pays what credit and Given do not.
	Rest till.TenderKind
	// Typed is the amount handed over as typed, "" for the exact sum; it counts for cash alone.
	Typed     string
	Reference string
	PayerName string
	Late      *taking.LateEntry

	// AtChannel is the order at a channel that collects the rest, nil for none. While it stands nothing about the draft can be changed.
	AtChannel *collecting.Order
	// quoted is what the draft came to when its order was made.
	quoted Quote
	// way is how a channel is to be asked, and payerCode the code that it charges, until the book has answered.
	way       payment.Way
	payerCode string

	// isUnsaid says that a channel was asked and took nothing: cash is the rest's tender only until somebody says with what it is paid, and an
	// Enter that was meant for the channel takes none.
	isUnsaid bool

	// touched says that somebody changed something: such a draft is put aside and not forgotten.
	touched bool
	// sent says that the book was asked for the money.
	sent bool
	// passed are the guards that were passed for what stands now.
	passed []string
}

// givenMax is how many tenders may be stated beside the prepayment, the rest and the rounding.
const givenMax = 7

// IsScanned reports whether the rest is to be charged by a code on the owner's phone that is still to be scanned.
func (d *Draft) IsScanned() bool {
	return d.Rest.IsChannel() && d.way == payment.Charged && d.payerCode == ""
}

// NewDraft begins a payment: all that is due is ticked, and cash is chosen.
func NewDraft(h household.Household, requestID string) *Draft {
	d := &Draft{RequestID: requestID, Household: h, Rest: till.Cash}
	d.TickDue(false)
	return d
}

func (d *Draft) isCash() bool { return d.Rest == till.Cash }

// TickDue ticks every bill that is due, whole; with future, those not yet due as well. What somebody owes who has left is not
// asked of who is there: it is ticked by hand.
func (d *Draft) TickDue(future bool) {
	d.Parts, d.LateFirst, d.LateParts = make(map[string]money.Fen), nil, nil
	for _, line := range d.Household.Lines {
		if line.Left == "" && (future || !line.Future) {
			d.Parts[line.ID] = line.OwedFen()
		}
	}
}

// tickMany does a TickAll or a TickNone.
func (d *Draft) tickMany(input Input) {
	if _, all := input.(TickAll); all {
		d.TickDue(len(d.Parts) < len(d.Household.Lines))
		return
	}
	if len(d.Parts) == 0 {
		d.TickDue(false)
		return
	}
	d.Parts, d.LateFirst, d.LateParts = make(map[string]money.Fen), nil, nil
}

// line returns an open bill of the household.
func (d *Draft) line(bill string) (household.Line, bool) {
	for _, line := range d.Household.Lines {
		if line.ID == bill {
			return line, true
		}
	}
	return household.Line{}, false
}

// LateFen returns the late fee in fen that is paid with a line: all of it when the bill is paid whole, and none with a
// part, because the fee then goes on growing, unless it is paid first. With a bill that is paid whole a part of its fee may be paid.
func (d *Draft) LateFen(line household.Line) money.Fen {
	if d.LateFirst[line.ID] {
		return line.LateFen
	}
	late := owed(line).Late(d.Parts[line.ID])
	if part, stated := d.LateParts[line.ID]; stated {
		return min(part, late)
	}
	return late
}

// fee returns what is paid of the late fee of a line as the till is asked for it, and whether it is asked for at all: also where nothing is
// paid of it, because exactly its bill is.
func (d *Draft) fee(line household.Line) (fee till.BillPart, asked bool) {
	fee = till.BillPart{Bill: line.ID, Fen: d.LateFen(line)}
	_, stated := d.LateParts[line.ID]
	if fee.Fen < line.LateFen {
		fee.OfFen = line.LateFen
	}
	return fee, fee.Fen > 0 || stated && owed(line).Late(d.Parts[line.ID]) > 0
}

func owed(line household.Line) till.Owed {
	return till.Owed{Bill: line.ID, Fen: line.OwedFen(), LateFen: line.LateFen, Purpose: line.Purpose, Book: till.BookOf(line.Kind)}
}

// renew takes the household as it was read anew. What was ticked stays ticked where it is still owed, whole where it was
// whole. Where nothing was due before, as after a payment that is reversed now, what is due is ticked as when it was opened.
func (d *Draft) renew(h household.Household) {
	before := d.Household
	d.Household = h
	d.Revision++
	if len(d.Parts) == 0 && len(NewDraft(before, "").Parts) == 0 {
		d.TickDue(false)
		return
	}
	for bill, part := range d.Parts {
		line, found := d.line(bill)
		switch {
		case !found || line.OwedFen() <= 0:
			delete(d.Parts, bill)
		case part == owedBefore(before, bill):
			d.Parts[bill] = line.OwedFen()
		default:
			d.Parts[bill] = min(part, line.OwedFen())
		}
	}
}

func owedBefore(h household.Household, bill string) money.Fen {
	for _, line := range h.Lines {
		if line.ID == bill {
			return line.OwedFen()
		}
	}
	return 0
}

// mayEdit says whether an Input may change the draft that is open: not while its money is on the way, and not where it is meant for another.
func (c *Checkout) mayEdit(input Input) bool {
	if c.draft == nil || c.isTaking() {
		return false
	}
	draft, says := meantFor(input)
	return !says || draft == "" || draft == c.draft.RequestID
}

// edit changes the draft that is open.
func (c *Checkout) edit(input Input) {
	if !c.mayEdit(input) {
		return
	}
	d := c.draft
	c.early = nil
	switch in := input.(type) {
	case Reload:
		c.reread(in)
		return
	case Trouble:
		c.problem = Problem{Err: in.Err}
		return
	}
	c.leaveChannel()
	switch in := input.(type) {
	case Amount:
		d.Typed = in.Text
	case Reference:
		d.Reference = in.Text
	case Tick:
		d.tick(in.Bill)
	case TickAll, TickNone:
		d.tickMany(input)
	case Part:
		d.part(in.Bill, in.Fen, till.AllocateBy(c.state.Policies))
	case Oldest:
		d.coverOldest(in.Fen, c.state.Bounds.Fen(staff.RoundingMax), till.AllocateBy(c.state.Policies))
		c.home()
	case Package:
		c.home()
		if problem := d.tickPackage(in.Name); !problem.IsNone() {
			c.problem = problem
			return
		}
	case Prepay:
		d.PrepayFen, d.PrepayPurpose = max(0, in.Fen), in.Purpose
		c.home()
	case Payer:
		d.PayerName = strings.TrimSpace(in.Name)
		c.home()
	case Late:
		c.setLate(d, in.Entry)
	case UseCredit:
		if d.Household.CanPay() == 0 {
			return
		}
		d.UseCredit = !d.UseCredit
		c.home()
	case KeepChange:
		d.KeepChange = !d.KeepChange
		c.home()
	case PayWith:
		d.Rest = in.Kind
		c.home()
	case Give:
		if len(d.Given) == givenMax {
			return
		}
		d.Given = append(slices.Clone(d.Given), in.Tender)
		c.home()
	case TakeBack:
		if in.Index < 0 || in.Index >= len(d.Given) {
			return
		}
		d.Given = slices.Delete(slices.Clone(d.Given), in.Index, in.Index+1)
		c.home()
	}
	d.touched, d.isUnsaid = true, false
	c.problem = Problem{}
	c.requote()
}

// meantFor returns which draft an Input is meant for, and whether it says so.
func meantFor(input Input) (requestID string, says bool) {
	switch in := input.(type) {
	case TickAll:
		return in.Draft, true
	case TickNone:
		return in.Draft, true
	case Part:
		return in.Draft, true
	case Oldest:
		return in.Draft, true
	case Package:
		return in.Draft, true
	case Prepay:
		return in.Draft, true
	case Payer:
		return in.Draft, true
	case Late:
		return in.Draft, true
	case KeepChange:
		return in.Draft, true
	case PayWith:
		return in.Draft, true
	case Give:
		return in.Draft, true
	case TakeBack:
		return in.Draft, true
	case Reload:
		return in.Draft, true
	case Trouble:
		return in.Draft, true
	}
	return "", false
}

func (d *Draft) tick(bill string) {
	line, found := d.line(bill)
	if !found {
		return
	}
	d.forgetLate(bill)
	if _, ticked := d.Parts[bill]; ticked {
		delete(d.Parts, bill)
		return
	}
	d.Parts[bill] = line.OwedFen()
}

// part pays so many fen of a bill. What it owes with its late fee, or more, is the whole of both; any other sum is shared out between them
// as by says.
func (d *Draft) part(bill string, fen money.Fen, by till.Allocate) {
	line, found := d.line(bill)
	if !found || fen <= 0 {
		return
	}
	d.forgetLate(bill)
	if fen >= line.WholeFen() {
		d.Parts[bill] = line.OwedFen()
		return
	}
	bills, fees := by.Part(owed(line), fen)
	delete(d.Parts, bill)
	d.share(bills, fees)
}

// share takes in what a sum pays of bills, and of the late fees that it pays otherwise than with the whole of their bills.
func (d *Draft) share(bills, fees []till.BillPart) {
	for _, part := range bills {
		d.Parts[part.Bill] = part.Fen
	}
	for _, fee := range fees {
		if fee.OfFen > 0 {
			if d.LateParts == nil {
				d.LateParts = make(map[string]money.Fen)
			}
			d.LateParts[fee.Bill] = fee.Fen
			continue
		}
		if d.LateFirst == nil {
			d.LateFirst = make(map[string]bool)
		}
		d.LateFirst[fee.Bill] = true
	}
}

// forgetLate lets the late fee of a bill go with the bill again.
func (d *Draft) forgetLate(bill string) {
	delete(d.LateFirst, bill)
	delete(d.LateParts, bill)
}

// coverOldest ticks what so many fen pay of what is due, with what is given besides: the oldest first, the last in part. Where
// they pay nothing at all, what was ticked stays, and the sum is what it was.
func (d *Draft) coverOldest(fen, roundingMaxFen money.Fen, by till.Allocate) {
	var due []till.Owed
	for _, line := range d.Household.Lines { // the oldest stands first
		if line.Left == "" && !line.Future {
			due = append(due, owed(line))
		}
	}
	offered := append([]till.Tender(nil), d.Given...)
	if d.UseCredit {
		offered = append(offered, till.Tender{Kind: till.Prepaid, Fen: till.Exact})
	}
	bills, late, err := till.Cover(till.Asked{CreditFen: d.Household.CreditFen, Kept: d.Household.Kept, RoundingMaxFen: roundingMaxFen}, due, append(offered, till.Tender{Kind: d.Rest, Fen: fen}), true, by)
	if err != nil || len(bills)+len(late) == 0 {
		return
	}
	d.Parts, d.LateFirst, d.LateParts, d.PrepayFen = make(map[string]money.Fen), nil, nil, 0
	d.share(bills, late)
	if d.isCash() {
		d.Typed = fen.String()
	}
}

// setLate makes the payment a late entry, or an ordinary one again, and has the late fees read to its day.
func (c *Checkout) setLate(d *Draft, entry *taking.LateEntry) {
	d.Late = entry
	c.home()
	on := c.state.BusinessOn
	if c.state.Shift != nil {
		on = c.state.Shift.BusinessOn
	}
	if entry != nil {
		on = entry.ValueOn
	}
	if d.Household.LateOn != on {
		c.reread(Reload{Draft: d.RequestID})
	}
}
