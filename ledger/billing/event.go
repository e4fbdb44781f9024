package billing

import (
	"cmp"
	"encoding/hex"
	"strings"

	"shouqi/ledger/calendar"
	"shouqi/ledger/journal"
	"shouqi/ledger/money"
	"shouqi/ledger/staff"
	"shouqi/ledger/store"
)

// The kinds of events of bills. They stand in every book and are never renamed; a body that has to change becomes version 2.
const (
	kindIssued    = "bills.issued" // a part of a run
	kindRunIssued = "run.issued"   // the end of a run, with its request
	kindUndone    = "bill.undone"
	kindReduced   = "bill.reduced"
	kindWaived    = "late_fee.waived"
)

// lineV1 is a bill in an event. Its id is not written, because it follows from the rest. Its fields are those of NewBill
// in the same order, so that one converts to the other.
type lineV1 struct {
	Item         string        `json:"item"`
	Object       string        `json:"object"`
	FromOn       calendar.Date `json:"fromOn"`
	ToOn         calendar.Date `json:"toOn"`
	Revision     int           `json:"revision,omitempty"`
	Kind         string        `json:"kind"`
	Debtor       string        `json:"debtor"`
	DueOn        calendar.Date `json:"dueOn"`
	AmountFen    money.Fen     `json:"amountFen"`
	Steps        []string      `json:"steps,omitempty"`
	Exact        string        `json:"exact,omitempty"`
	Tariff       string        `json:"tariff,omitempty"`
	TariffFromOn calendar.Date `json:"tariffFromOn,omitempty"`
	OfBill       string        `json:"ofBill,omitempty"`
	Name         string        `json:"name,omitempty"` // what the bill calls its item, where it is not the item's own name
	Origin       Origin        `json:"origin,omitempty"`
	Ahead        bool          `json:"ahead,omitempty"`
}

// issuedV1 is one part of a run: up to 200 bills. Parts count from 1.
type issuedV1 struct {
	Run   string   `json:"run"`
	Part  int      `json:"part"`
	Bills []lineV1 `json:"bills"`
	By    string   `json:"by"`
}

// runIssuedV1 closes a run after its parts and carries the request, so that a run without this event has not happened.
type runIssuedV1 struct {
	Request journal.Request `json:"request"`
	Run     string          `json:"run"`
	// FirstSeq is the event of this device that holds the first of its bills, 0 for a run of none; Item is what they are all of,
	// "" where they have several.
	FirstSeq int64     `json:"firstSeq"`
	Item     string    `json:"item,omitempty"`
	Parts    int       `json:"parts"` // how many events of kindIssued the run has
	Count    int       `json:"count"` // of all its bills
	SumFen   money.Fen `json:"sumFen"`
	// FromOn and ToOn are the first and the last day of its bills' periods, "" where none has any.
	FromOn calendar.Date `json:"fromOn,omitempty"`
	ToOn   calendar.Date `json:"toOn,omitempty"`
	By     string        `json:"by"`
	// Approver is the second person where By may not make bills alone, and Law are the ids of the rules that the two passed.
	Approver staff.Consent `json:"approver"`
	Law      []string      `json:"law,omitempty"`
}

// undoneV1 takes a bill back. Fen is what is owed less by it, which the daily limit counts: all that is left of the bill,
// or, where a corrected register puts another bill in its place, only the difference. Agreed and Approver are as in
// reducedV1 and empty where the limits let By do it alone.
type undoneV1 struct {
	Bill     string        `json:"bill"`
	Fen      money.Fen     `json:"fen"`
	Reason   string        `json:"reason"`
	By       string        `json:"by"`
	Agreed   string        `json:"agreed"`
	Approver staff.Consent `json:"approver"`
}

