package till

import (
	"shouqi/ledger/billing"
	"shouqi/ledger/calendar"
	"shouqi/ledger/journal"
	"shouqi/ledger/money"
	"shouqi/ledger/staff"
	"shouqi/ledger/vault"
)

// The kinds of the till's events. A kind is hashed into the chain and names the projector of a replay, so it is never
// renamed.
const (
	kindShiftOpened  = "shift.opened"
	kindShiftCounted = "shift.counted"
	kindShiftClosed  = "shift.closed"
	kindReported     = "shift.reported"
	kindReceived     = "payment.received"
	kindVoided       = "payment.voided"
	kindReversed     = "payment.reversed"
	kindCopied       = "receipt.copied"
	kindCopyFailed   = "receipt.copy_failed"
	kindCashMoved    = "cash.moved"
	kindCredited     = "credit.opened"
	kindDrawer       = "drawer.opened"
	kindVerified     = "tender.verified"
	kindSlipsCounted = "shift.slips_counted"
	kindBanked       = "cash.banked"
	kindUnbanked     = "cash.unbanked"
	kindCounterfeit  = "cash.counterfeit"

	kindRefundAsked   = "refund.asked"
	kindRefundDecided = "refund.decided"
	kindRefunded      = "payment.refunded"
)

// The bodies below are stored and hashed as JSON. A field is never renamed or removed and never takes another
// meaning, because books that have it must still be read: a body of another shape is a new version beside the old
// one. Shift is everywhere the sequence number of the event that opened the shift, and a person is named by id.
//
// shiftOpenedV1 is the body of shift.opened. LeftFen is what the last close of the counter left in the drawer, 0
// before the first; DifferenceFen is FloatFen less LeftFen.
type shiftOpenedV1 struct {
	Counter    string        `json:"counter"`
	No         int64         `json:"no"`
	Cashier    string        `json:"cashier"`
	BusinessOn calendar.Date `json:"businessOn"`
	// Count has the pieces of the float; it is absent where only the sum was counted.
	Count    *Count    `json:"count,omitempty"`
	FloatFen money.Fen `json:"floatFen"`
	// First says that the counter had no shift before: its float is an opening balance and not money found.
	First         bool      `json:"first"`
	LeftFen       money.Fen `json:"leftFen"`
	DifferenceFen money.Fen `json:"differenceFen"`
	// Approver answers for a difference beyond the limit; Reason and Note say why it differs.
	Approver staff.Consent `json:"approver"`
	Reason   string        `json:"reason"`
	Note     vault.Version `json:"note"`
}

// shiftCountedV1 is the body of shift.counted. ExpectedFen is the balance of the cash account at the count, and
// DifferenceFen is CountedFen less ExpectedFen: above 0 is over (长款), below 0 short (短款).
type shiftCountedV1 struct {
	Shift int64 `json:"shift"`
	// Count has the pieces; it is absent where only the sum was counted.
	Count         *Count    `json:"count,omitempty"`
	CountedFen    money.Fen `json:"countedFen"`
	ExpectedFen   money.Fen `json:"expectedFen"`
	DifferenceFen money.Fen `json:"differenceFen"`
	By            string    `json:"by"`
}

// shiftClosedV1 is the body of shift.closed. CountedFen and DifferenceFen repeat the last count, so that the close
// can be folded without it. HandedFen is what leaves the drawer, CountedFen less LeftFen, and HandedTo who took it:
// nobody where it is 0.
type shiftClosedV1 struct {
	Shift         int64         `json:"shift"`
	Counter       string        `json:"counter"`
	CountedFen    money.Fen     `json:"countedFen"`
	DifferenceFen money.Fen     `json:"differenceFen"`
	LeftFen       money.Fen     `json:"leftFen"`
	HandedFen     money.Fen     `json:"handedFen"`
	HandedTo      staff.Consent `json:"handedTo"`
	Approver      staff.Consent `json:"approver"`
	// By is who counted and closed: the cashier, or a supervisor for one who is not there.
	By     string        `json:"by"`
	Reason string        `json:"reason"`
	Note   vault.Version `json:"note"`
	// LeftCount has the pieces of what is left, where they were told.
	LeftCount *Count `json:"leftCount,omitempty"`
	// Slips repeat the last count of the slips; SlipReason and SlipNote say why it is not what the book has.
	Slips      []SlipSum     `json:"slips,omitempty"`
	SlipReason string        `json:"slipReason,omitempty"`
	SlipNote   vault.Version `json:"slipNote,omitzero"`
	// Unresolved is the electronic money that Approver agreed to carry into the next shift.
	Unresolved []Unresolved `json:"unresolved,omitempty"`
}

// shiftReportedV1 freezes the Z report. It is the event right after its shift.closed, in the same transaction, so that the
// number and hash that the report prints are the close's own: whoever cuts the close away is told on by the paper.
type shiftReportedV1 struct {
	Shift  int64   `json:"shift"`
	Report ZReport `json:"report"`
	// Text is the report as printed: a reprint prints these bytes.
	Text string `json:"text"`
}

