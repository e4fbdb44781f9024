package billing

import (
	"encoding/hex"

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
)

// lineV1 is a bill in an event; its id is not written, because it follows from the rest.
type lineV1 struct {
	Item      string        `json:"item"`
	Object    string        `json:"object"`
	FromOn    calendar.Date `json:"fromOn"`
	ToOn      calendar.Date `json:"toOn"`
	Revision  int           `json:"revision"`
	Kind      string        `json:"kind"`
	Debtor    string        `json:"debtor"`
	DueOn     calendar.Date `json:"dueOn"`
	AmountFen money.Fen     `json:"amountFen"`
	Why       string        `json:"why"`
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
	Parts   int             `json:"parts"`
	Count   int             `json:"count"`
	SumFen  money.Fen       `json:"sumFen"`
	By      string          `json:"by"`
	// Approver is the second person where By may not make bills alone.
	Approver staff.Consent `json:"approver"`
}

type undoneV1 struct {
	Bill   string `json:"bill"`
	Reason string `json:"reason"`
	By     string `json:"by"`
}

// Projectors folds the events of bills.
func Projectors() []journal.Projector {
	return []journal.Projector{
		journal.On(kindIssued, 1, applyIssued),
		journal.On(kindRunIssued, 1, applyRunIssued),
		journal.On(kindUndone, 1, applyUndone),
	}
}

func creditOf(kind string) string {
	switch kind {
	case Agency:
		return AccountAgency
	case Opening:
		return AccountOpening
	}
	return AccountIncome
}

func applyIssued(tx *store.Tx, e journal.Event, body issuedV1) error {
	transfers := make([]journal.Transfer, len(body.Bills))
	for i, b := range body.Bills {
		id, err := hex.DecodeString(BillID(b.Item, b.Object, b.FromOn, b.ToOn, b.Revision))
		if err != nil {
			return err
		}
		if _, err := tx.Exec(`INSERT INTO bills (id, item, object, period_from, period_to, revision, kind, debtor, due_on, amount_fen, why, device, seq, line)
			VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`, id, b.Item, b.Object, string(b.FromOn), string(b.ToOn), b.Revision, b.Kind,
			b.Debtor, string(b.DueOn), int64(b.AmountFen), b.Why, e.DeviceNo, e.Seq, i+1); err != nil {
			return err
		}
		transfers[i] = journal.Transfer{Debit: AccountReceivable, Credit: creditOf(b.Kind), Fen: b.AmountFen, Item: b.Item, Object: b.Object}
	}
	return journal.Post(tx, e, transfers)
}

func applyRunIssued(tx *store.Tx, e journal.Event, body runIssuedV1) error {
	if err := body.Request.Record(tx, e); err != nil {
		return err
	}
	if err := body.Approver.Use(tx, e); err != nil {
		return err
	}
	// Every bill has one transfer of its amount, and these are found by event; a run that is not whole is refused.
	var count int
	var sum money.Fen
	if _, err := tx.Get("SELECT count(*), coalesce(sum(fen), 0) FROM transfers WHERE device = ? AND seq >= ? AND seq < ?",
		[]any{e.DeviceNo, e.Seq - int64(body.Parts), e.Seq}, &count, &sum); err != nil {
		return err
	}
	if count != body.Count || sum != body.SumFen {
		return store.Refuse("billing.run", body.Count, count)
	}
	_, err := tx.Exec("INSERT INTO runs (device, seq, run, parts, bills, sum_fen) VALUES (?, ?, ?, ?, ?, ?)",
		e.DeviceNo, e.Seq, body.Run, body.Parts, body.Count, int64(body.SumFen))
	return err
}

func applyUndone(tx *store.Tx, e journal.Event, body undoneV1) error {
	b, err := ByID(tx, body.Bill)
	if err != nil {
		return err
	}
	id, err := hex.DecodeString(body.Bill)
	if err != nil {
		return err
	}
	if _, err := tx.Exec("UPDATE bills SET undone = 1 WHERE id = ?", id); err != nil {
		return err
	}
	return journal.Post(tx, e, []journal.Transfer{{Debit: creditOf(b.Kind), Credit: AccountReceivable, Fen: b.AmountFen, Item: b.Item, Object: b.Object}})
}