// reducedV1 takes Fen off a bill. Agreed names the second person in every event; Approver uses the approval up and
// therefore stands only in the first of an adjustment's reductions, because an approval is used once.
type reducedV1 struct {
	Bill     string        `json:"bill"`
	Fen      money.Fen     `json:"fen"`
	Reason   string        `json:"reason"`
	Why      string        `json:"why"`
	By       string        `json:"by"`
	Agreed   string        `json:"agreed"`
	Approver staff.Consent `json:"approver"`
}

// waivedV1 writes off Fen of the late fee that a bill had grown up to ToOn. It posts nothing: a late fee is no receivable
// until it is billed. Billed says that Bill is the bill that a late fee was made into: Fen is taken off it, and posted back.
type waivedV1 struct {
	Bill     string        `json:"bill"`
	Fen      money.Fen     `json:"fen"`
	ToOn     calendar.Date `json:"toOn"`
	Billed   bool          `json:"billed,omitempty"`
	Reason   string        `json:"reason"`
	By       string        `json:"by"`
	Approver staff.Consent `json:"approver"`
}

// Projectors folds the events of items, tariffs and bills.
func Projectors() []journal.Projector {
	return append(chargeProjectors(),
		journal.On(kindMended, 1, applyMended),
		journal.On(kindIssued, 1, applyIssued).Contesting(contestIssued),
		journal.On(kindRunIssued, 1, applyRunIssued).Contesting(contestRunIssued),
		journal.On(kindUndone, 1, applyUndone),
		journal.On(kindReduced, 1, applyReduced),
		journal.On(kindWaived, 1, applyWaived))
}

// debitOf returns the account that a bill of a kind is debited to.
func debitOf(kind string) string {
	if kind == Deposit {
		return accountDepositAsked
	}
	return AccountReceivable
}

// creditOf returns the account that a bill of a kind is credited to. An unknown kind is income; NewBill.check lets none
// through.
func creditOf(kind string) string {
	switch kind {
	case Agency:
		return AccountAgency
	case Opening:
		return AccountOpening
	case Deposit:
		return accountDepositDue
	}
	return AccountIncome
}

// applyIssued writes the bills of one part and one transfer for each. The triggers of the database refuse a bill whose id
// is there already, which fails the event and with it the whole run.
func applyIssued(tx *store.Tx, e journal.Event, body issuedV1) error {
	transfers := make([]journal.Transfer, len(body.Bills))
	rows := make([][]any, len(body.Bills))
	var same repeated
	for i, b := range body.Bills {
		row, err := same.row(e, i, b)
		if err != nil {
			return err
		}
		if stands, err := b.standsBefore(tx); err != nil || stands {
			return cmp.Or[error](err, store.Refuse(CodeUnknownBill))
		}
		rows[i], transfers[i] = row, b.transfer()
	}
	if err := tx.InsertRows(insertBills, rows, mostlyShared...); err != nil {
		return err
	}
	return journal.Post(tx, e, transfers)
}

const insertBills = `INSERT INTO bills (id, item, object, period_from, period_to, revision, kind, debtor, due_on, amount_fen, steps,
	exact, tariff, tariff_from, of_bill, name, origin, ahead, device, seq, line)`

// transfer is what a bill posts.
func (b lineV1) transfer() journal.Transfer {
	return journal.Transfer{Debit: debitOf(b.Kind), Credit: creditOf(b.Kind), Fen: b.AmountFen, Item: b.Item, Object: b.Object}
}

// mostlyShared are the columns that are the same for most bills of a part, by their place in the insert: all but id,
// object, debtor, amount, steps, exact sum and line. The revision is shared because it is 0 nearly always.
var mostlyShared = []int{1, 3, 4, 5, 6, 8, 12, 13, 14, 15, 16, 17, 18, 19}

// common is what the bills of a part mostly share; two bills with equal ones use the same values.
type common struct {
	Item, Kind, Tariff, Name          string
	FromOn, ToOn, DueOn, TariffFromOn calendar.Date
	Origin                            Origin
}

