package ledger_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"shouqi/ledger"
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
		"set a policy":     func(by staff.Actor) error { return c.book.SetPolicy(c.ctx, by, estate.PolicyRoundingMaxFen, "5") },
		"add a passphrase": func(by staff.Actor) error { return c.book.AddPassphrase(c.ctx, by, "阳光花园二零二六") },
		"see a phone":      func(by staff.Actor) error { _, err := c.book.Unmask(c.ctx, by, owner); return err },
		"take a register": func(by staff.Actor) error {
			_, err := c.book.TakeRegister(c.ctx, by, ledger.Register{FileHash: "00"}, false)
			return err
		},
		"add a colleague": func(by staff.Actor) error {
			return c.book.Staff.Add(c.ctx, by, staff.Entry{Code: "105", Name: "周杰", Role: staff.Cashier, Active: true}, "2580")
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
