package ledger_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"shouqi/ledger/ledgertest"
	"shouqi/ledger/staff"
)

// What a person may do was taken from them at one counter, while another, which had not heard of it, wrote down a new name, or gave them more. Whichever of the two
// comes later in the order, it is taken; and who has heard of it may give it again.
func TestARightThatIsTakenAtOneCounterIsTaken(t *testing.T) {
	a, b := twoCounters(t)
	ledgertest.Hire(t, a.book, a.manager, a.agreed(staff.GiveLogin), staff.Entry{Code: "300", Name: "周会计", Role: staff.Finance, Active: true}, "3690")
	a.agrees(b)
	change := func(c *counter, role staff.Role, active bool) {
		t.Helper()
		for _, person := range c.staff() {
			if person.Code == "300" {
				require.NoError(t, c.book.Staff.Change(c.ctx, c.manager, c.agreed(staff.GiveLogin), person.ID, staff.Entry{Code: "300", Name: "周会计" + c.name(), Role: role, Active: active}))
			}
		}
	}
	stands := func() (role staff.Role, active bool) {
		for _, person := range b.staff() {
			if person.Code == "300" {
				role, active = person.Role, person.Active
			}
		}
		return role, active
	}
	for _, taking := range []*counter{a, b} {
		other := b
		if taking == b {
			other = a
		}
		change(other, staff.Finance, true)
		change(taking, staff.Cashier, true)
		a.agrees(b)
		role, active := stands()
		require.Equal(t, staff.Cashier, role)
		require.True(t, active)
		change(other, staff.Finance, true) // it has heard of it
		a.agrees(b)
		role, _ = stands()
		require.Equal(t, staff.Finance, role)
	}
	for _, taking := range []*counter{a, b} {
		other := b
		if taking == b {
			other = a
		}
		change(other, staff.Finance, true)
		change(taking, staff.Finance, false)
		a.agrees(b)
		_, active := stands()
		require.False(t, active)
		change(other, staff.Finance, true)
		a.agrees(b)
	}
}
