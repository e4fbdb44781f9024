package billing_test

import (
	"os"
	"testing"

	"github.com/stretchr/testify/require"

	"shouqi/ledger/billing"
	"shouqi/ledger/calendar"
	"shouqi/ledger/estate"
	"shouqi/ledger/law"
	"shouqi/ledger/staff"
	"shouqi/ledger/store"
	"shouqi/ledger/tariff"
)

// underRules is a quarter whose book has chosen the rules of a place.
func underRules(t *testing.T, place string) *office {
	t.Helper()
	o := newQuarter(t)
	table, err := os.ReadFile("../../assets/rules/rules.json")
	require.NoError(t, err)
	pack, err := law.PackOf(table, place)
	require.NoError(t, err)
	text, err := pack.Text()
	require.NoError(t, err)
	require.NoError(t, o.Book.SetPolicy(o.Ctx, o.Manager, staff.Approval{}, estate.PolicyRulePack, text))
	return o
}

// conceded grants a concession of the home, vacant or lived in, and returns the code of its refusal.
func (o *office) conceded(room, item, name, leaves string, from, to calendar.Date) string {
	o.Helper()
	_, err := o.Book.Billing.Grant(o.Ctx, o.Manager, o.agreed(staff.SetPrices), billing.Concession{Object: estate.ObjectID(estate.Room, room), Item: item, Name: name,
		Factor: factor(o.T, leaves), FromOn: from, ToOn: to})
	return store.Code(err)
}

// At most 60 % after six months: under whatever name, by however many concessions, whose months are counted together.
func TestAVacantHomePaysNoMoreByAnyConcession(t *testing.T) {
	const vacant, lived = "1-1-102", "1-1-101"
	o := underRules(t, "滨州")
	o.charge(plainFee(), tariff.Rule{Lines: []tariff.Line{{Measure: tariff.Area, Price: "2"}}})
	require.Equal(t, law.CodeMust, o.conceded(vacant, "物业费", "困难减免", "0.9", "2026-12-01", ""), "under another name")
	require.Empty(t, o.conceded(lived, "物业费", "困难减免", "0.9", "2026-12-01", ""), "nobody's vacancy")
	require.Empty(t, o.conceded(vacant, "物业费", "协议减免", "0.9", "2026-12-01", "2027-05-31"), "six months are not over")
	require.Equal(t, law.CodeMust, o.conceded(vacant, "物业费", "困难减免", "0.9", "2027-06-10", "2027-08-31"), "they are not begun anew")
	require.Empty(t, o.conceded(vacant, "物业费", "空置减免", "0.6", "2027-06-10", ""))
	require.Empty(t, o.conceded(vacant, "物业费", "困难减免", "0.9", "2027-06-10", ""), "54 % together")
	require.Equal(t, law.CodeMust, o.conceded(vacant, "", "长租优惠", "0.9", "2027-06-01", "2027-06-30"), "alone on nine days of them")

	// A home whose state nobody wrote down: a gap of a few days, and another item, are one vacancy.
	require.Empty(t, o.conceded(lived, "", "空置减免", "0.8", "2027-01-01", "2027-06-20"))
	require.Empty(t, o.conceded(lived, "物业费", "协议减免", "0.8", "2027-08-01", "2027-08-31"), "it is lived in again")
	require.Equal(t, law.CodeMust, o.conceded(lived, "物业费", "空置减免", "0.8", "2027-07-01", "2027-12-31"))
	require.Empty(t, o.conceded(lived, "物业费", "空置减免", "0.8", "2027-10-01", "2028-03-31"), "another vacancy")
	o.Verify()
}

// A tariff for empty homes is held by what they pay beside what homes pay that are lived in, whichever of the two comes first and however
// its form; where nothing can be compared it is reminded of.
func TestATariffForEmptyHomesIsHeldByWhatTheyPay(t *testing.T) {
	price := func(price string) tariff.Rule {
		return tariff.Rule{Lines: []tariff.Line{{Measure: tariff.Area, Price: tariff.Value(price)}}}
	}
	forEmpty := price("1.96")
	forEmpty.When = []tariff.Condition{{Field: "state", Op: "in", Values: []string{"空置"}}}
	o := underRules(t, "滨州")
	o.charge(plainFee(), price("2"))
	add := func(name string, scope billing.Scope, rule tariff.Rule) string {
		return store.Code(o.Book.Billing.AddTariff(o.Ctx, o.Manager, o.agreed(staff.SetPrices), billing.NewTariff{Item: "物业费", Name: name, Scope: scope, FromOn: "2026-01-01", Rule: rule}))
	}
	empty := billing.Scope{States: []string{"空置"}}
	require.Equal(t, law.CodeMust, add("空置", empty, price("1.96")))
	require.Equal(t, law.CodeMust, add("空置", empty, price("1.2001")))
	require.Equal(t, law.CodeMust, add("空置", billing.Scope{}, forEmpty), "by its condition")
	require.Empty(t, add("空置", empty, price("1.2")))
	require.Equal(t, law.CodeMust, o.changePrice("物业费", "2027-01-01", price("1.9")), "the standard is lowered beside it")
	require.Empty(t, o.changePrice("物业费", "2027-01-01", price("2.1")))
	require.NoError(t, o.Book.Store.Read(o.Ctx, func(tx *store.Tx) error {
		found, err := o.Book.Billing.LawOfTariff(tx, billing.NewTariff{Item: "物业费", Name: "空关", Scope: empty, FromOn: "2026-01-01", Rule: price("[单价]")})
		require.Len(t, found, 1)
		require.Equal(t, "vacancy.unknown", found[0].Said)
		return err
	}))
	o.Verify()
}

// plainFee is the property fee without a late fee, of which rules of the whole country speak.
func plainFee() billing.Item {
	item := property()
	item.LateFee = tariff.LateFee{}
	return item
}
