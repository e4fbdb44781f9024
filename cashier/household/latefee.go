package household

import (
	"shouqi/ledger/billing"
	"shouqi/ledger/money"
	"shouqi/ledger/store"
	"shouqi/ledger/till"
)

// lateFees works out the late fees of the household's bills to its LateOn, and adds them to what is owed. The rules are
// asked for overdue bills alone.
func (h *Household) lateFees(tx *store.Tx) error {
	bills := make([]billing.Bill, len(h.Lines))
	for i, line := range h.Lines {
		bills[i] = line.Bill
	}
	fees, err := billing.LateFees(tx, bills, h.LateOn)
	if err != nil {
		return err
	}
	of := make(map[string]billing.LateFee, len(fees))
	for _, fee := range fees {
		of[fee.Bill.ID] = fee
		if h.LateFen, err = money.Add(h.LateFen, fee.Fen); err != nil {
			return store.Fail(till.CodeAmount, err)
		}
	}
	if h.OwedFen, err = money.Add(h.OwedFen, h.LateFen); err != nil {
		return store.Fail(till.CodeAmount, err)
	}
	for i := range h.Lines {
		line := &h.Lines[i]
		if fee, late := of[line.ID]; late {
			line.LateFen, line.LateSteps, line.OverdueDays = fee.Fen, fee.Steps, h.LateOn.DaysSince(line.DueOn)
		}
	}
	return nil
}
