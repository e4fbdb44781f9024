package cashier

import (
	"shouqi/ledger/billing"
	"shouqi/ledger/calendar"
	"shouqi/ledger/estate"
	"shouqi/ledger/money"
	"shouqi/ledger/store"
	"shouqi/ledger/till"
)

// businessOn gives the business day that a payment taken now belongs to: the open shift's, or else that of the clock.
func (c *Counter) businessOn(tx *store.Tx) (calendar.Date, error) {
	policies, err := estate.ReadPolicies(tx)
	if err != nil {
		return "", err
	}
	shift, err := till.OpenShift(tx, policies.Counter)
	if err != nil {
		return "", err
	}
	if shift != nil {
		return shift.BusinessOn, nil
	}
	return calendar.BusinessDate(c.Book.Journal.Now(), policies.CutoffHour), nil
}

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
