package billing_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"shouqi/ledger/billing"
	"shouqi/ledger/calendar"
	"shouqi/ledger/staff"
	"shouqi/ledger/tariff"
)

// One person issues what ends within 13 months and is no longer than that; two issue up to five years; nobody issues more.
func TestARunThatReachesFarTakesTwo(t *testing.T) {
	o := newQuarter(t) // on 2026-11-21
	o.charge(property(), byArea("2"))
	order := func(from, to calendar.Date) billing.Order {
		return billing.Order{RequestID: string(from + to), Source: billing.ItemSource{Item: "物业费"}, FromOn: from, ToOn: to}
	}
	year := order("2027-01-01", "2027-12-31")
	require.True(t, o.preview(year).Far, "it ends 13 months and ten days away")
	_, code := o.run(year)
	require.Equal(t, "staff.needs_approval", code)
	require.False(t, o.preview(order("2027-01-01", "2027-11-30")).Far)
	long := order("2026-01-01", "2027-02-28")
	require.True(t, o.preview(long).Far, "14 months in one line")
	require.False(t, o.preview(order("2026-01-01", "2027-01-31")).Far)
	six := order("2027-01-01", "2032-12-31")
	six.Approval = o.agreed(staff.IssueFar)
	_, code = o.run(six)
	require.Equal(t, "billing.issue_far", code)
	year.Approval = o.agreed(staff.IssueFar)
	made, code := o.run(year)
	require.Empty(t, code)
	require.Equal(t, 36, made.Count)
	_, code = o.run(order("2026-11-01", "2027-11-30"))
	require.Empty(t, code, "of these days only two months are left to bill")
	o.Verify()
}

// A year that is paid in advance is issued alone in the weeks before it.
func TestANextYearIsIssuedAloneInDecember(t *testing.T) {
	o := newQuarter(t)
	item := property()
	item.Cycle, item.Advance = tariff.EveryYear, true
	o.charge(item, byArea("2"))
	order := billing.Order{RequestID: "2027", Source: billing.ItemSource{Item: "物业费"}, FromOn: "2027-01-01", ToOn: "2027-12-31"}
	require.True(t, o.preview(order).Far)
	o.At("2026-12-01")
	_, code := o.run(order)
	require.Empty(t, code)
}
