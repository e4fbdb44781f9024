package ledger_test

import (
	"fmt"
	"testing"

	"github.com/stretchr/testify/require"

	"shouqi/ledger/ledgertest"
	"shouqi/ledger/report"
	"shouqi/ledger/staff"
	"shouqi/ledger/store"
)

// What a person may do was taken from them at one counter, while another, which had not heard of it, gave them more or wrote down a new name. Whichever of the two
// comes later in the order, it is taken; and who has heard of it may give it again.
func TestARightThatIsTakenAtOneCounterIsTaken(t *testing.T) {
	entry := func(role staff.Role, active bool) staff.Entry {
		return staff.Entry{Code: "300", Name: "周会计", Role: role, Active: active}
	}
	for name, of := range map[string]struct{ before, taken, other staff.Entry }{
		"a role, and a new name":  {entry(staff.Finance, true), entry(staff.Cashier, true), entry(staff.Finance, true)},
		"a role, and a better":    {entry(staff.Finance, true), entry(staff.Cashier, true), entry(staff.Supervisor, true)},
		"a login, and a new name": {entry(staff.Finance, true), entry(staff.Finance, false), entry(staff.Finance, true)},
		"a login, and a role":     {entry(staff.Finance, true), entry(staff.Finance, false), entry(staff.Cashier, true)},
	} {
		for _, founderTakes := range []bool{true, false} {
			t.Run(fmt.Sprint(name, ", by the founder ", founderTakes), func(t *testing.T) {
				a, b := twoCounters(t)
				ledgertest.Hire(t, a.book, a.manager, a.agreed(staff.GiveLogin), of.before, "3690")
				a.agrees(b)
				taking, other := a, b
				if !founderTakes {
					taking, other = b, a
				}
				taking.enters(of.taken)
				other.enters(of.other)
				other.enters(of.other) // once more: what it seals under the second number nobody else did
				a.agrees(b)
				require.NotEmpty(t, b.conflicts())
				for _, one := range b.conflicts() {
					require.Equal(t, report.CameToLess, one.Came)
				}
				left := a.entered("300")
				require.Equal(t, of.taken.Active, left.Active)
				if of.taken.Active {
					require.Equal(t, of.taken.Role, left.Role)
				}
				other.enters(of.before) // it has heard of it
				a.agrees(b)
				require.Equal(t, []any{of.before.Role, true}, []any{b.entered("300").Role, b.entered("300").Active})
			})
		}
	}
}

// entered is the entry of a person that stands here.
func (c *counter) entered(code string) (is staff.Person) {
	for _, person := range c.staff() {
		if person.Code == code {
			is = person
		}
	}
	return is
}

// enters changes the entry of a person.
func (c *counter) enters(entry staff.Entry) {
	c.Helper()
	require.NoError(c, c.book.Staff.Change(c.ctx, c.manager, c.agreed(staff.GiveLogin), c.entered(entry.Code).ID, entry))
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
