package till

import (
	"context"

	"shouqi/ledger/journal"
	"shouqi/ledger/staff"
	"shouqi/ledger/store"
)

// kindLargePrint is an event that says how large the receipts of a household are printed from now on.
const kindLargePrint = "receipt.large_set"

// largePrintV1 is its body.
type largePrintV1 struct {
	Object string `json:"object"`
	Large  bool   `json:"large"`
	By     string `json:"by"`
}

// SetLargePrint says whether a household's receipts are printed large (大字) wherever they are printed: some owners cannot read others. A cashier
// writes it down alone. Errors: till.other_household, estate.unknown_room, staff.may_not.
func (t *Till) SetLargePrint(ctx context.Context, by staff.Actor, room string, large bool) error {
	return t.db.Write(ctx, func(tx *store.Tx) error {
		if err := t.staff.Require(tx, by, staff.Collect); err != nil {
			return err
		}
		if err := isHousehold(tx, room); err != nil {
			return err
		}
		before, err := IsLargePrint(tx, room)
		if err != nil || before == large {
			return err
		}
		_, err = t.journal.Append(tx, kindLargePrint, largePrintV1{Object: room, Large: large, By: by.ID()})
		return err
	})
}

// IsLargePrint reports whether a household's receipts are printed large.
func IsLargePrint(tx *store.Tx, room string) (large bool, err error) {
	_, err = tx.Get("SELECT large FROM large_prints WHERE object = ?", []any{room}, &large)
	return large, err
}

func applyLargePrint(tx *store.Tx, _ journal.Event, body largePrintV1) error {
	_, err := tx.Exec("INSERT INTO large_prints (object, large) VALUES (?, ?) ON CONFLICT (object) DO UPDATE SET large = excluded.large", body.Object, body.Large)
	return err
}