// payerV1 names who paid by the subject and version of a sealed record, never by name. Person is "" where a room has
// no owner and no tenant yet.
type payerV1 struct {
	Person  string        `json:"person"`
	Version int           `json:"version"`
	Record  vault.Version `json:"record"` // set when the name was typed for this payment
}

// receiptV1 is a receipt (收据). Series is the counter and the year, No the number within it from 1, and Number both
// as they are printed. Fen is what the receipt is for, negative on that of a reversal, and Book the
// book that it is for.
type receiptV1 struct {
	Series string    `json:"series"`
	No     int64     `json:"no"`
	Number string    `json:"number"`
	Fen    money.Fen `json:"fen"`
	Book   Book      `json:"book,omitempty"`
}

// lateV1 is what a late entry (补录) adds: the number of the hand-written receipt, and why.
type lateV1 struct {
	PaperNumber string        `json:"paperNumber"`
	Reason      string        `json:"reason"`
	Note        vault.Version `json:"note"`
}

// receivedV1 is the body of payment.received. BusinessOn is the business day of the shift. ValueOn is the day on
// which the money counts as paid, up to which late fees (违约金) run: the same day, or an earlier one of a late
// entry. Object is the room. Tenders less ChangeFen are the allocations, to the fen.
type receivedV1 struct {
	Request journal.Request `json:"request"`
	Shift   int64           `json:"shift"`
	Counter string          `json:"counter"`
	Cashier string          `json:"cashier"`
	// Approver agreed to what the cashier may not do alone; nobody for most payments.
	Approver    staff.Consent `json:"approver,omitzero"`
	BusinessOn  calendar.Date `json:"businessOn"`
	ValueOn     calendar.Date `json:"valueOn"`
	Object      string        `json:"object"`
	Payer       payerV1       `json:"payer"`
	Tenders     []Tender      `json:"tenders"`
	ChangeFen   money.Fen     `json:"changeFen"`
	Allocations []Allocation  `json:"allocations"`
	Receipts    []receiptV1   `json:"receipts"`
	// LateLeft are the bills of late fees that this payment made and pays nothing of, because it pays exactly the bills that were late.
	LateLeft []string `json:"lateLeft,omitempty"`
	// CreditAfterFen stands on the receipt; it informs and nothing is folded from it but its own column.
	CreditAfterFen money.Fen `json:"creditAfterFen"`
	// Late is nil for a payment that is no late entry. Overridden are the codes of the guards that were passed over.
	Late       *lateV1  `json:"late,omitempty"`
	Overridden []string `json:"overridden,omitempty"`
	// AgreedBefore is who agreed to the promise that the payment fulfils, "" for nobody: the event of the promise used the consent.
	AgreedBefore string `json:"agreedBefore,omitempty"`
	// Law are the ids of the rules of the law that the cashier and who agreed passed.
	Law []string `json:"law,omitempty"`
}

// approver returns who agreed, with the payment or with its promise, "" for nobody.
func (body receivedV1) approver() string { return body.Approver.Person + body.AgreedBefore }

// undoneV1 is the body of a void and of a reversal. The amounts that are negated stand in the event that Of names.
// Shift and BusinessOn are those in which it is undone, not those of the payment. Receipts is empty for a void, which
// keeps the number of what it voids.
type undoneV1 struct {
	Request        journal.Request `json:"request"`
	Of             journal.Ref     `json:"of"`
	Shift          int64           `json:"shift"`
	Cashier        string          `json:"cashier"`
	Approver       staff.Consent   `json:"approver"`
	BusinessOn     calendar.Date   `json:"businessOn"`
	Reason         string          `json:"reason"`
	Note           vault.Version   `json:"note"`
	CopiesTaken    int             `json:"copiesTaken"`
	CashBackFen    money.Fen       `json:"cashBackFen"`
	CreditAfterFen money.Fen       `json:"creditAfterFen"`
	Receipts       []receiptV1     `json:"receipts"`
}

// copiedV1 is the body of receipt.copied and receipt.copy_failed. Copy 1 is the original.
type copiedV1 struct {
	Number string `json:"number"`
	Copy   int    `json:"copy"`
	By     string `json:"by"`
}

// cashMovedV1 is the body of cash.moved. Fen is above 0 in both directions; Direction is MoveIn or MoveOut.
type cashMovedV1 struct {
	Request   journal.Request `json:"request"`
	Shift     int64           `json:"shift"`
	Counter   string          `json:"counter"`
	Direction string          `json:"direction"`
	Fen       money.Fen       `json:"fen"`
	Reason    string          `json:"reason"`
	Note      vault.Version   `json:"note"`
	Cashier   string          `json:"cashier"`
	Approver  staff.Consent   `json:"approver"`
}

