package till

import (
	"context"

	"shouqi/ledger/calendar"
	"shouqi/ledger/estate"
	"shouqi/ledger/journal"
	"shouqi/ledger/staff"
	"shouqi/ledger/store"
	"shouqi/ledger/vault"
)

// kindInspected is the kind of the event of an inspection.
const kindInspected = "deposit.inspected"

// Found says what the last inspection of a deposit found.
type Found string

// What an inspection finds; NotInspected is that there was none.
const (
	NotInspected Found = ""
	Passed       Found = "passed"
	Failed       Found = "failed"
)

// Inspection (验收) says what somebody found on a day where a deposit is held against works. On is that day, "" for today, and Note
// what was typed, which goes to the vault.
type Inspection struct {
	RequestID string
	Deposit   string // the deposit's bill
	On        calendar.Date
	Passed    bool
	Note      string
}

// inspectedV1 is the body of deposit.inspected. By is who looked.
type inspectedV1 struct {
	Request journal.Request `json:"request"`
	Bill    string          `json:"bill"`
	On      calendar.Date   `json:"on"`
	Passed  bool            `json:"passed"`
	Note    vault.Version   `json:"note"`
	By      string          `json:"by"`
}

// Inspect notes what was found and returns the deposit as it stands then: the last inspection by its day holds, and of one day
// the one that was noted last. Errors: staff.may_not, till.unknown_deposit, till.inspect_date for a day that is none or still to
// come, till.inspect_early for one before the deposit was paid in whole, with that, till.note.
func (t *Till) Inspect(ctx context.Context, by staff.Actor, wish Inspection) (Deposit, error) {
	blind := wish
	var err error
	if blind.Note, err = t.vault.Blind(wish.Note); err != nil {
		return Deposit{}, err
	}
	request, err := journal.NewRequest(wish.RequestID, blind)
	if err != nil {
		return Deposit{}, err
	}
	return once(ctx, t, request, depositIn("deposit_inspections WHERE device = ? AND seq = ?"), func(tx *store.Tx, policies estate.Policies) (Deposit, error) {
		if _, err := t.staff.Authorize(tx, by, staff.Approval{}, staff.Deed{Action: staff.InspectWorks}); err != nil {
			return Deposit{}, err
		}
		deposit, err := DepositOf(tx, wish.Deposit)
		if err != nil {
			return Deposit{}, err
		}
		today := t.today(policies)
		if wish.On == "" {
			wish.On = today
		}
		switch {
		case !wish.On.Valid() || wish.On > today:
			return Deposit{}, store.Refuse(codeInspectDate)
		case len([]rune(wish.Note)) > noteMax:
			return Deposit{}, store.Refuse(codeNote, noteMax)
		}
		paidOn, err := depositPaidOn(tx, deposit)
		if err == nil && wish.On < paidOn {
			err = store.Refuse(codeInspectEarly, deposit.Item, string(paidOn))
		}
		if err != nil {
			return Deposit{}, err
		}
		body := inspectedV1{Request: request, Bill: deposit.Bill, On: wish.On, Passed: wish.Passed, By: by.ID()}
		if body.Note, err = t.note(tx, wish.Note, ""); err != nil {
			return Deposit{}, err
		}
		if _, err := t.journal.Append(tx, kindInspected, body); err != nil {
			return Deposit{}, err
		}
		return DepositOf(tx, deposit.Bill)
	})
}

// depositPaidOn returns the day on which a deposit was paid in, the last where it was paid in parts, or taken over from another
// household: what an earlier inspection found says nothing of the works that it is held against.
func depositPaidOn(tx *store.Tx, deposit Deposit) (day calendar.Date, err error) {
	_, err = tx.Get(`SELECT coalesce(max(paid_on), '') FROM (
		SELECT p.value_on AS paid_on FROM allocations a JOIN payments p ON p.device = a.device AND p.seq = a.seq
			WHERE a.object = ?1 AND a.bill = unhex(?2) AND a.kind = 'bill' AND a.fen > 0 AND p.kind = 'payment'
			AND NOT EXISTS (SELECT 1 FROM undoings u WHERE u.of_device = p.device AND u.of_seq = p.seq)
		UNION ALL SELECT moved_on FROM deposit_moves WHERE target = unhex(?2))`, []any{deposit.Object, deposit.Bill}, &day)
	return day, err
}

// depositIn returns what reads a deposit back by the event that a table keeps with its bill.
func depositIn(where string) func(tx *store.Tx, deviceNo, seq int64) (Deposit, error) {
	return func(tx *store.Tx, deviceNo, seq int64) (Deposit, error) {
		var bill string
		if _, err := tx.Get("SELECT lower(hex(bill)) FROM "+where+" LIMIT 1", []any{deviceNo, seq}, &bill); err != nil {
			return Deposit{}, err
		}
		return DepositOf(tx, bill)
	}
}

