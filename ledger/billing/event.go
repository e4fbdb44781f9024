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

const (
	kindIssued    = "bills.issued"
	kindRunIssued = "run.issued"
	kindUndone    = "bill.undone"
	kindReduced   = "bill.reduced"
	kindWaived    = "late_fee.waived"
)

// lineV1 is a bill in an event; its id is not written, because it follows from the rest.
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

type issuedV1 struct {
	Run   string   `json:"run"`
	Part  int      `json:"part"`
	Bills []lineV1 `json:"bills"`
	By    string   `json:"by"`
}

type runIssuedV1 struct {
	Request journal.Request `json:"request"`
	Run     string          `json:"run"`
	// FirstSeq is the event of this device that holds the first of its bills, 0 for a run of none; Item is what they are all of,
	// "" where they have several.
	FirstSeq int64     `json:"firstSeq"`
	Item     string    `json:"item,omitempty"`
	Parts    int       `json:"parts"`
	Count    int       `json:"count"`
	SumFen   money.Fen `json:"sumFen"`
	By       string    `json:"by"`
	// Approver is the second person where By may not make bills alone.
	Approver staff.Consent `json:"approver"`
}

// undoneV1 says in Fen what is owed less by it: of a register's corrected sum, what it is less than before. Agreed and
// Approver are as in reducedV1, where the policies did not let By do it alone.
type undoneV1 struct {
	Bill     string        `json:"bill"`
	Fen      money.Fen     `json:"fen"`
	Reason   string        `json:"reason"`
	By       string        `json:"by"`
	Agreed   string        `json:"agreed"`
	Approver staff.Consent `json:"approver"`
}

// reducedV1 names the second person in Agreed; the word itself stands in Approver, of an adjustment's reductions in the
// first one alone, because it is used once.
type reducedV1 struct {
	Bill     string        `json:"bill"`
	Fen      money.Fen     `json:"fen"`
	Reason   string        `json:"reason"`
	Why      string        `json:"why"`
	By       string        `json:"by"`
	Agreed   string        `json:"agreed"`
	Approver staff.Consent `json:"approver"`
}

type waivedV1 struct {
	Bill     string        `json:"bill"`
	Fen      money.Fen     `json:"fen"`
	ToOn     calendar.Date `json:"toOn"`
	Reason   string        `json:"reason"`
	By       string        `json:"by"`
	Approver staff.Consent `json:"approver"`
}

// Projectors folds the events of items, tariffs and bills.
func Projectors() []journal.Projector {
	return append(chargeProjectors(),
		journal.On(kindMended, 1, applyMended),
		journal.On(kindIssued, 1, applyIssued),
		journal.On(kindRunIssued, 1, applyRunIssued),
		journal.On(kindUndone, 1, applyUndone),
		journal.On(kindReduced, 1, applyReduced),
		journal.On(kindWaived, 1, applyWaived))
}

func creditOf(kind string) string {
	switch kind {
	case Agency:
		return AccountAgency
	case Opening:
		return AccountOpening
	case Deposit:
		return AccountDeposit
	}
	return AccountIncome
}

func applyIssued(tx *store.Tx, e journal.Event, body issuedV1) error {
	transfers := make([]journal.Transfer, len(body.Bills))
	rows := make([][]any, len(body.Bills))
	var same repeated
	for i, b := range body.Bills {
		id := billID(b.Item, b.Object, b.FromOn, b.ToOn, b.Revision)
		var of any
		if b.OfBill != "" {
			raw, err := rawID(b.OfBill)
			if err != nil {
				return err
			}
			of = raw
		}
		same.tell(b, e)
		rows[i] = []any{id, same.item, b.Object, same.fromOn, same.toOn, int64(b.Revision), same.kind, b.Debtor, same.dueOn,
			int64(b.AmountFen), strings.Join(b.Steps, "\n"), b.Exact, same.tariff, same.tariffFromOn, of, same.name, same.origin, b.Ahead, same.device, same.seq, int64(i + 1)}
		transfers[i] = journal.Transfer{Debit: AccountReceivable, Credit: creditOf(b.Kind), Fen: b.AmountFen, Item: b.Item, Object: b.Object}
	}
	if err := tx.InsertRows(`INSERT INTO bills (id, item, object, period_from, period_to, revision, kind, debtor, due_on, amount_fen, steps,
		exact, tariff, tariff_from, of_bill, name, origin, ahead, device, seq, line)`, rows, mostlyShared...); err != nil {
		return err
	}
	return journal.Post(tx, e, transfers)
}

