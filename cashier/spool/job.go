package spool

import (
	"regexp"

	"shouqi/devices"
	"shouqi/ledger/store"
)

// Kind says what a job prints or does.
type Kind string

// The kinds.
const (
	Receipt Kind = "receipt" // subject is the receipt's number
	Z       Kind = "z"       // subject is the shift
	Move    Kind = "move"    // the slip of a deposit that was moved; subject is the move's number
	Notice  Kind = "notice"  // a notice of bills to pay; subject is the code that stands on it
	Drawer  Kind = "drawer"  // opens the cash drawer; subject is what for, such as a receipt's number
	Test    Kind = "test"    // the printer's test page
	KeyCard Kind = "keycard" // the table of keys
)

// State says how far a job got.
type State string

// The states. Queued jobs wait their turn or, with a Reason, for the printer.
const (
	Queued    State = "queued"
	Sending   State = "sending"   // bytes may be on their way
	Sent      State = "sent"      // 已送: handed over whole, and this printer cannot say more
	Confirmed State = "confirmed" // 已打: the printer itself said so
	Unknown   State = "unknown"   // 不明: a person must look at the paper
	Printed   State = "printed"   // 已打: a person looked, and it is there
	Failed    State = "failed"    // never reached paper, and waits for a person: Retry or Cancel
	Cancelled State = "cancelled" // never reached paper, and never will
	// Electronic is 电子收据: the owner took the receipt's code, and no paper of it was made.
	Electronic State = "electronic"
)

// The reasons of the spool's own, beside those of devices.
const (
	PowerLost  devices.Reason = "power-lost" // the program ended while bytes may have been on their way
	Expired    devices.Reason = "expired"    // waited so long that nobody stands there any more
	NoPrinter  devices.Reason = "no-printer" // none is set up
	NotDrawn   devices.Reason = "not-drawn"  // what should stand on the paper could not be made
	BadSetting devices.Reason = "setting"    // the printer's setting cannot be read
)

// Job is one thing that must reach paper. It holds references only, never what stands on the paper.
type Job struct {
	ID      int64          `json:"id"`
	Kind    Kind           `json:"kind"`
	Subject string         `json:"subject"`
	Copy    int            `json:"copy"`    // 1 is the original; 0 for a drawer
	Printer string         `json:"printer"` // where it was last sent; "" until then
	State   State          `json:"state"`
	Reason  devices.Reason `json:"reason"` // why it waits or failed, or a remark such as near-end; "" for none
	// Attempts counts how often a printer was tried since the job was enqueued or retried by a person.
	Attempts  int   `json:"attempts"`
	CreatedMS int64 `json:"createdMS"` // when it was enqueued, or retried by a person, UTC milliseconds
	ChangedMS int64 `json:"changedMS"`
}

// OnPaper reports whether the job surely reached paper, as far as anybody can know: it was confirmed by the printer or by
// a person, or handed over whole to a printer that cannot say more.
func (j Job) OnPaper() bool { return j.State == Confirmed || j.State == Printed || j.State == Sent }

// The limits of the queue.
const (
	openMax     = 200                 // jobs queued or sending
	attemptsMax = 100                 // then a job waits for a person
	listMax     = 500                 // jobs that a question gives
	ageMaxMS    = 12 * 60 * 60 * 1000 // a receipt that comes out by itself a day later is nobody's
	drawerMaxMS = 10_000              // a drawer that opens later opens on an empty counter
)

// subjectForm lets numbers and ids through and keeps names out of the table.
var subjectForm = regexp.MustCompile(`^[0-9A-Za-z-]{0,256}$`)

func (k Kind) known() bool {
	switch k {
	case Receipt, Z, Move, Notice, Drawer, Test, KeyCard:
		return true
	}
	return false
}

// paper reports whether a missing paper of this kind matters tomorrow.
func (k Kind) paper() bool { return k == Receipt || k == Z || k == Move }

const jobQuery = `SELECT id, kind, subject, copy, printer, state, reason, attempts, created_ms, changed_ms FROM print_jobs `

func scanJob(scan func(dest ...any) error) (Job, error) {
	var j Job
	err := scan(&j.ID, &j.Kind, &j.Subject, &j.Copy, &j.Printer, &j.State, &j.Reason, &j.Attempts, &j.CreatedMS, &j.ChangedMS)
	return j, err
}

func jobs(tx *store.Tx, where string, args ...any) ([]Job, error) {
	return store.All(tx, jobQuery+where, args, scanJob)
}

// jobByID answers spool.unknown_job.
func jobByID(tx *store.Tx, id int64) (Job, error) {
	all, err := jobs(tx, "WHERE id = ?", id)
	if err == nil && len(all) == 0 {
		err = store.Refuse(codeUnknownJob)
	}
	if err != nil {
		return Job{}, err
	}
	return all[0], nil
}

// save writes what changed of a job, provided it is still in the state it was read in, and reports whether it was.
func (j Job) save(tx *store.Tx, from State) (bool, error) {
	changed, err := tx.Exec(`UPDATE print_jobs SET printer = ?, state = ?, reason = ?, attempts = ?, created_ms = ?, changed_ms = ? WHERE id = ? AND state = ?`,
		j.Printer, j.State, j.Reason, j.Attempts, j.CreatedMS, j.ChangedMS, j.ID, from)
	return changed == 1, err
}
