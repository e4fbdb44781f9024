package report

import (
	"strings"

	"shouqi/ledger/calendar"
	"shouqi/ledger/money"
	"shouqi/ledger/till"
)

// HistoryLine is one thing that happened to a household. What says in more detail than Kind what it was: a key behind
// "history.what." of the catalogue. On is the business day, Place the code of the room or space it is about, and By and Approver
// the names of staff, "" for nobody. All sums are in fen.
type HistoryLine struct {
	Key   HistoryKey    `json:"key"`
	Kind  HistoryKind   `json:"kind"`
	What  string        `json:"what"`
	On    calendar.Date `json:"on"`
	AtMS  int64         `json:"atMS"` // milliseconds since 1970 in UTC
	Place string        `json:"place"`
	By    string        `json:"by"`
	// Approver is the second person.
	Approver string `json:"approver"`
	// Fen is what a bill asks for, what a payment paid of this household's bills and prepayment (below zero for what undoes one or
	// gives money back), what was taken off, waived or moved. It is 0 for a concession and a reading.
	Fen money.Fen `json:"fen"`
	// Reason is the key of its words in the catalogue, "" for none.
	Reason string `json:"reason"`

	// Bill is the id of the bill that it is or is about; Item is what that calls itself, FromOn and ToOn its period and DueOn its
	// last day. State is one of the states of a bill below, and OwedFen is what is still owed of it.
	Bill    string        `json:"bill"`
	Item    string        `json:"item"`
	FromOn  calendar.Date `json:"fromOn"`
	ToOn    calendar.Date `json:"toOn"`
	DueOn   calendar.Date `json:"dueOn"`
	State   string        `json:"state"`
	OwedFen money.Fen     `json:"owedFen"`

	// Receipts are the numbers of a payment's receipts, or the one that a void is for; Of is the number that a void or reversal
	// undoes, UndoneBy "void" or the number of the reversal that undid the payment. Items is what it paid, each once, and Ways how:
	// cash less its change, then the others. Payer is masked. ValueOn is the day a late entry counts as paid, "" for any other.
	Receipts []string      `json:"receipts"`
	Of       string        `json:"of"`
	UndoneBy string        `json:"undoneBy"`
	Items    []string      `json:"items"`
	Ways     []HistoryWay  `json:"ways"`
	Payer    string        `json:"payer"`
	ValueOn  calendar.Date `json:"valueOn"`
	// CreditMoveFen is what came to the prepayment by it, below zero for what went, and CreditAfterFen what there was then.
	CreditMoveFen  money.Fen `json:"creditMoveFen"`
	CreditAfterFen money.Fen `json:"creditAfterFen"`
	// DepositMoveFen is what came to the household's deposits by it, below zero for what was used or given back.
	DepositMoveFen money.Fen `json:"depositMoveFen"`

	// Refund is the number of a refund that was asked for.
	Refund string `json:"refund"`
	// Name is what a concession is called, Factor what is left of the charge by it.
	Name   string `json:"name"`
	Factor string `json:"factor"`
	// Meter is the kind and number of a meter, Value what was read, Usage what was used by it: exact decimals.
	Meter string `json:"meter"`
	Value string `json:"value"`
	Usage string `json:"usage"`
}

// HistoryWay is a way in which a payment was paid, and what of it.
type HistoryWay struct {
	Kind till.TenderKind `json:"kind"`
	Fen  money.Fen       `json:"fen"`
}

// The states of a bill in a history.
const (
	HistoryOpen   = "open"   // nothing is paid on it
	HistoryPart   = "part"   // a part of it is paid
	HistoryPaid   = "paid"   // nothing is owed of it
	HistoryUndone = "undone" // it was taken back
)

// Receipt returns the number of the receipt that a line stands on, "" for one without paper: that of a void is the one that it
// voided.
func (l HistoryLine) Receipt() string {
	if len(l.Receipts) > 0 {
		return l.Receipts[0]
	}
	return l.Of
}

// ItemWords returns what a line is for, each item once.
func (l HistoryLine) ItemWords() string {
	if l.Item != "" {
		return l.Item
	}
	return strings.Join(l.Items, "、")
}
