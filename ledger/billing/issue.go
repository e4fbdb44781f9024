package billing

import (
	"cmp"
	"encoding/hex"
	"fmt"
	"strings"

	"github.com/google/uuid"

	"shouqi/ledger/calendar"
	"shouqi/ledger/journal"
	"shouqi/ledger/money"
	"shouqi/ledger/staff"
	"shouqi/ledger/store"
)

// NewBill is a bill to be issued; its fields mean what those of Bill mean. FromOn and ToOn are "" for an opening balance.
type NewBill struct {
	Item      string
	Object    string
	FromOn    calendar.Date
	ToOn      calendar.Date
	Revision  int
	Kind      string
	Debtor    string
	DueOn     calendar.Date
	AmountFen money.Fen
	// Steps say how the amount came about, a step a line; together they have at most 600 characters.
	Steps []string
	// Exact is the sum in yuan before the rounding, Tariff and TariffFromOn name the version that made it; "" by hand.
	Exact        string
	Tariff       string
	TariffFromOn calendar.Date
	// OfBill is the bill that an adjustment or a late fee belongs to, "" otherwise.
	OfBill string
	// Name is what the bill calls its item; "" is what the item is called on the first day of the period.
	Name string
	// Origin is what made it, and Ahead says that it was made to be paid before its time.
	Origin Origin
	Ahead  bool
}

// Why returns the steps in one line.
func (b NewBill) Why() string { return strings.Join(b.Steps, stepMark) }

// Called returns what the bill calls its item.
func (b NewBill) Called() string { return cmp.Or(b.Name, b.Item) }

// NextRevision returns the first revision of the bill's item, object and period that no bill has, 0 for the first bill of
// them. Undone bills and adjustments count, since their ids are taken for good; bills by hand of other counters do not, whose revisions are their own (OwnRevision).
func (b NewBill) NextRevision(tx *store.Tx) (next int, err error) {
	_, err = tx.Get("SELECT coalesce(max(revision) + 1, 0) FROM bills WHERE object = ? AND item = ? AND period_from = ? AND period_to = ? AND revision < ?",
		[]any{b.Object, b.Item, string(b.FromOn), string(b.ToOn), ownRevisions}, &next)
	return next, err
}

// ownRevisions is how many revisions a counter has to itself for bills by hand of one item, object and day.
const ownRevisions = 1000

// OwnRevision is NextRevision for a bill by hand: what two counters write without each other are two bills, and each is paid where it was written. The counter
// that founded the book has the revisions from 0 on, every other the thousand that its number leads to, of a million such.
func (b NewBill) OwnRevision(tx *store.Tx) (next int, err error) {
	own, err := journal.OwnNo(tx)
	if err != nil {
		return 0, err
	}
	first := 0
	if own != journal.FirstDevice {
		first = int(1+own%1_000_000) * ownRevisions
	}
	_, err = tx.Get("SELECT coalesce(max(revision) + 1, ?5) FROM bills WHERE object = ?1 AND item = ?2 AND period_from = ?3 AND period_to = ?4 AND revision >= ?5 AND revision < ?6",
		[]any{b.Object, b.Item, string(b.FromOn), string(b.ToOn), first, first + ownRevisions}, &next)
	return next, err
}

// UndoReasons are the reasons that screens offer for taking a bill back, numbered from 1 in this order. A reason is a
// code and never typed text, which might hold somebody's name and could not be counted.
var UndoReasons = []string{"wrong_room", "wrong_amount", "wrong_item", "made_twice", "owner_asks"}

// undoneByRegister is the reason of an opening bill that a corrected register took back.
const undoneByRegister = "register"

// undoneWithPayment is the reason of a late fee that was taken back with the payment that made it.
const undoneWithPayment = "payment"

// check checks what a bill says by itself: billing.item, billing.why, billing.amount, billing.kind. A step must have no
// line break, because the steps of a bill are stored as lines.
func (b NewBill) check() error {
	item := strings.TrimSpace(b.Item)
	switch {
	case item == "" || len([]rune(item)) > itemMax || !store.Printable(item):
		return store.Refuse(codeItem, itemMax)
	case len([]rune(b.Why())) > whyMax || strings.ContainsAny(b.Why(), "\n\r"):
		return store.Refuse(codeWhy, whyMax)
	case b.AmountFen <= 0 || b.AmountFen > money.MaxFen:
		return store.Refuse(CodeAmount)
	case b.Kind != Income && b.Kind != Agency && b.Kind != Opening && b.Kind != Deposit:
		return store.Refuse(codeKind, b.Kind)
	}
	return nil
}

// checkDays refuses a period that ends before it begins, and days that are none (billing.period).
func (b NewBill) checkDays() error {
	if b.FromOn > b.ToOn || !b.DueOn.Valid() || b.FromOn != "" && !b.FromOn.Valid() || b.ToOn != "" && !b.ToOn.Valid() {
		return store.Refuse(codePeriod)
	}
	return nil
}

// Issue writes the bills of one request as a run: parts, then the run's own event with their count and sum, all in the
// caller's transaction. It returns the ids in order. It asks nobody: by and approver are what the caller has checked.
// Errors: billing.nothing for no bills, billing.twice for one that is already there, those of a bill's check.
func (s *Billing) Issue(tx *store.Tx, request journal.Request, by string, approver staff.Consent, bills []NewBill) ([]string, error) {
	return s.issue(tx, request, by, approver, nil, bills)
}