// creditV1 is what one room gets in credit.opened; Fen is negative where a register lowered its sum.
type creditV1 struct {
	Object  string    `json:"object"`
	Purpose string    `json:"purpose"`
	Fen     money.Fen `json:"fen"`
}

// creditedV1 is the body of credit.opened.
type creditedV1 struct {
	Entries []creditV1 `json:"entries"`
	By      string     `json:"by"`
}

// verifiedV1 is the body of tender.verified: By has found the tender at Line, from 1, of the payment Of in its channel's
// statement.
type verifiedV1 struct {
	Of   journal.Ref `json:"of"`
	Line int         `json:"line"`
	By   string      `json:"by"`
}

// refundLineV1 is a part of a refund. Of names the payment that paid the bill, where the money comes from one.
type refundLineV1 struct {
	Source RefundSource `json:"source"`
	Bill   string       `json:"bill"`
	Object string       `json:"object"`
	Item   string       `json:"item"`
	Book   Book         `json:"book,omitempty"`
	Fen    money.Fen    `json:"fen"`
	Of     journal.Ref  `json:"of"`
	// Purpose is what the prepayment is kept for.
	Purpose billing.Purpose `json:"purpose,omitempty"`
}

// refundAskedV1 is the body of refund.asked. Payee is the sealed account of a transfer, Approver the second person who agreed on
// the spot, nobody where somebody else decides later.
type refundAskedV1 struct {
	Request  journal.Request `json:"request"`
	Object   string          `json:"object"`
	Lines    []refundLineV1  `json:"lines"`
	Way      TenderKind      `json:"way"`
	Payee    vault.Version   `json:"payee"`
	Reason   string          `json:"reason"`
	Note     vault.Version   `json:"note"`
	AskedOn  calendar.Date   `json:"askedOn"`
	DueOn    calendar.Date   `json:"dueOn"`
	By       string          `json:"by"`
	Approver staff.Consent   `json:"approver"`
}

// refundDecidedV1 is the body of refund.decided: Of is the event that asked. Approved says nothing where it was withdrawn.
type refundDecidedV1 struct {
	Of        journal.Ref `json:"of"`
	Approved  bool        `json:"approved"`
	Withdrawn bool        `json:"withdrawn"`
	By        string      `json:"by"`
}

// refundedV1 is the body of payment.refunded. Way and Allocations are negative, Refund is the event that asked for it.
type refundedV1 struct {
	Request        journal.Request `json:"request"`
	Refund         journal.Ref     `json:"refund"`
	Shift          int64           `json:"shift"`
	Counter        string          `json:"counter"`
	Cashier        string          `json:"cashier"`
	BusinessOn     calendar.Date   `json:"businessOn"`
	Object         string          `json:"object"`
	Payee          payerV1         `json:"payee"`
	Way            Tender          `json:"way"`
	Allocations    []Allocation    `json:"allocations"`
	Receipts       []receiptV1     `json:"receipts"`
	CreditAfterFen money.Fen       `json:"creditAfterFen"`
}

// slipsCountedV1 is the body of shift.slips_counted: what was counted of each kind of slip and what the book had of it.
type slipsCountedV1 struct {
	Shift int64     `json:"shift"`
	Slips []SlipSum `json:"slips"`
	By    string    `json:"by"`
}

// bankedV1 is the body of cash.banked. Person carries the cash, Approver agreed to it.
type bankedV1 struct {
	Request  journal.Request `json:"request"`
	Slip     string          `json:"slip"`
	Fen      money.Fen       `json:"fen"`
	On       calendar.Date   `json:"on"`
	Count    *Count          `json:"count,omitempty"`
	By       string          `json:"by"`
	Approver staff.Consent   `json:"approver"`
}

// unbankedV1 is the body of cash.unbanked. The sum that is negated stands in the event that Of names.
type unbankedV1 struct {
	Request  journal.Request `json:"request"`
	Of       journal.Ref     `json:"of"`
	Slip     string          `json:"slip"`
	Fen      money.Fen       `json:"fen"`
	Reason   string          `json:"reason"`
	Note     vault.Version   `json:"note"`
	By       string          `json:"by"`
	Approver staff.Consent   `json:"approver"`
}

// counterfeitV1 is the body of cash.counterfeit. Fen is its denomination also where no money moves, and Shift and Counter are those of
// the drawer in which it was found, 0 and "" for no drawer.
type counterfeitV1 struct {
	Request  journal.Request `json:"request"`
	Fen      money.Fen       `json:"fen"`
	Serial   string          `json:"serial"`
	What     string          `json:"what"`
	Place    string          `json:"place"`
	On       calendar.Date   `json:"on"`
	Shift    int64           `json:"shift,omitempty"`
	Counter  string          `json:"counter,omitempty"`
	By       string          `json:"by"`
	Approver staff.Consent   `json:"approver"`
}

// drawerV1 is the body of drawer.opened.
type drawerV1 struct {
	Shift  int64  `json:"shift"`
	Reason string `json:"reason"`
	By     string `json:"by"`
}