// repeated are the values that the bills of a part have in common, each boxed once as the database wants it: a run of a
// million bills would leave millions of copies to be collected.
type repeated struct {
	of                                                                               common
	item, fromOn, toOn, kind, dueOn, tariff, tariffFromOn, name, origin, device, seq any
}

// row returns the row of a bill, the line of its event counted from 0.
func (r *repeated) row(e journal.Event, line int, b lineV1) ([]any, error) {
	var of any
	if b.OfBill != "" {
		raw, err := rawID(b.OfBill)
		if err != nil {
			return nil, err
		}
		of = raw
	}
	r.tell(b, e)
	return []any{billID(b.Item, b.Object, b.FromOn, b.ToOn, b.Revision), r.item, b.Object, r.fromOn, r.toOn, int64(b.Revision), r.kind, b.Debtor, r.dueOn,
		int64(b.AmountFen), strings.Join(b.Steps, "\n"), b.Exact, r.tariff, r.tariffFromOn, of, r.name, r.origin, b.Ahead, r.device, r.seq, int64(line + 1)}, nil
}

// tell makes the values ready for a bill, and keeps those of the bill before it where the two share them.
func (r *repeated) tell(b lineV1, e journal.Event) {
	shared := common{Item: b.Item, FromOn: b.FromOn, ToOn: b.ToOn, Kind: b.Kind, DueOn: b.DueOn, Tariff: b.Tariff, TariffFromOn: b.TariffFromOn, Name: b.Name, Origin: b.Origin}
	if r.item != nil && r.of == shared {
		return
	}
	*r = repeated{of: shared, item: b.Item, fromOn: string(b.FromOn), toOn: string(b.ToOn), kind: b.Kind, dueOn: string(b.DueOn),
		tariff: b.Tariff, tariffFromOn: string(b.TariffFromOn), name: b.Name, origin: string(b.Origin), device: e.DeviceNo, seq: e.Seq}
}

// applyRunIssued closes a run. It refuses one whose parts do not come to the count and the sum that were promised
// (billing.run): a book that lost a part must not look whole.
func applyRunIssued(tx *store.Tx, e journal.Event, body runIssuedV1) error {
	if err := body.Request.Record(tx, e); err != nil {
		return err
	}
	if err := body.Approver.Use(tx, e); err != nil {
		return err
	}
	made, err := madeBy(tx, e, body)
	if err != nil {
		return err
	}
	if made.count != body.Count || made.sum != body.SumFen {
		return store.Refuse(codeRun, body.Count, made.count)
	}
	return insertRun(tx, e, body, made)
}

// runMade is how many bills the parts of a run made, and what they come to.
type runMade struct {
	count int
	sum   money.Fen
}

// madeBy counts what a run made. Every bill has one transfer of its amount, and transfers are found by event, where bills would have to be searched for.
// Nothing else posts between the first part and this event, because one command writes the run.
func madeBy(tx *store.Tx, e journal.Event, body runIssuedV1) (made runMade, err error) {
	_, err = tx.Get("SELECT count(*), coalesce(sum(fen), 0) FROM transfers WHERE device = ? AND seq >= ? AND seq < ?",
		[]any{e.DeviceNo, cmp.Or(body.FirstSeq, e.Seq), e.Seq}, &made.count, &made.sum)
	return made, err
}

func insertRun(tx *store.Tx, e journal.Event, body runIssuedV1, made runMade) error {
	_, err := tx.Exec("INSERT INTO runs (device, seq, run, first_seq, bills, sum_fen, item, from_on, to_on, person, approver) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
		e.DeviceNo, e.Seq, body.Run, cmp.Or(body.FirstSeq, e.Seq), made.count, int64(made.sum), body.Item, string(body.FromOn), string(body.ToOn), body.By, body.Approver.Person)
	return err
}