// issue is Issue for bills with which rules of the law were passed, by their ids.
func (s *Billing) issue(tx *store.Tx, request journal.Request, by string, approver staff.Consent, passed []string, bills []NewBill) ([]string, error) {
	if len(bills) == 0 {
		return nil, store.Refuse(CodeNothing)
	}
	ids := make([]string, 0, len(bills))
	issue, err := s.newIssue(tx, by)
	if err != nil {
		return nil, err
	}
	for _, b := range bills {
		id, err := issue.add(b)
		if err != nil {
			return nil, err
		}
		ids = append(ids, id)
	}
	issue.closing.Law = passed
	return ids, issue.close(request, approver)
}

// issue writes bills as they come, in parts, so that a run of any size needs the memory of two parts: the next bills are
// worked out while a part is written. Nothing of it counts before close, whose event carries the request.
type issue struct {
	journal *journal.Journal
	tx      *store.Tx
	closing runIssuedV1 // the run's own event as it grows
	part    issuedV1    // the part that is being filled
	behind  []lineV1    // the bills of the part that is being written
	bytes   int         // at least what the part takes as JSON
	names   Names
}

// newIssue begins a run under a new id. It reads the names of items once for all of its bills.
func (s *Billing) newIssue(tx *store.Tx, by string) (*issue, error) {
	run, err := uuid.NewV7()
	if err != nil {
		return nil, fmt.Errorf("make the run's id: %w", err)
	}
	names, err := ReadNames(tx)
	if err != nil {
		return nil, err
	}
	return &issue{journal: s.journal, tx: tx, names: names, closing: runIssuedV1{Run: run.String(), By: by}, part: issuedV1{Run: run.String(), By: by}}, nil
}

// lineBytes is more than a bill takes in an event beside its texts: keys, days, ids and the amount. It is guessed high,
// because a part that is too large is refused and fails the run, and a smaller one only costs one event more.
const lineBytes = 400

// bytesInJSON is at least what a text takes in JSON as Go writes it: an angle bracket or an ampersand six bytes, a quote
// or a backslash two.
func bytesInJSON(text string) int {
	size := len(text)
	for _, c := range []byte(text) {
		switch c {
		case '<', '>', '&':
			size += 5
		case '"', '\\':
			size++
		}
	}
	return size
}

// add takes one bill into the run and returns its id; it is written when its part is full. Whether the bill is there
// already shows only then, so that billing.twice may come from a later add or from close.
func (w *issue) add(b NewBill) (string, error) {
	if err := w.check(b); err != nil {
		return "", err
	}
	if b.Name == "" || b.Name == b.Item {
		b.Name = w.names.other(b.Item, b.FromOn)
	}
	sum, err := money.Add(w.closing.SumFen, b.AmountFen)
	if err != nil {
		return "", store.Fail(CodeAmount, err)
	}
	size := lineBytes + bytesInJSON(b.Item) + bytesInJSON(b.Name) + bytesInJSON(b.Tariff) + len(b.Exact)
	for _, step := range b.Steps {
		size += bytesInJSON(step) + len(`"",`)
	}
	if len(w.part.Bills) == partBillsMax || w.bytes+size > partBytesMax {
		if err := w.flush(); err != nil {
			return "", err
		}
	}
	w.part.Bills, w.bytes = append(w.part.Bills, lineV1(b)), w.bytes+size
	w.closing.SumFen = sum
	if b.FromOn != "" && (w.closing.FromOn == "" || b.FromOn < w.closing.FromOn) {
		w.closing.FromOn = b.FromOn
	}
	w.closing.ToOn = max(w.closing.ToOn, b.ToOn)
	if w.closing.Count++; w.closing.Count == 1 {
		w.closing.Item = b.Item
	} else if w.closing.Item != b.Item {
		w.closing.Item = ""
	}
	return hex.EncodeToString(billID(b.Item, b.Object, b.FromOn, b.ToOn, b.Revision)), nil
}

// check checks a bill. Days are not checked again where they are those of the bill before, which saves a run of a million
// bills as many parsings.
func (w *issue) check(b NewBill) error {
	if err := b.check(); err != nil {
		return err
	}
	if last := len(w.part.Bills) - 1; last >= 0 {
		if before := w.part.Bills[last]; before.FromOn == b.FromOn && before.ToOn == b.ToOn && before.DueOn == b.DueOn {
			return nil
		}
	}
	return b.checkDays()
}

// flush hands the part that is full to the journal, which writes it while the next one is filled.
func (w *issue) flush() error {
	if len(w.part.Bills) == 0 {
		return nil
	}
	w.closing.Parts++
	// The first part's event is the next one of this device. It is asked here, before any part is written beside: later the
	// head of the journal may have moved.
	if w.closing.FirstSeq == 0 {
		seq, _, err := w.journal.Head(w.tx)
		if err != nil {
			return err
		}
		w.closing.FirstSeq = seq + 1
	}
	part := w.part
	part.Part = w.closing.Parts
	err := w.tx.Beside(func(tx *store.Tx) error {
		_, err := w.journal.Append(tx, kindIssued, part)
		if store.Code(err) == store.CodeRefused { // the database holds one bill an item, object, period and revision
			err = store.Fail(codeTwice, err, part.Bills[0].Item)
		}
		return err
	})
	// Beside has waited for the part before this one, so that the memory of its bills is free for the next.
	w.part.Bills, w.behind, w.bytes = w.behind[:0], part.Bills, 0
	return err
}

// close writes what is left and ends the run with its request. The run may have no bills, where its request only took
// something off bills.
func (w *issue) close(request journal.Request, approver staff.Consent) error {
	if err := w.flush(); err != nil {
		return err
	}
	w.closing.Request, w.closing.Approver = request, approver
	_, err := w.journal.Append(w.tx, kindRunIssued, w.closing)
	return err
}
