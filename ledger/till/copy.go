package till

import (
	"shouqi/ledger/staff"
	"shouqi/ledger/store"
)

// RecordCopy notes, before a byte goes to a printer, that a copy of a receipt is being printed, and returns its
// number: 1 is the original, 2 is 补打 第1次. A void asks for as many copies back as were noted, so a copy that is
// out must never be missing here; one that was noted and did not come out is mended by RecordCopyFailed. Errors:
// till.unknown_receipt, and staff.may_not for a 补打 by who may not reprint.
func (t *Till) RecordCopy(tx *store.Tx, by staff.Actor, number string) (int, error) {
	if _, err := ByNumber(tx, number); err != nil {
		return 0, err
	}
	// One more than the highest that stands: where an earlier copy never came out, the later ones keep their numbers.
	var next int
	_, err := tx.Get(`SELECT coalesce(max(no), 0) + 1 FROM (SELECT abs(copy) AS no FROM copies WHERE number = ?
		GROUP BY abs(copy) HAVING sum(sign(copy)) > 0)`, []any{number}, &next)
	if err != nil {
		return 0, err
	}
	if next > 1 {
		if err := t.staff.Require(tx, by, staff.Reprint); err != nil {
			return 0, err
		}
	}
	_, err = t.journal.Append(tx, kindCopied, copiedV1{Number: number, Copy: next, By: by.ID()})
	return next, err
}

// CopyAsked returns who asked for a copy of a receipt, by staff id, and when in UTC milliseconds; "" and 0 where it
// was never noted. Of a number that failed and was printed anew it returns the latest request.
func CopyAsked(tx *store.Tx, number string, copyNumber int) (person string, atMS int64, err error) {
	_, err = tx.Get(`SELECT c.person, e.at_ms FROM copies c JOIN events e ON e.device = c.device AND e.seq = c.seq
		WHERE c.number = ? AND c.copy = ? ORDER BY c.seq DESC LIMIT 1`, []any{number, copyNumber}, &person, &atMS)
	return person, atMS, err
}

// RecordCopyFailed notes that the copy never reached paper: not one byte was handed over. A copy that was not recorded, or
// has failed already, is till.copy: a void would ask for one copy too few.
func (t *Till) RecordCopyFailed(tx *store.Tx, by, number string, copyNumber int) error {
	var printed int
	if _, err := tx.Get("SELECT coalesce(sum(sign(copy)), 0) FROM copies WHERE number = ? AND abs(copy) = ?", []any{number, copyNumber}, &printed); err != nil {
		return err
	}
	if printed <= 0 || copyNumber <= 0 {
		return store.Refuse(codeCopy, copyNumber)
	}
	_, err := t.journal.Append(tx, kindCopyFailed, copiedV1{Number: number, Copy: copyNumber, By: by})
	return err
}
