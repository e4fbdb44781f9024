package ledger_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"shouqi/ledger"
	"shouqi/ledger/billing"
	"shouqi/ledger/estate"
	"shouqi/ledger/staff"
	"shouqi/ledger/store"
	"shouqi/ledger/vault"
)

func TestACashierTakesMoneyAndNothingElse(t *testing.T) {
	c := newCounter(t)
	c.register()
	room, _, _ := c.household()
	owner := ""
	require.NoError(t, c.book.Store.Read(c.ctx, func(tx *store.Tx) (err error) {
		owner, _, err = estate.Debtor(tx, room, "2026-11-21")
		return err
	}))
	for name, command := range map[string]func(by staff.Actor) error{
		"set a policy": func(by staff.Actor) error {
			return c.book.SetPolicy(c.ctx, by, staff.Approval{}, estate.PolicyEstate, "阳光花园二期")
		},
		"add a passphrase": func(by staff.Actor) error { return c.book.AddPassphrase(c.ctx, by, "阳光花园二零二六") },
		"see a phone":      func(by staff.Actor) error { _, err := c.book.Unmask(c.ctx, by, owner); return err },
		"take a register": func(by staff.Actor) error {
			_, err := c.book.TakeRegister(c.ctx, by, ledger.Register{FileHash: "00"}, false)
			return err
		},
		"add a colleague": func(by staff.Actor) error {
			return c.book.Staff.Add(c.ctx, by, c.agreed(staff.GiveLogin), staff.Entry{Code: "105", Name: "周杰", Role: staff.Cashier, Active: true}, "2580")
		},
	} {
		t.Run(name, func(t *testing.T) {
			require.Equal(t, "staff.may_not", store.Code(command(c.cashier)))
			require.Equal(t, "staff.unknown", store.Code(command(staff.Actor{})), "nor does nobody")
			require.NoError(t, command(c.manager))
		})
	}
	require.Equal(t, "staff.may_not", store.Code(c.book.Erase(c.ctx, c.cashier, owner)))
	require.NoError(t, c.book.Erase(c.ctx, c.manager, owner))
	require.Zero(t, c.book.Finder.Find("zjg", 10).Total)
	c.verify()
	require.NoError(t, c.book.Close())
	book, _, err := ledger.Open(c.ctx, c.path, ledger.OpenOptions{Key: vault.Key{Passphrase: "阳光花园二零二六"}})
	require.NoError(t, err)
	c.book = book
}

// A limit that lets one person do more alone is two people's once the book has asked for money; a tighter one is one person's.
func TestALimitIsRaisedByTwo(t *testing.T) {
	c := newCounter(t)
	c.register()
	set := func(approval staff.Approval, name staff.LimitName, value int64) string {
		return store.Code(c.book.Staff.SetLimit(c.ctx, c.manager, approval, name, value))
	}
	require.Empty(t, set(staff.Approval{}, staff.UndoMaxBills, 30), "nobody was asked for money yet")
	require.Equal(t, "staff.may_not", store.Code(c.book.Staff.SetLimit(c.ctx, c.cashier, staff.Approval{}, staff.UndoMaxBills, 1)))
	for _, limit := range staff.Limits {
		require.Equal(t, "staff.limit", set(staff.Approval{}, limit.Name, -1))
		require.Equal(t, "staff.limit", set(staff.Approval{}, limit.Name, limit.Most+1))
	}
	require.Equal(t, "staff.unknown_limit", set(staff.Approval{}, "none", 1))
	c.writes(func(tx *store.Tx) error {
		_, err := c.book.Billing.In(tx).Add(tx.Context(), c.manager, staff.Approval{}, billing.ByHand{RequestID: "b1", Room: "3-2-1201", Item: "维修费", AmountFen: 8000})
		return err
	})
	for _, limit := range staff.Limits {
		require.Empty(t, set(staff.Approval{}, limit.Name, 5), limit.Name)
		require.Equal(t, "staff.needs_approval", set(staff.Approval{}, limit.Name, 6), limit.Name)
		require.Equal(t, "staff.needs_approval", set(c.agreed(staff.UndoBills), limit.Name, 6), limit.Name)
		require.Empty(t, set(c.agreed(staff.RaiseLimit), limit.Name, 6), limit.Name)
		events := number(t, c.book, "SELECT count(*) FROM events")
		require.Empty(t, set(staff.Approval{}, limit.Name, 6))
		require.Equal(t, events, number(t, c.book, "SELECT count(*) FROM events"), "what stands already is no event")
	}
	policy := func(approval staff.Approval, name, value string) string {
		return store.Code(c.book.SetPolicy(c.ctx, c.manager, approval, name, value))
	}
	require.Empty(t, policy(staff.Approval{}, estate.PolicyClosedMonth, "2026-10"), "a month is closed by one")
	for name, value := range map[string]string{estate.PolicyCutoffHour: "5", estate.PolicyClosedMonth: "2026-09"} {
		require.Equal(t, "staff.needs_approval", policy(staff.Approval{}, name, value), "another day begins its sums anew")
		require.Empty(t, policy(c.agreed(staff.RaiseLimit), name, value))
	}
	require.Empty(t, policy(staff.Approval{}, estate.PolicyCompany, "阳光物业二公司"))
	events := number(t, c.book, "SELECT count(*) FROM events")
	for name, value := range map[string]string{estate.PolicyCompany: "阳光物业二公司", estate.PolicyCutoffHour: "5", estate.PolicyClosedMonth: "2026-09"} {
		require.Equal(t, estate.CodePolicySame, policy(staff.Approval{}, name, value), "nobody else is asked for what stands already")
	}
	require.Equal(t, events, number(t, c.book, "SELECT count(*) FROM events"))
	c.verify()
}
