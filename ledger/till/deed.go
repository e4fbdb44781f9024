package till

import (
	"strings"

	"shouqi/ledger/money"
	"shouqi/ledger/staff"
)

// This file says what a second person decides about who agrees to a payment. An approval that was asked for is for exactly that: the
// same bills, ways, numbers and sums.

// content digests what a payment pays and how, in the order in which it is written: bills by what they are called, because the bill of
// a deduction or a late fee is made anew at each try.
func (body *receivedV1) content() string {
	var parts []string
	for _, a := range body.Allocations {
		parts = append(parts, string(a.Kind)+" "+a.Object+" "+a.Item+" "+string(a.Purpose)+" "+a.Fen.String())
		if !a.Made && a.Kind == ToBill {
			parts = append(parts, a.Bill)
		}
	}
	for _, t := range body.Tenders {
		parts = append(parts, string(t.Kind)+" "+t.Reference+" "+t.Fen.String())
	}
	return staff.Content(parts...)
}

// ways tells the ways of paying of a payment, each once.
func (body *receivedV1) ways() string {
	var ways []string
	for _, tender := range body.Tenders {
		if len(ways) == 0 || ways[len(ways)-1] != string(tender.Kind) {
			ways = append(ways, string(tender.Kind))
		}
	}
	return strings.Join(ways, ",")
}

// lateDeed is the deed of a late entry: the hand-written receipt, its day, and what was paid how, and why it comes late.
func (t *Till) lateDeed(order Order, body *receivedV1) (staff.Deed, error) {
	reason, err := t.terms(order.Late.Reason)
	var sum money.Fen
	for _, a := range body.Allocations {
		sum += a.Fen
	}
	return staff.Deed{Action: staff.EnterLate, Fen: sum, About: staff.PartOf(body.Object, order.Late.PaperNumber),
		Terms: staff.NewTerms("on", string(body.ValueOn), "ways", body.ways()).And(reason).And(staff.NewTerms("content", body.content())), Note: order.Late.Reason.Note}, err
}

// deductionDeed is the deed of a payment of which fen come out of deposits: the deposit and the item of what it pays, where there is one
// of each, and what for. Where several deposits pay, or several items are paid, it is the household and all of it by its digest.
func (order Order) deductionDeed(body *receivedV1, fen money.Fen) staff.Deed {
	deposits, items := make(map[string]bool), make(map[string]bool)
	about, called := "", ""
	for _, tender := range body.Tenders {
		if tender.Kind == DepositOffset {
			deposits[tender.Reference], about = true, tender.Reference
		}
	}
	for _, a := range body.Allocations {
		if items[a.Item] = true; called == "" {
			called = a.Item
		}
	}
	deed := staff.Deed{Action: staff.DeductDeposit, Fen: fen, Terms: staff.NewTerms("why", order.why)}
	if order.why == "" || len(deposits) != 1 || len(items) != 1 { // anything but Deduct pays bills that stand there already
		deed.Terms = deed.Terms.And(staff.NewTerms("content", body.content()))
	}
	if len(deposits) != 1 {
		about = body.Object
	}
	if len(items) > 1 {
		called += " +"
	}
	deed.About = staff.Called(about, called)
	return deed
}

// unverifiedReferences tells the numbers of what is taken on the cashier's word.
func (order Order) unverifiedReferences() string {
	var numbers []string
	for _, tender := range order.Tenders {
		if tender.Kind.IsUnverified() {
			numbers = append(numbers, tender.Reference)
		}
	}
	return strings.Join(numbers, ",")
}
