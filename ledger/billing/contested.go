package billing

import (
	"shouqi/ledger/journal"
	"shouqi/ledger/store"
)

// contestIssued makes those bills of a part that nobody made yet: of two counters that made the same bill without each other, the one that comes first has made
// it, and what the other one's household was asked for is that. What a person writes by hand is never the same as what another person did: it gets the next
// revision that is free.
func contestIssued(tx *store.Tx, e journal.Event) error {
	body, err := journal.Decode[issuedV1](e.Body)
	if err != nil {
		return store.Fail(journal.CodeBody, err, e.Kind, e.Seq)
	}
	var same repeated
	var rows [][]any
	var transfers []journal.Transfer
	for line, b := range body.Bills {
		isThere, err := b.isThere(tx)
		for err == nil && isThere && b.Origin == FromPerson && b.OfBill == "" {
			b.Revision++
			isThere, err = b.isThere(tx)
		}
		if err == nil && !isThere {
			isThere, err = b.standsBefore(tx)
		}
		if err != nil {
			return err
		}
		if isThere {
			continue
		}
		row, err := same.row(e, line, b)
		if err != nil {
			return err
		}
		rows, transfers = append(rows, row), append(transfers, b.transfer())
	}
	if err := tx.InsertRows(insertBills, rows, mostlyShared...); err != nil {
		return err
	}
	return journal.Post(tx, e, transfers)
}

// isThere reports whether the very bill is made already.
func (b lineV1) isThere(tx *store.Tx) (bool, error) {
	return tx.Get("SELECT 1 FROM bills WHERE id = ?", []any{billID(b.Item, b.Object, b.FromOn, b.ToOn, b.Revision)}, new(int))
}

// standsBefore reports whether a bill that is made anew, because an earlier one of the same days was taken back, has that one still standing: another
// counter had money for it first.
func (b lineV1) standsBefore(tx *store.Tx) (bool, error) {
	if b.Revision == 0 || b.Origin == FromPerson || b.OfBill != "" {
		return false, nil
	}
	return tx.Get("SELECT 1 FROM bills WHERE object = ? AND item = ? AND period_from = ? AND period_to = ? AND revision < ? AND undone = 0 AND of_bill IS NULL LIMIT 1",
		[]any{b.Object, b.Item, string(b.FromOn), string(b.ToOn), b.Revision}, new(int))
}

// contestRunIssued closes a run of which another counter made some bills, with those that are left of it. One that is left nothing of is no run.
func contestRunIssued(tx *store.Tx, e journal.Event) error {
	body, err := journal.Decode[runIssuedV1](e.Body)
	if err != nil {
		return store.Fail(journal.CodeBody, err, e.Kind, e.Seq)
	}
	if err := body.Request.RecordOnce(tx, e); err != nil {
		return err
	}
	if err := body.Approver.Use(tx, e); err != nil {
		return err
	}
	left, err := madeBy(tx, e, body)
	if err != nil || left.count == 0 {
		return err
	}
	return insertRun(tx, e, body, left)
}
