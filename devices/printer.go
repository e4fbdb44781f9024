package devices

import "context"

// MaxJobBytes is the largest job a printer takes: 2 MiB, more than three and a half metres of paper of 80 mm drawn as a picture, as a receipt of
// 200 lines is with how each came about.
const MaxJobBytes = 2 << 20

// Printer is one receipt printer. Both calls block, so they never belong on a window's thread; an implementation
// lets one call through at a time, because most printers serve one connection at a time.
type Printer interface {
	// Print hands over one whole job, printer bytes or a PDF file as Capabilities say, and says what became of it. It never retries. A job that is
	// empty or larger than MaxJobBytes fails with Empty or TooLarge before anything is sent.
	Print(ctx context.Context, job []byte) Outcome
	// Status asks how the printer is. The error is an *Error; its reason is NotAsked where this printer cannot or
	// must not be asked, Away where nobody answers the call, Silent or Garbled where no answer can be trusted.
	Status(ctx context.Context) (Status, error)
	// Capabilities says what this printer can do; it never changes during the printer's life.
	Capabilities() Capabilities
}

// Capabilities is what a printer can do, from its profile and the way it is connected.
type Capabilities struct {
	CanCut        bool // it has a cutter
	CanKickDrawer bool // a cash drawer hangs on it
	CanStatus     bool // it may be asked for paper, cover and errors
	CanConfirm    bool // it can say that a job has been printed
	// Sheet is the paper of a printer of whole pages, whose jobs are PDF files of that size; "" is a receipt printer, whose jobs
	// are bytes of its own language.
	Sheet Sheet
}

// Sheet is a size of paper of a printer of whole pages.
type Sheet string

// The sheets: those of ISO 216, and the continuous form of 241 mm in thirds and in halves of 279.4 mm.
const (
	A4           Sheet = "a4"
	A5           Sheet = "a5"
	Triple241x93 Sheet = "241x93"
	Half241x140  Sheet = "241x140"
)

// Status is what a printer said about itself.
type Status struct {
	Offline    bool // it takes no jobs now
	CoverOpen  bool
	PaperOut   bool
	NearEnd    bool // paper for a few more receipts
	Error      bool // cutter, head or mechanics
	DrawerHigh bool // level of the drawer's switch; which level means open differs by drawer
}

// Blocking returns the reason why nothing should be sent to a printer in this state, the most useful one first, or None.
func (s Status) Blocking() Reason {
	switch {
	case s.PaperOut:
		return PaperOut
	case s.CoverOpen:
		return CoverOpen
	case s.Error:
		return Faulty
	case s.Offline:
		return Offline
	}
	return None
}