// applyUndone marks a bill as taken back and posts what was left of it the other way round. The bill and its id stay: a
// new bill of the period gets the next revision.
func applyUndone(tx *store.Tx, e journal.Event, body undoneV1) error {
	if err := body.Approver.Use(tx, e); err != nil {
		return err
	}
	b, err := ByID(tx, body.Bill)
	if err != nil {
		return err
	}
	id, err := rawID(body.Bill)
	if err != nil {
		return err
	}
	if _, err := tx.Exec("UPDATE bills SET undone = 1 WHERE id = ?", id); err != nil {
		return err
	}
	if _, err := tx.Exec("INSERT INTO bill_undoings (device, seq, bill, fen, reason, person, approver) VALUES (?, ?, ?, ?, ?, ?, ?)",
		e.DeviceNo, e.Seq, id, int64(body.Fen), body.Reason, body.By, body.Agreed); err != nil {
		return err
	}
	left := b.AmountFen - b.ReducedFen
	if left == 0 {
		return nil // its reductions posted all of it back already, and a transfer of 0 is refused
	}
	return journal.Post(tx, e, []journal.Transfer{{Debit: creditOf(b.Kind), Credit: debitOf(b.Kind), Fen: left, Item: b.Item, Object: b.Object}})
}

// applyReduced takes something off a bill and posts it the other way round. The sum on the bill is taken from the
// reductions themselves and not added to, because a trigger compares the two.
func applyReduced(tx *store.Tx, e journal.Event, body reducedV1) error {
	if err := body.Approver.Use(tx, e); err != nil {
		return err
	}
	return takeOff(tx, e, body)
}

// takeOff keeps a reduction and posts it.
func takeOff(tx *store.Tx, e journal.Event, body reducedV1) error {
	b, err := ByID(tx, body.Bill)
	if err != nil {
		return err
	}
	id, err := rawID(body.Bill)
	if err != nil {
		return err
	}
	if _, err := tx.Exec("INSERT INTO reductions (device, seq, bill, fen, reason, why, person, approver) VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
		e.DeviceNo, e.Seq, id, int64(body.Fen), body.Reason, body.Why, body.By, body.Agreed); err != nil {
		return err
	}
	changed, err := tx.Exec("UPDATE bills SET reduced_fen = (SELECT sum(fen) FROM reductions WHERE bill = bills.id) WHERE id = ? AND undone = 0", id)
	if err == nil && changed != 1 {
		err = store.Refuse(CodeUnknownBill) // taken back: all of it is posted back already
	}
	if err != nil {
		return err
	}
	return journal.Post(tx, e, []journal.Transfer{{Debit: creditOf(b.Kind), Credit: debitOf(b.Kind), Fen: body.Fen, Item: b.Item, Object: b.Object}})
}

// applyWaived notes a waiver; LateFees takes it off what the bill has grown. What is waived of a fee that is a bill is a reduction of that
// bill too.
func applyWaived(tx *store.Tx, e journal.Event, body waivedV1) error {
	if err := body.Approver.Use(tx, e); err != nil {
		return err
	}
	id, err := rawID(body.Bill)
	if err != nil {
		return err
	}
	_, err = tx.Exec("INSERT INTO late_fee_waivers (device, seq, bill, fen, to_on, reason, person, approver) VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
		e.DeviceNo, e.Seq, id, int64(body.Fen), string(body.ToOn), body.Reason, body.By, body.Approver.Person)
	if err != nil || !body.Billed {
		return err
	}
	return takeOff(tx, e, reducedV1{Bill: body.Bill, Fen: body.Fen, Reason: body.Reason, By: body.By, Agreed: body.Approver.Person})
}

// rawID returns the bytes of a bill's id; a malformed one is billing.unknown_bill. So is one in capitals: two names of one bill would pass
// for two bills.
func rawID(id string) ([]byte, error) {
	raw, err := hex.DecodeString(id)
	if err != nil || len(raw) != billIDBytes || hex.EncodeToString(raw) != id {
		return nil, store.Refuse(CodeUnknownBill)
	}
	return raw, nil
}
