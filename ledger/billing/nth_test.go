package billing_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"shouqi/ledger/billing"
	"shouqi/ledger/calendar"
	"shouqi/ledger/estate"
	"shouqi/ledger/money"
	"shouqi/ledger/tariff"
)

// A household's second space costs more and its third more still: the space handed over first is the first, of one day the lower code,
// whether the whole estate is billed or that space alone.
func TestTheSpacesOfAHouseholdCountByTheirCodes(t *testing.T) {
	o := newOffice(t)
	o.register("3", estate.Row{Code: "1-1-101", Building: "1", Floor: 1, Use: "住宅", Spaces: []string{"B-2", "B-10", "B-7"}},
		estate.Row{Code: "1-1-102", Building: "1", Floor: 1, Use: "住宅", Spaces: []string{"C-1"}})
	nth := func(op, value, price string) tariff.Line {
		return tariff.Line{Price: tariff.Value(price), When: []tariff.Condition{{Field: "nth", Op: op, Values: []string{value}}}}
	}
	item := billing.Item{Name: "停车费", Kind: billing.Income, HangsOn: estate.Space, Cycle: tariff.EveryMonth, Active: true}
	o.charge(item, tariff.Rule{Lines: []tariff.Line{nth("=", "1", "150"), nth("=", "2", "300"), nth("≥", "3", "500")}})
	for code, want := range map[string]money.Fen{"B-2": 150_00, "B-7": 300_00, "B-10": 500_00, "C-1": 150_00} {
		one := o.preview(with(month("停车费", "2026-12"), func(s *billing.ItemSource) { s.Only = []string{code} }))
		require.Len(t, one.Bills, 1)
		require.Equal(t, want, one.Bills[0].AmountFen, code)
		require.Equal(t, map[money.Fen]uint32{150_00: 1, 300_00: 2, 500_00: 4}[want], one.Bills[0].Taken)
	}
	all := o.preview(month("停车费", "2026-12"))
	require.Len(t, all.Bills, 4)
	require.Equal(t, money.Fen(150_00+300_00+500_00+150_00), all.SumFen)
}

// A register that tells when each space was handed over puts them in that order, whatever their codes.
func TestTheSpacesOfAHouseholdCountByTheirHandover(t *testing.T) {
	o := newOffice(t)
	o.register("3", estate.Row{Code: "1-1-101", Building: "1", Floor: 1, Use: "住宅", Spaces: []string{"B-2", "B-10"},
		SpaceHandovers: map[string]calendar.Date{"B-2": "2026-05-01", "B-10": "2024-05-01"}})
	nth := func(op, value, price string) tariff.Line {
		return tariff.Line{Price: tariff.Value(price), When: []tariff.Condition{{Field: "nth", Op: op, Values: []string{value}}}}
	}
	o.charge(billing.Item{Name: "停车费", Kind: billing.Income, HangsOn: estate.Space, Cycle: tariff.EveryMonth, Active: true},
		tariff.Rule{Lines: []tariff.Line{nth("=", "1", "150"), nth("≥", "2", "300")}})
	owed := make(map[string]money.Fen)
	for _, b := range o.preview(month("停车费", "2026-12")).Bills {
		owed[b.Code] = b.AmountFen
	}
	require.Equal(t, map[string]money.Fen{"B-10": 150_00, "B-2": 300_00}, owed)
}
