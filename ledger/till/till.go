package till

import (
	"context"
	"slices"
	"time"

	"shouqi/ledger/billing"
	"shouqi/ledger/calendar"
	"shouqi/ledger/estate"
	"shouqi/ledger/journal"
	"shouqi/ledger/money"
	"shouqi/ledger/staff"
	"shouqi/ledger/store"
	"shouqi/ledger/vault"
)

// noteMax bounds a typed note in characters.
const noteMax = 200

// Till is the counter's money. Every method is one transaction of its own unless it takes one.
type Till struct {
	db       *store.DB
	vault    *vault.Vault
	journal  *journal.Journal
	staff    *staff.Staff
	billing  *billing.Billing
	sendBack SendBack
	confirm  Confirm
}

// New returns the till of an open book.
func New(db *store.DB, v *vault.Vault, j *journal.Journal, s *staff.Staff) *Till {
	return &Till{db: db, vault: v, journal: j, staff: s, billing: billing.New(db, j, s),
		sendBack: func(*store.Tx, staff.Actor, string, money.Fen) error { return store.Refuse(codeNoWayBack) },
		confirm:  func(context.Context) ([]Unresolved, error) { return nil, nil }}
}

// Reason says why something out of the ordinary was done: a code from the list of reasons, and what a person typed,
// which goes to the vault. Note is "" where nothing was typed.
type Reason struct {
	Code string
	Note string
}

// terms are what a second person decides about of a reason. What is typed stands in the vault alone, so that of a note there is what
// stands for it where only sameness matters.
func (t *Till) terms(r Reason) (staff.Terms, error) {
	note, err := t.vault.Blind(r.Note)
	terms := staff.NewTerms("reason", r.Code)
	if note != "" {
		terms = terms.And(staff.Standing(note))
	}
	return terms, err
}

// The reasons that screens offer, numbered from 1 in this order: a command by number means another reason if the
// order changes. "other" wants a note.
var (
	UndoReasons       = []string{"wrong_room", "wrong_amount", "wrong_bill", "paid_twice", "owner_asks", "other"}
	LateReasons       = []string{"power_cut", "computer_down", "collected_outside", "other"}
	DifferenceReasons = []string{"miscounted_change", "unknown", "counterfeit", "other"}
	SlipReasons       = []string{"slip_missing", "wrong_way", "wrong_amount", "unknown", "other"}
	MoveReasons       = []string{"change_fetched", "bank_deposit", pettyCash, companyCash, safeDrop, "other"}
	drawerReasons     = []string{drawerPayment, "change_money", "count", "other"}
)

// drawerPayment is why a drawer opens by itself: cash is taken or given back.
const drawerPayment = "payment"

// The reasons of a move that say where the cash is from then on: spent by the way, or in the safe until it is banked (投库); and the
// one that says that it comes from outside the book, from the company or its bank. Whatever else is put in comes out of the safe.
const (
	pettyCash   = "petty_cash"
	safeDrop    = "safe_drop"
	companyCash = "company_cash"
)

// MoveReasonsOf returns the reasons of a move in a direction: nothing is dropped into a drawer, and what leaves it for the company
// goes by the safe.
func MoveReasonsOf(direction string) []string {
	not := safeDrop
	if direction == MoveOut {
		not = companyCash
	}
	return slices.DeleteFunc(slices.Clone(MoveReasons), func(code string) bool { return code == not })
}

// check refuses a code that is not in allowed (till.reason), "other" without a note (till.reason_note) and a note
// that is too long (till.note).
func (r Reason) check(allowed []string) error {
	if len([]rune(r.Note)) > noteMax {
		return store.Refuse(codeNote, noteMax)
	}
	for _, code := range allowed {
		if code == r.Code {
			if code == "other" && r.Note == "" {
				return store.Refuse(CodeReasonNote)
			}
			return nil
		}
	}
	return store.Offer(CodeReason, allowed)
}

// note seals what was typed, under a subject of its own, and returns the version for the event to name; the zero
// Version for "". about is the person whom the note concerns, "" for nobody: erasing that person makes the note
// unreadable too.
func (t *Till) note(tx *store.Tx, text, about string) (vault.Version, error) {
	if text == "" {
		return vault.Version{}, nil
	}
	subject, err := newID()
	if err != nil {
		return vault.Version{}, err
	}
	return t.vault.Put(tx, "note/"+subject, about, []byte(text))
}

// today returns the business day that it is now.
func (t *Till) today(policies estate.Policies) calendar.Date { return policies.Today(t.journal.Now()) }

func (t *Till) now() time.Time { return t.journal.Now() }

// write runs a command in a write transaction of its own, with the policies as they are in it.
func (t *Till) write(ctx context.Context, command func(tx *store.Tx, policies estate.Policies) error) error {
	return t.db.Write(ctx, func(tx *store.Tx) error {
		policies, err := estate.ReadPolicies(tx)
		if err != nil {
			return err
		}
		return command(tx, policies)
	})
}

// once is write for a command with a request. Where the request has happened already, do is not called, and earlier
// reads back what the command made the first time.
func once[A any](ctx context.Context, t *Till, request journal.Request, earlier func(tx *store.Tx, deviceNo, seq int64) (A, error),
	do func(tx *store.Tx, policies estate.Policies) (A, error)) (answer A, err error) {
	err = t.write(ctx, func(tx *store.Tx, policies estate.Policies) error {
		answer, err = journal.Once(tx, request, earlier, func() (A, error) { return do(tx, policies) })
		return err
	})
	return answer, err
}
