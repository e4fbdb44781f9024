package ledger_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"shouqi/ledger/staff"
	"shouqi/ledger/store"
)

// A laptop is stolen with its book open, and its counter ended. A PIN that is set there lets nobody in at the others, and keeps nobody there from setting one.
func TestAPINSetAfterTheEndLetsNobodyIn(t *testing.T) {
	a, b := twoCounters(t)
	c := a.joinedTo("03")
	b.hear(a)
	a.hear(b)
	require.NoError(t, a.end("02"))
	require.NoError(t, b.book.Staff.SetPIN(b.ctx, b.cashier, staff.Approval{}, b.cashier.ID(), "975310"))
	require.NoError(t, b.book.Staff.SetPIN(b.ctx, b.manager, staff.Approval{}, b.manager.ID(), "864209"))
	a.take(partOrder(a, "later on the clock", 0))
	require.NoError(t, a.book.Staff.SetPIN(a.ctx, a.cashier, staff.Approval{}, a.cashier.ID(), "197531"))
	c.hear(b) // which does not know of the end yet
	a.hear(b)
	b.agrees(a)
	c.agrees(a)
	a.reopen()
	for _, one := range []*counter{a, c} {
		one.signIn("100", managerPIN)
		one.signIn("101", "197531")
		for who, pin := range map[string]string{"100": "864209", "101": "975310"} {
			_, err := one.book.Staff.SignIn(one.ctx, who, pin)
			require.Equal(t, staff.CodePINWrong, store.Code(err), who)
		}
	}
}
