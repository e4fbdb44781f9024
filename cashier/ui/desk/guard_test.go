package desk

import (
	"testing"

	"fyne.io/fyne/v2"
	"github.com/stretchr/testify/require"

	"shouqi/cashier/checkout"
	"shouqi/cashier/ui/look"
	"shouqi/ledger/store"
)

// The tail of the owner's phone, typed where the cash belongs: one question with the phone masked, one key to pass it, and the
// code of the guard, without the phone, in the event.
func TestAPhoneTypedAsCashAsksOnceAndItsCodeIsKept(t *testing.T) {
	d := newDesk(t)
	d.typing("3021201").press(enter).typing("6621").press(enter)
	d.sees("像是张建国的电话", "138****6621", "仍然收款", "没错就按 F12")
	d.hides("13800006621")
	d.press(enter)
	require.Zero(t, d.payments())
	d.press(fyne.KeyF12)
	d.sees("本次实收", "01-2026-000001")
	require.Equal(t, 1, d.payments())
	require.NoError(t, d.counter.Book.Store.Read(t.Context(), func(tx *store.Tx) error {
		var body string
		found, err := tx.Get("SELECT CAST(body AS TEXT) FROM events WHERE kind = 'payment.received'", nil, &body)
		require.True(t, found)
		require.Contains(t, body, `"overridden":["own_phone"]`)
		require.NotContains(t, body, "13800006621")
		require.NotContains(t, body, "138****6621")
		return err
	}))
}

func TestTheRoomTypedAsCashIsTheHouseholdsOwnNumber(t *testing.T) {
	d := newDesk(t)
	d.typing("1010602").press(enter).typing("0602").press(enter)
	d.sees("像是这一户的房号 1-1-0602")
	d.press(fyne.KeyBackspace, fyne.KeyBackspace, fyne.KeyBackspace, fyne.KeyBackspace).typing("300").press(enter)
	require.Equal(t, 1, d.payments(), "the sum was mended: nobody is asked")
}

// A sum that is odd and a slip that an earlier receipt has are one question and one key.
func TestAnOddSumAndAUsedSlipAreAskedAboutOnce(t *testing.T) {
	d := newDesk(t)
	d.typing("3021201").press(enter, fyne.KeyF8).typing("004512").press(enter).typing("1").press(enter)
	require.Equal(t, 1, d.payments())
	d.typing("1010602").press(enter, fyne.KeyF7).typing("100").press(enter).typing("004512").press(enter).typing("1")
	d.typing("20000").press(enter)
	d.sees("是不是多按了一位", "004512")
	d.press(fyne.KeyF12)
	require.Equal(t, 2, d.payments())
	require.NoError(t, d.counter.Book.Store.Read(t.Context(), func(tx *store.Tx) error {
		var body string
		_, err := tx.Get("SELECT CAST(body AS TEXT) FROM events WHERE kind = 'payment.received' ORDER BY seq DESC LIMIT 1", nil, &body)
		require.Contains(t, body, `"overridden":["ten_times_due","reference_used"]`)
		return err
	}))
}

// In a window as low as one may be, the change keeps its room: the first warning has its sentence and the others their names.
func TestSeveralWarningsLeaveTheChangeItsRoom(t *testing.T) {
	d := newDesk(t)
	t.Cleanup(func() { look.SetRoom(fyne.NewSize(1366, 768)) })
	look.SetRoom(fyne.NewSize(look.LeastWidth, look.LeastHeight))
	d.typing("3021201").press(enter)
	d.screen.view.Guards = []checkout.Guard{{Code: "paid_just_now", Args: []any{"01-2026-000001"}}, {Code: "change_large", Args: []any{"￥500.00"}}, {Code: "far_ahead", Args: []any{"物业费", "2027-12"}}}
	d.screen.draw()
	d.sees("还要再收吗", "还提醒：找零太多、收一年以后的费用")
	d.hides("是不是输错了")
}
