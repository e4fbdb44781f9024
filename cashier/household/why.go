package household

import (
	"slices"

	"shouqi/assets"
	"shouqi/ledger/billing"
	"shouqi/ledger/store"
)

// StepMark stands between the steps of a bill where a line of paper tells them.
const StepMark = "；"

// BillSteps says how a bill's amount came about, a step a line: the steps frozen in it, with concessions and the rounding,
// the tariff and since when it holds, and what was taken off since. They are the words of the receipt's language, Chinese,
// because the book's own steps are.
func BillSteps(tx *store.Tx, bill billing.Bill) ([]string, error) {
	steps := slices.Clone(bill.Steps)
	if bill.TariffFromOn != "" {
		if bill.Origin == billing.FromLease {
			steps = append(steps, said("why.lease", string(bill.TariffFromOn)))
		} else {
			steps = append(steps, said("why.tariff", bill.Tariff, string(bill.TariffFromOn)))
		}
	}
	taken, err := ReductionSteps(tx, bill)
	return append(steps, taken...), err
}

// ReductionSteps says what was taken off a bill, and what is left.
func ReductionSteps(tx *store.Tx, bill billing.Bill) ([]string, error) {
	if bill.ReducedFen == 0 {
		return nil, nil
	}
	reductions, err := billing.Reductions(tx, bill.ID)
	if err != nil {
		return nil, err
	}
	var steps []string
	for _, reduction := range reductions {
		reason := said(reduction.ReasonKey())
		if reduction.Why != "" {
			reason += "，" + reduction.Why
		}
		steps = append(steps, said("why.reduced", reduction.Fen.Grouped(), reason))
	}
	return append(steps, said("why.left", (bill.AmountFen-bill.ReducedFen).Grouped())), nil
}

func said(key string, args ...any) string { return assets.Text(assets.Chinese, key, args...) }
