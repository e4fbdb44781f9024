package till

import (
	"shouqi/ledger/calendar"
	"shouqi/ledger/journal"
	"shouqi/ledger/money"
	"shouqi/ledger/staff"
	"shouqi/ledger/vault"
)

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
)

type shiftOpenedV1 struct {
	Counter    string        `json:"counter"`
	No         int64         `json:"no"`
	Cashier    string        `json:"cashier"`
	BusinessOn calendar.Date `json:"businessOn"`
	// Count has the pieces of the float; it is absent where only the sum was counted.
	Count         *Count    `json:"count,omitempty"`
	FloatFen      money.Fen `json:"floatFen"`
	First         bool      `json:"first"`
	LeftFen       money.Fen `json:"leftFen"`
	DifferenceFen money.Fen `json:"differenceFen"`
	// Approver answers for a difference beyond the limit; Reason and Note say why it differs.
	Approver staff.Consent `json:"approver"`
	Reason   string        `json:"reason"`
	Note     vault.Version `json:"note"`
}

type shiftCountedV1 struct {
	Shift int64 `json:"shift"`
	// Count has the pieces; it is absent where only the sum was counted.
	Count         *Count    `json:"count,omitempty"`
	CountedFen    money.Fen `json:"countedFen"`
	ExpectedFen   money.Fen `json:"expectedFen"`
	DifferenceFen money.Fen `json:"differenceFen"`
	By            string    `json:"by"`
}

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
}

// shiftReportedV1 freezes the Z report. It is the event right after its shift.closed, in the same transaction, so that the
// number and hash that the report prints are the close's own: whoever cuts the close away is told on by the paper.
type shiftReportedV1 struct {
	Shift  int64   `json:"shift"`
	Report ZReport `json:"report"`
	// Text is the report as printed: a reprint prints these bytes.
	Text string `json:"text"`
}

type payerV1 struct {
	Person  string        `json:"person"`
	Version int           `json:"version"`
	Record  vault.Version `json:"record"` // set when the name was typed for this payment
}

type receiptV1 struct {
	Series string    `json:"series"`
	No     int64     `json:"no"`
	Number string    `json:"number"`
	Fen    money.Fen `json:"fen"`
}

type lateV1 struct {
	PaperNumber string        `json:"paperNumber"`
	Reason      string        `json:"reason"`
	Note        vault.Version `json:"note"`
	Approver    staff.Consent `json:"approver"`
}

type receivedV1 struct {
	Request     journal.Request `json:"request"`
	Shift       int64           `json:"shift"`
	Counter     string          `json:"counter"`
	Cashier     string          `json:"cashier"`
	BusinessOn  calendar.Date   `json:"businessOn"`
	ValueOn     calendar.Date   `json:"valueOn"`
	Object      string          `json:"object"`
	Payer       payerV1         `json:"payer"`
	Tenders     []Tender        `json:"tenders"`
	ChangeFen   money.Fen       `json:"changeFen"`
	Allocations []Allocation    `json:"allocations"`
	Receipts    []receiptV1     `json:"receipts"`
	// Others are the places among Allocations, from 0, of what is not the company's own to give away: bills collected for
	// others and deposits. Rounding pays none of them while it can pay another.
	Others []int `json:"others,omitempty"`
	// CreditAfterFen stands on the receipt; it informs and nothing is folded from it but its own column.
	CreditAfterFen money.Fen `json:"creditAfterFen"`
	Late           *lateV1   `json:"late,omitempty"`
	Overridden     []string  `json:"overridden,omitempty"`
}

// undoneV1 is the body of a void and of a reversal. What is negated stands in the event it names.
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

type copiedV1 struct {
	Number string `json:"number"`
	Copy   int    `json:"copy"`
	By     string `json:"by"`
}

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

type creditV1 struct {
	Object  string    `json:"object"`
	Purpose string    `json:"purpose"`
	Fen     money.Fen `json:"fen"`
}

type creditedV1 struct {
	Entries []creditV1 `json:"entries"`
	By      string     `json:"by"`
}

type drawerV1 struct {
	Shift  int64  `json:"shift"`
	Reason string `json:"reason"`
	By     string `json:"by"`
}