// applyInspected keeps an inspection among those of its deposit.
func applyInspected(tx *store.Tx, e journal.Event, body inspectedV1) error {
	if err := body.Request.Record(tx, e); err != nil {
		return err
	}
	if err := body.Note.Refer(tx, e.DeviceNo, e.Seq); err != nil {
		return err
	}
	bill, err := billID(body.Bill)
	if err != nil {
		return err
	}
	_, err = tx.Exec("INSERT INTO deposit_inspections (device, seq, bill, inspected_on, passed, person) VALUES (?, ?, ?, ?, ?, ?)",
		e.DeviceNo, e.Seq, bill, string(body.On), body.Passed, body.By)
	return err
}

// paidIn selects the payments p that paid the deposit b in and stand.
const paidIn = `SELECT 1 FROM allocations a JOIN payments p ON p.device = a.device AND p.seq = a.seq
	WHERE a.object = b.object AND a.bill = b.id AND a.kind = 'bill' AND a.fen > 0 AND p.kind = 'payment'
	AND NOT EXISTS (SELECT 1 FROM undoings u WHERE u.of_device = p.device AND u.of_seq = p.seq)`

// sawWorks follows paidIn: it leaves the payments that the inspection n came after. An inspection is held against the money that was
// there: who gets the deposit back, and pays it once more, is looked at once more. The order of the events decides, which knows more than the day.
var sawWorks = " AND n.inspected_on >= p.value_on AND " + journal.Place("n") + " > " + journal.Place("p")

// lastInspection joins the inspection n of the deposit b that holds: the last by its day, of one day the one noted last, of those that
// came after any of the money. What another household passed on, nobody paid in; it has no inspection of before it came over.
var lastInspection = ` LEFT JOIN deposit_inspections l ON (l.device, l.seq) = (SELECT n.device, n.seq FROM deposit_inspections n WHERE n.bill = b.id
	AND (NOT EXISTS (` + paidIn + `) OR EXISTS (` + paidIn + sawWorks + `)) ORDER BY n.inspected_on DESC, ` + journal.Place("n") + ` DESC LIMIT 1)`

// hasLapsed selects whether that inspection passed and a part of the deposit was paid in after it. One that found something holds.
var hasLapsed = `coalesce(l.passed, 0) AND EXISTS (` + paidIn + ` AND (l.inspected_on < p.value_on OR ` + journal.Place("l") + " < " + journal.Place("p") + "))"

// itemInspects selects whether the item of the deposit b lets it go back only after an inspection, -1 where a bill by hand has a name
// of no item: then it does where the name is one of works.
const itemInspects = "coalesce((SELECT i.inspect FROM items i WHERE i.name = b.item), -1)"

// mayGoBack refuses to give a deposit back that is frozen (till.deposit_frozen), or that wants an inspection and had none
// (till.inspect_missing) or one that found something (till.inspect_failed, with its day).
func (d Deposit) mayGoBack() error {
	switch {
	case d.Frozen:
		return store.Refuse(CodeDepositFrozen, d.Item)
	case d.Inspection == Failed: // whatever the item says by now
		return store.Refuse(codeInspectFailed, d.Item, string(d.InspectedOn))
	case !d.WantsInspection || d.Inspection == Passed:
		return nil
	}
	return store.Refuse(codeInspectMissing, d.Item)
}

// mayBePaidBy is mayGoBack for who pays it out: who inspected does not (till.inspect_own).
func (d Deposit) mayBePaidBy(person string) error {
	if err := d.mayGoBack(); err != nil {
		return err
	}
	if d.inspectedBy(person) {
		return store.Refuse(codeInspectOwn, d.Item)
	}
	return nil
}

// inspectedBy reports whether a person found what lets the deposit go back.
func (d Deposit) inspectedBy(person string) bool {
	return d.WantsInspection && d.Inspector != "" && d.Inspector == person
}

// mayApproveBack refuses (till.inspect_approver) to let who inspected for one of the deposits in lines approve that it goes back.
// Who found that the works are sound does not decide on the money too.
func mayApproveBack(tx *store.Tx, lines []RefundLine, approver string) error {
	for _, line := range lines {
		if line.Source != FromDeposit {
			continue
		}
		deposit, err := DepositOf(tx, line.Bill)
		if err == nil && deposit.inspectedBy(approver) {
			err = store.Refuse(codeInspectApprover, deposit.Item)
		}
		if err != nil {
			return err
		}
	}
	return nil
}
