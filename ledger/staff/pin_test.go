package staff_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"shouqi/ledger/staff"
	"shouqi/ledger/store"
)

// Whoever set a colleague's PIN knows it: with it nobody signs in and nobody agrees, until the person has set an own one.
func TestAPINThatAnotherSetIsOnlyGoodForSettingOnesOwn(t *testing.T) {
	o := newOffice(t)
	cashier := o.actor("101", cashierPIN)
	approve := func(pin string, action staff.Action) string {
		_, err := o.book.Staff.Approve(o.ctx, cashier, "200", pin, action)
		return store.Code(err)
	}
	is := func(given string) {
		t.Helper()
		before := o.head()
		require.Equal(t, staff.CodePINGiven, o.codeOf("200", given))
		require.Equal(t, staff.CodePINGiven, o.codeOf("李主管", given))
		require.Equal(t, staff.CodePINGiven, approve(given, staff.VoidPayment))
		require.Equal(t, staff.CodePINGiven, approve(given, staff.TakeOver), "nor is it cash that somebody takes over")
		require.Empty(t, o.purposes(before, "sign_in", "void", "take_over"), "no event says that somebody signed in or agreed")
		require.Equal(t, staff.CodePINSame, store.Code(o.book.Staff.OwnPIN(o.ctx, "200", given, given)))
		require.Equal(t, staff.CodePINWeak, store.Code(o.book.Staff.OwnPIN(o.ctx, "200", given, "1234")))
		require.Equal(t, staff.CodePINWrong, store.Code(o.book.Staff.OwnPIN(o.ctx, "200", "7070", "9753")))
	}
	require.NoError(t, o.book.Staff.Add(o.ctx, o.manager, o.byRecovery(), staff.Entry{Code: "200", Name: "李主管", Role: staff.Supervisor, Active: true}, "5805"))
	is("5805")
	require.NoError(t, o.book.Staff.OwnPIN(o.ctx, "200", "5805", supervisorPIN))
	require.Equal(t, staff.CodePINWrong, o.codeOf("200", "5805"))
	supervisor := o.actor("200", supervisorPIN)
	require.Empty(t, approve(supervisorPIN, staff.VoidPayment))

	require.NoError(t, o.book.Staff.SetPIN(o.ctx, o.manager, o.agreed(), supervisor.ID(), "5805"))
	is("5805")
	require.NoError(t, o.book.Close())
	o.open()
	is("5805")
	require.NoError(t, o.book.Staff.OwnPIN(o.ctx, "李主管", "5805", "9753"))
	require.NoError(t, o.book.Staff.SetPIN(o.ctx, o.actor("200", "9753"), staff.Approval{}, supervisor.ID(), supervisorPIN), "one's own is set by oneself")
	require.Empty(t, o.codeOf("200", supervisorPIN))
}

// The founder and who brings the recovery key type PINs of their own.
func TestTheFoundersPINAndThatOfTheRecoveryKeyAreOnesOwn(t *testing.T) {
	o := newOffice(t)
	require.Empty(t, o.codeOf("100", managerPIN))
	require.NoError(t, o.book.Staff.UnlockWithRecovery(o.ctx, "100", o.recovery, "9753"))
	require.Empty(t, o.codeOf("100", "9753"))
}

// purposes returns those of purposes that a right PIN was given for in an event after seq.
func (o *office) purposes(seq int64, purposes ...string) (given []string) {
	o.Helper()
	require.NoError(o, o.book.Store.Read(o.ctx, func(tx *store.Tx) error {
		for _, purpose := range purposes {
			found, err := tx.Get("SELECT 1 FROM events WHERE seq > ? AND kind = 'staff.pin_accepted' AND json_extract(body, '$.purpose') = ?", []any{seq, purpose}, new(int))
			if err != nil {
				return err
			}
			if found {
				given = append(given, purpose)
			}
		}
		return nil
	}))
	return given
}

// Enter on an empty field guesses nothing: however often it is pressed, nobody is locked out by it, and the journal keeps nothing of it.
func TestAnEmptyPINIsNoTry(t *testing.T) {
	o := newOffice(t)
	o.add("200", "李主管", staff.Supervisor, "2468")
	cashier := o.actor("101", cashierPIN)
	before := o.head()
	for range 7 {
		require.Equal(t, staff.CodePINAsked, o.codeOf("101", ""))
		require.Equal(t, staff.CodePINAsked, store.Code(o.book.Staff.OwnPIN(o.ctx, "200", "", "9753")))
		for _, action := range []staff.Action{staff.VoidPayment, staff.TakeOver} {
			_, err := o.book.Staff.Approve(o.ctx, cashier, "200", "", action)
			require.Equal(t, staff.CodePINAsked, store.Code(err))
		}
	}
	require.Equal(t, before, o.head())
	require.Empty(t, o.codeOf("101", cashierPIN))
	require.Equal(t, staff.CodeUnknown, o.codeOf("999", ""), "who it is comes first")
	for range 5 {
		_ = o.codeOf("101", "0000")
	}
	require.Equal(t, staff.CodeLocked, o.codeOf("101", ""), "and so does that no PIN helps")
}
