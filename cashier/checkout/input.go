package checkout

import (
	"shouqi/cashier/scanning"
	"shouqi/cashier/session"
	"shouqi/cashier/taking"
	"shouqi/ledger/billing"
	"shouqi/ledger/calendar"
	"shouqi/ledger/money"
	"shouqi/ledger/payment"
	"shouqi/ledger/till"
)

// Input is one thing that happened: what a person did, or what the book answered.
type Input interface{ isInput() }

// What a person does in the search.
type (
	// Query is the text of the search field after it changed.
	Query struct{ Text string }
	// Point moves the choice among the hits.
	Point struct{ Row int }
	// Submit is Enter in the search field. With nothing in the field it is a Confirm.
	Submit struct{ Seen uint64 }
	// Open opens a household by the id of its room.
	Open struct{ Object string }
	// OpenPaper opens the household of a paper of ours that was scanned, and ticks exactly the bills that it is about. A payment that was
	// put aside for it goes on with these ticks, which is said; one that waits for a channel stays as it is.
	OpenPaper struct{ Slip scanning.Slip }
	// Find takes the keyboard to the search; what is open stays.
	Find struct{}
)

// What a person does to the draft that is open. Draft is its request id: what is meant for another changes nothing, and
// "" means whichever is open or being opened.
type (
	// Amount is the text of the amount field after it changed.
	Amount struct{ Text string }
	// Reference is the slip's number after it changed.
	Reference struct{ Text string }
	// Tick takes a bill into the payment, or out of it.
	Tick struct{ Bill string }
	// TickAll takes every bill in, those not yet due included; when all are in, the due ones alone.
	TickAll struct{ Draft string }
	// TickNone takes every bill out where any is in, so that one or two are ticked by hand; where none is it takes in what is due.
	TickNone struct{ Draft string }
	// Part pays so many fen of a bill.
	Part struct {
		Draft, Bill string
		Fen         money.Fen
	}
	// Oldest ticks what so many fen pay: the oldest bills first, the last of them in part.
	Oldest struct {
		Draft string
		Fen   money.Fen
	}
	// Package ticks the open bills of a package that the household is offered, and no others.
	Package struct{ Draft, Name string }
	// Prepay puts so many fen by; 0 puts nothing by.
	Prepay struct {
		Draft   string
		Fen     money.Fen
		Purpose billing.Purpose // what it is kept for
	}
	// Payer names who pays on the owner's behalf; "" is the owner.
	Payer struct{ Draft, Name string }
	// Late makes the payment a late entry; nil makes it an ordinary one again.
	Late struct {
		Draft string
		Entry *taking.LateEntry
	}
	// UseCredit spends the household's prepayment, or keeps it.
	UseCredit struct{}
	// KeepChange keeps what is over as prepayment, or gives it back.
	KeepChange struct{ Draft string }
	// PayWith chooses the tender of what credit does not pay; Draft "" means whichever is open.
	PayWith struct {
		Draft string
		Kind  till.TenderKind
	}
	// Give adds a tender that pays a stated part, beside the one that pays the rest.
	Give struct {
		Draft  string
		Tender till.Tender
	}
	// TakeBack takes the tender at Index, from 0, out of those given.
	TakeBack struct {
		Draft string
		Index int
	}
	// Restart begins the payment anew: as it stood when its household was opened.
	Restart struct{ Draft string }
	// Reload reads the household of the draft anew: its bills were changed. TickNew ticks what was not there before, and
	// what is not yet due and begins by TickTo; NewRequest gives the draft another request id, because the book has
	// another payment under the one it has.
	Reload struct {
		Draft               string
		TickNew, NewRequest bool
		TickTo              calendar.Date
	}
	// Trouble says what went wrong beside the payment, on the draft that it was for.
	Trouble struct {
		Draft string
		Err   error
	}
)

// The steps that take money or make paper, and the ways back. Seen is the number of the View that the person had before
// their eyes when the key went down, or the button was pressed.
type (
	// Confirm takes the money.
	Confirm struct{ Seen uint64 }
	// Pass takes the money although guards warn.
	Pass struct{ Seen uint64 }
	// Collect asks a channel for the rest: the owner scans the code that is shown then.
	Collect struct {
		Channel payment.Channel
		Seen    uint64
	}
	// Scan waits for the payment code on the owner's phone.
	Scan struct{ Seen uint64 }
	// PayerCode is that code as it was scanned. It is kept no longer than its channel needs to be asked.
	PayerCode struct{ Code string }
	// ShowAgain asks the channel for the code to be scanned once more.
	ShowAgain struct{}
	// SetAside lets the order that is open go on and makes room for the next household.
	SetAside struct{}
	// OrderChanged says that an order at a channel went on.
	OrderChanged struct{ No string }
	// Agree takes the money that a View asked a second person for (AskSecond), with that person's code and PIN.
	Agree struct {
		Draft  string
		Second session.Second
	}
	// Reprint gets the paper of the payment shown out again.
	Reprint struct{ Seen uint64 }
	// ShowCode gives out the receipts of the payment shown as codes: what of them still waits is not printed. Once more, it puts them away.
	ShowCode struct{ Seen uint64 }
	// Again begins another payment for the household just paid.
	Again struct{ Seen uint64 }
	// Back is Esc. InSearch says that the keyboard is in the search field.
	Back struct{ InSearch bool }
	// Leave forgets everything, for when the desk is locked; see Keep.
	Leave struct{}
	// Resume brings back what was kept of the desk when the same person left it.
	Resume struct{ Kept Kept }
	// Refresh reads the counter's state, and the household that is open, anew.
	Refresh struct{}
	// PaperChanged says that a job of the printer went on.
	PaperChanged struct{}
)

func (Query) isInput()        {}
func (Point) isInput()        {}
func (Submit) isInput()       {}
func (OpenPaper) isInput()    {}
func (Open) isInput()         {}
func (Find) isInput()         {}
func (Amount) isInput()       {}
func (Reference) isInput()    {}
func (Tick) isInput()         {}
func (TickAll) isInput()      {}
func (TickNone) isInput()     {}
func (Part) isInput()         {}
func (Oldest) isInput()       {}
func (Package) isInput()      {}
func (Prepay) isInput()       {}
func (Payer) isInput()        {}
func (Late) isInput()         {}
func (UseCredit) isInput()    {}
func (KeepChange) isInput()   {}
func (PayWith) isInput()      {}
func (Give) isInput()         {}
func (TakeBack) isInput()     {}
func (Agree) isInput()        {}
func (Restart) isInput()      {}
func (Reload) isInput()       {}
func (Trouble) isInput()      {}
func (Confirm) isInput()      {}
func (Pass) isInput()         {}
func (Reprint) isInput()      {}
func (ShowCode) isInput()     {}
func (Again) isInput()        {}
func (Back) isInput()         {}
func (Leave) isInput()        {}
func (Resume) isInput()       {}
func (Refresh) isInput()      {}
func (PaperChanged) isInput() {}
func (Collect) isInput()      {}
func (Scan) isInput()         {}
func (PayerCode) isInput()    {}
func (ShowAgain) isInput()    {}
func (SetAside) isInput()     {}
func (OrderChanged) isInput() {}
func (Answer) isInput()       {}
