package ledger_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"shouqi/ledger/ledgertest"
	"shouqi/ledger/staff"
	"shouqi/ledger/store"
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

// A manager sets the PIN of somebody anew who let others see it, while one of those changes it at another counter. Whichever comes first, that one does not get in
// by what they chose.
func TestAPINSetAnewHereAndChangedThere(t *testing.T) {
	locked := 0
	for _, founderResets := range []bool{true, false} {
		a, b := twoCounters(t)
		resetting, other := a, b
		if !founderResets {
			resetting, other = b, a
		}
		require.NoError(t, other.book.Staff.OwnPIN(other.ctx, "101", cashierPIN, "5927"))
		require.NoError(t, resetting.book.Staff.SetPIN(resetting.ctx, resetting.manager, resetting.agreed(staff.GiveLogin), resetting.cashier.ID(), "7412"))
		a.agrees(b)
		_, err := b.book.Staff.SignIn(b.ctx, "101", "5927")
		require.Contains(t, []string{"staff.pin_wrong", "staff.locked"}, store.Code(err))
		if store.Code(err) == "staff.locked" {
			locked++
		}
	}
	require.Equal(t, 1, locked, "once each comes first")
}
