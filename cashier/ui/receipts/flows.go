package receipts

import (
	"context"

	"shouqi/cashier"
	"shouqi/cashier/paper"
	"shouqi/cashier/printing"
	"shouqi/cashier/receipts"
	"shouqi/cashier/session"
	"shouqi/cashier/taking"
	"shouqi/cashier/undoing"
	"shouqi/ledger"
	"shouqi/ledger/till"
)

// rooms are those of the counter that the screen works with.
type rooms struct {
	*session.Session
	*receipts.Receipts
	*printing.Printing
	*undoing.Undoing
}

func roomsOf(c *cashier.Counter) rooms { return rooms{c.Session, c.Receipts, c.Printing, c.Undoing} }

// flows is what the screen asks of the counter. Its rooms are it; the gallery brings sample answers.
type flows interface {
	State(ctx context.Context) (session.State, error)
	Find(ctx context.Context, text string) (receipts.Found, error)
	Prove(ctx context.Context, code string) (ledger.Verdict, error)
	Unprinted(ctx context.Context) ([]printing.Unprinted, error)
	PaperReceipt(ctx context.Context, number string, copyNumber int) (paper.Receipt, error)
	Printed(ctx context.Context, number string) (printing.Printed, error)
	PrintAgain(ctx context.Context, number string) (int, error)
	MarkPrinted(ctx context.Context, job int64) error
	CancelPrint(ctx context.Context, job int64) error
	MustReverse(state session.State, p till.Payment) bool
	Begin(number string) (undoing.Undo, error)
	Void(ctx context.Context, undo undoing.Undo) (taking.Taken, error)
	Reverse(ctx context.Context, undo undoing.Undo) (taking.Taken, error)
}

// Deps are the ways out of the screen.
type Deps struct {
	// Lang is the language of sentences that the cashier package makes: assets.Chinese or assets.English.
	Lang string
	// StateRead is told the counter's state whenever the screen read it anew; nil is nobody.
	StateRead func(state session.State)
	// Undone is told when money went back, so that the desk reads its household anew; nil is nobody.
	Undone func()
	// SavePDF writes a receipt as PDF and gives the file's path; it runs off the UI thread. Nil offers none.
	SavePDF func(ctx context.Context, number string, format paper.Format) (path string, err error)
}
