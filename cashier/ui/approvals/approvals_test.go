package approvals_test

import (
	"testing"

	"fyne.io/fyne/v2"
	"github.com/stretchr/testify/require"

	"shouqi/cashier/session"
	"shouqi/cashier/ui/approvals"
	"shouqi/cashier/ui/countertest"
	"shouqi/cashier/ui/look"
	"shouqi/cashier/ui/shell"
	"shouqi/cashier/ui/uitest"
	"shouqi/cashier/undoing"
	"shouqi/ledger"
	"shouqi/ledger/estate"
	"shouqi/ledger/staff"
	"shouqi/ledger/store"
	"shouqi/ledger/till"
)

// A cashier asks for a void while nobody may agree; a supervisor sees and approves it on the same page by keys; the cashier voids the
// receipt as if alone, once, and then nothing waits any more.
func TestWhatIsAskedForIsApprovedAndDone(t *testing.T) {
	counter := countertest.Open(t)
	countertest.SignIn(t, counter, "200", countertest.SupervisorPIN)
	supervisor, _ := counter.Actor()
	_, err := counter.Book.TakeRegister(t.Context(), supervisor, ledger.Register{FileHash: "0011223344556677", Rooms: []estate.Row{{Code: "3-2-1201", AreaCentiM2: 9830}}}, false)
	require.NoError(t, err)
	countertest.SignIn(t, counter, "101", countertest.CashierPIN)
	cashier, _ := counter.Actor()
	_, err = counter.Book.Till.Open(t.Context(), cashier, till.Opening{Counted: till.CountedSum(500_00)})
	require.NoError(t, err)
	paid, err := counter.Book.Till.Receive(t.Context(), cashier, till.Order{RequestID: "paid", Room: estate.ObjectID(estate.Room, "3-2-1201"), PrepayFen: 300_00,
		Tenders: []till.Tender{{Kind: till.Cash, Fen: 300_00}}})
	require.NoError(t, err)
	frame := uitest.NewShell(t)
	t.Cleanup(frame.Close)
	hand := countertest.NewHand(t, func() *shell.Shell { return frame })
	back := 0
	frame.Show(approvals.New(frame, counter, approvals.Deps{Explain: countertest.Explain, Back: func() { back++ }}))
	undo := func() error {
		wish, err := counter.Undoing.Begin(paid.Number)
		require.NoError(t, err)
		wish.Reason = till.Reason{Code: "wrong_room"}
		_, err = voided(t, counter.Undoing, wish)
		return err
	}
	hand.Shows("没有等着的审批")
	refused := undo()
	require.Equal(t, staff.CodeNeedsApproval, store.Code(refused))
	_, err = counter.Approving.Wanted(t.Context(), "asked", refused) // as the form of the void offers
	require.NoError(t, err)
	frame.Current().Shown()
	hand.Shows("等批准 · 王丽 申请", "3-2-1201 01-2026-000001 ¥300.00")
	hand.Press(fyne.KeyReturn)
	hand.Hides("1批准")
	require.Equal(t, staff.CodeNeedsApproval, store.Code(undo()))
	hand.Press(fyne.KeyEscape)
	countertest.SignIn(t, counter, "200", countertest.SupervisorPIN)
	frame.Current().Shown() // as the page is shown to the next who signs in
	hand.Press(fyne.KeyReturn, fyne.KeyReturn)
	hand.Shows("原因：收错房号") // what is decided about besides the receipt
	hand.Hides("已批准，等办理") // a second Enter approves nothing
	hand.Type("1")
	hand.Shows("已批准，等办理")
	hand.Press(fyne.KeyReturn)
	hand.Shows("收回批准")
	hand.Type("1")
	hand.Shows("没有等着的审批")
	countertest.SignIn(t, counter, "101", countertest.CashierPIN)
	refused = undo()
	require.Equal(t, staff.CodeNeedsApproval, store.Code(refused), "taken back")
	_, err = counter.Approving.Wanted(t.Context(), "asked again", refused)
	require.NoError(t, err)
	countertest.SignIn(t, counter, "200", countertest.SupervisorPIN)
	frame.Current().Shown()
	hand.Press(fyne.KeyReturn)
	hand.Type("1")
	hand.Shows("已批准，等办理")
	countertest.SignIn(t, counter, "101", countertest.CashierPIN)
	require.NoError(t, undo())
	require.Equal(t, "till.undone", store.Code(undo()))
	frame.Current().Shown()
	hand.Shows("没有等着的审批")
	hand.Press(fyne.KeyEscape, fyne.KeyEscape) // a notice takes the first
	require.Positive(t, back)
}

func voided(t *testing.T, room *undoing.Undoing, wish undoing.Undo) (till.Payment, error) {
	t.Helper()
	wish.Second = session.Second{}
	taken, err := room.Void(t.Context(), wish)
	return taken.Payment, err
}

// Who approves reads whole which room, receipt or price it is about, in the smallest window too.
func TestWhatIsApprovedIsReadWholeInTheSmallestWindow(t *testing.T) {
	window := uitest.NewWindow(t, nil)
	size := fyne.NewSize(look.LeastWidth, look.LeastHeight)
	window.Resize(size)
	look.SetRoom(size)
	for _, shot := range approvals.Gallery() {
		frame := shell.New(window, uitest.InPlace())
		shot.Draw(frame)
		hand := countertest.NewHand(t, func() *shell.Shell { return frame })
		switch shot.Name {
		case "approvals":
			hand.Shows("3-2-1201 物业费 2026 年第 3 季度", "1-1-602 预存款 → 1-1-603 预存款")
			hand.Hides("…")
		case "approvals-long":
			hand.Shows("减免违约金 3-2-1201 物业费（含公摊能耗费）2026 年第 3 季度，1-1-602 物业费（含公摊能耗费）2026 年第 3 季度")
		}
	}
}

func TestPictures(t *testing.T) { countertest.Pictures(t, approvals.Gallery(), "approvals") }