// mostlyShared are the columns of bills that are the same for most bills of a part: all but id, object, debtor, sum, steps
// and line.
var mostlyShared = []int{1, 3, 4, 5, 6, 8, 12, 13, 14, 15, 16, 17, 18, 19}

// common is what the bills of a part mostly share.
type common struct {
	Item, Kind, Tariff, Name          string
	FromOn, ToOn, DueOn, TariffFromOn calendar.Date
	Origin                            Origin
}

// repeated are the values that the bills of a part have in common, each made once: a run of a million bills would leave
// millions of copies to be cleared away.
type repeated struct {
	of                                                                               common
	item, fromOn, toOn, kind, dueOn, tariff, tariffFromOn, name, origin, device, seq any
}

func (r *repeated) tell(b lineV1, e journal.Event) {
	shared := common{Item: b.Item, FromOn: b.FromOn, ToOn: b.ToOn, Kind: b.Kind, DueOn: b.DueOn, Tariff: b.Tariff, TariffFromOn: b.TariffFromOn, Name: b.Name, Origin: b.Origin}
	if r.item != nil && r.of == shared {
		return
	}
	*r = repeated{of: shared, item: b.Item, fromOn: string(b.FromOn), toOn: string(b.ToOn), kind: b.Kind, dueOn: string(b.DueOn),
		tariff: b.Tariff, tariffFromOn: string(b.TariffFromOn), name: b.Name, origin: string(b.Origin), device: e.DeviceNo, seq: e.Seq}
}

func applyRunIssued(tx *store.Tx, e journal.Event, body runIssuedV1) error {
	if err := body.Request.Record(tx, e); err != nil {
		return err
	}
	if err := body.Approver.Use(tx, e); err != nil {
		return err
	}
	// Every bill has one transfer of its amount, and these are found by event; a run that is not whole is refused. Nothing else
	// in between posts, because a run is written by one command.
	first := cmp.Or(body.FirstSeq, e.Seq)
	var count int
	var sum money.Fen
	if _, err := tx.Get("SELECT count(*), coalesce(sum(fen), 0) FROM transfers WHERE device = ? AND seq >= ? AND seq < ?",
		[]any{e.DeviceNo, first, e.Seq}, &count, &sum); err != nil {
		return err
	}
	if count != body.Count || sum != body.SumFen {
		return store.Refuse(codeRun, body.Count, count)
	}
	_, err := tx.Exec("INSERT INTO runs (device, seq, run, first_seq, bills, sum_fen, item, person, approver) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
		e.DeviceNo, e.Seq, body.Run, first, body.Count, int64(body.SumFen), body.Item, body.By, body.Approver.Person)
	return err
}

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
		return nil // what was taken off wholly stands nowhere any more
	}
	return journal.Post(tx, e, []journal.Transfer{{Debit: creditOf(b.Kind), Credit: AccountReceivable, Fen: left, Item: b.Item, Object: b.Object}})
}

func applyReduced(tx *store.Tx, e journal.Event, body reducedV1) error {
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
	if _, err := tx.Exec("INSERT INTO reductions (device, seq, bill, fen, reason, why, person, approver) VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
		e.DeviceNo, e.Seq, id, int64(body.Fen), body.Reason, body.Why, body.By, body.Agreed); err != nil {
		return err
	}
	if _, err := tx.Exec("UPDATE bills SET reduced_fen = (SELECT sum(fen) FROM reductions WHERE bill = bills.id) WHERE id = ?", id); err != nil {
		return err
	}
	return journal.Post(tx, e, []journal.Transfer{{Debit: creditOf(b.Kind), Credit: AccountReceivable, Fen: body.Fen, Item: b.Item, Object: b.Object}})
}

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
	return err
}

// rawID returns the bytes of a bill's id; a malformed one is billing.unknown_bill.
func rawID(id string) ([]byte, error) {
	raw, err := hex.DecodeString(id)
	if err != nil || len(raw) != billIDBytes {
		return nil, store.Refuse(CodeUnknownBill)
	}
	return raw, nil
}
