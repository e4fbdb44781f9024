package desk

import (
	"context"
	"testing"

	"fyne.io/fyne/v2"
	"github.com/stretchr/testify/require"

	"shouqi/cashier/session"
	"shouqi/cashier/ui/shell"
	"shouqi/cashier/ui/uitest"
	"shouqi/ledger/staff"
	"shouqi/ledger/store"
)

// mayAsk lets the forms of the desk ask for approvals, as the window does.
func (d *counted) mayAsk() {
	made := 0
	d.frame.SetAskApproval(func(ctx context.Context, refused error) (shell.Asked, error) {
		made++
		asking, err := d.counter.Approving.Wanted(ctx, "asked"+string(rune('a'+made)), refused)
		return shell.Asked{Number: asking.Number}, err
	})
}

// approves lets a supervisor approve all that was asked for, and returns it.
func (d *counted) approves() (open []staff.Asking) {
	d.t.Helper()
	require.NoError(d.t, d.counter.Book.Store.Read(d.t.Context(), func(tx *store.Tx) (err error) {
		open, err = d.counter.Book.Staff.OpenAskings(tx)
		return err
	}))
	supervisor, err := d.counter.Book.Staff.SignIn(d.t.Context(), "200", uitest.SupervisorPIN)
	require.NoError(d.t, err)
	for _, asking := range open {
		_, err := d.counter.Book.Staff.DecideApproval(d.t.Context(), supervisor, asking.Number, true)
		require.NoError(d.t, err)
	}
	return open
}

// A late entry is asked for where nobody may agree; the form keeps what was typed, without its red sentence; the next day it is taken
// by who asked, as if alone, and with another reason it is not.
func TestALateEntryIsAskedForAndTakenLater(t *testing.T) {
	d := newDesk(t)
	d.mayAsk()
	late := func(reason string) {
		d.press(fyne.KeyF11).typing("4").typing("0088121").press(enter, enter).typing(reason).press(enter, enter, enter)
		d.sees("补录收款", "0088121")
		d.press(enter)
	}
	d.typing("1010602").press(enter)
	late("1")
	d.sees("申请审批：补录")
	require.Equal(t, 0, d.payments())
	d.press(fyne.KeyF4)
	d.sees("补录手写收据", "已申请", "0088121")
	d.hides("要批准人输入密码")
	d.press(fyne.KeyEscape)
	asked := d.approves()
	require.Len(t, asked, 1)
	require.Equal(t, staff.EnterLate, asked[0].Action)
	d.sees("补录收款", "0088121") // Esc at the question makes no payment of today of it
	ordinary := func() { d.press(fyne.KeyF11).typing("-") }
	ordinary()
	late("2")
	d.sees("申请审批：补录")
	require.Equal(t, 0, d.payments())
	d.press(fyne.KeyEscape, fyne.KeyEscape)
	d.sees("补录收款")
	ordinary()
	late("1")
	require.Equal(t, 1, d.payments())
	require.Equal(t, "0088121", d.counter.Last().PaperNumber)
}

// Money beyond its ceiling while nobody may agree: both fields of the second person left empty offer to ask for exactly that payment.
func TestMoneyBeyondTheCeilingIsAskedFor(t *testing.T) {
	d := newDesk(t)
	d.mayAsk()
	d.counter.As("100", uitest.ManagerPIN)
	require.NoError(t, d.counter.People.SetLimit(t.Context(), staff.UnverifiedMax, 100_00, session.Second{}))
	d.counter.As("101", uitest.CashierPIN)
	d.screen.Refresh()
	d.typing("1010602").press(enter, fyne.KeyF8).typing("4200001").press(enter).typing("4").press(enter)
	d.sees("要批准人同意", "批准人不在：两格留空")
	d.hides("申请审批：") // whoever may agree may be there
	d.press(enter, enter)
	d.sees("申请审批：收未核实的款")
	d.press(fyne.KeyF4)
	d.sees("已申请")
	d.press(fyne.KeyEscape)
	require.Equal(t, 0, d.payments())
	require.Len(t, d.approves(), 1)
	d.press(enter)
	require.Equal(t, 1, d.payments())
	require.NotEmpty(t, d.counter.Last().Approver)
}
