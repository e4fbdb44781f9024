package household

import (
	"slices"
	"strings"

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
	prices, err := PriceSteps(tx, bill)
	if err != nil {
		return nil, err
	}
	steps = append(steps, prices...)
	taken, err := ReductionSteps(tx, bill)
	return append(steps, taken...), err
}

// PriceSteps says by which prices a bill was made: the terms of a lease, or the versions of the tariff, each with its days where there
// are several. Only a bill whose steps part its days can have several.
func PriceSteps(tx *store.Tx, bill billing.Bill) ([]string, error) {
	switch {
	case bill.TariffFromOn == "":
		return nil, nil
	case bill.Origin == billing.FromLease:
		return []string{said("why.lease", string(bill.TariffFromOn))}, nil
	case !strings.Contains(bill.Why(), " 至 "):
		return []string{said("why.tariff", bill.Tariff, string(bill.TariffFromOn))}, nil
	}
	used, err := billing.UsedPrices(tx, bill)
	var steps []string
	for _, price := range used {
		if len(used) == 1 {
			steps = append(steps, said("why.tariff", price.Tariff, string(price.FromOn)))
			continue
		}
		steps = append(steps, said("why.tariff.days", price.Tariff, string(price.FromOn), string(price.Span.From), string(price.Span.To)))
	}
	return steps, err
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
