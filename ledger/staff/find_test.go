package staff_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"shouqi/ledger/staff"
	"shouqi/ledger/store"
)

// calls gives a person, in an event of before names had to be more than digits, another name.
func (o *office) calls(who staff.Actor, name string) {
	o.Helper()
	require.NoError(o, o.book.Store.Write(o.ctx, func(tx *store.Tx) error {
		sealed, err := o.book.Vault.Put(tx, who.ID(), "", []byte(name))
		if err != nil {
			return err
		}
		_, err = o.book.Journal.Append(tx, "staff.recorded", map[string]any{"person": who.ID(), "code": who.Code(), "role": who.Role(), "active": true, "name": sealed,
			"by": "", "approver": map[string]any{"person": "", "seq": 0}, "alone": false})
		return err
	}))
}

// A number means whoever has it, and nobody who is called so: with a name that is a colleague's number one would have the other's PIN set.
func TestAPersonsCodeWinsOverANameThatLooksLikeOne(t *testing.T) {
	o := newOffice(t)
	o.add("099", "周杰", staff.Cashier, otherPIN)
	o.calls(o.actor("099", otherPIN), "101") // stands before 101 in every list
	find := func(who string) (code string) {
		found, err := o.book.Staff.Find(o.ctx, who)
		if err != nil {
			return store.Code(err)
		}
		return found.Code
	}
	require.Equal(t, "101", find("101"))
	require.Equal(t, "王丽", o.actor("101", cashierPIN).Name())
	require.Equal(t, "099", find("099"))
	o.calls(o.actor("099", otherPIN), "777")
	require.Equal(t, staff.CodeUnknown, find("777"), "a number that nobody has is nobody's")
	require.Equal(t, staff.CodeUnknown, find(""))
	o.calls(o.actor("099", otherPIN), "王丽")
	require.Equal(t, "staff.name_twice", find("王丽"), "and a name of two people is no one's")
}
