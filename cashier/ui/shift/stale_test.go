package shift_test

import (
	"context"
	"testing"

	"fyne.io/fyne/v2"
	"github.com/stretchr/testify/require"

	"shouqi/assets"
	"shouqi/cashier/session"
	"shouqi/cashier/ui/shell"
	"shouqi/cashier/ui/shift"
	"shouqi/cashier/ui/uitest"
	"shouqi/cashier/words"
	"shouqi/ledger/till"
)

const countAgain = "清点之后又收付过现金，请重新清点"

// counter is the shift's screen beside a desk that takes money; the shift is open with 500 yuan.
type counter struct {
	*desk
	*uitest.Counter
	elsewhere shell.Screen
}

func atCounter(t *testing.T) *counter { return atSlowCounter(t, func(work func()) { work() }) }

// atSlowCounter is atCounter where do does the work off the UI thread, or keeps it for later.
func atSlowCounter(t *testing.T, do func(work func())) *counter {
	c := &counter{Counter: uitest.NewCounter(t)}
	options := uitest.InPlace()
	options.Go = do
	c.desk = &desk{t: t, frame: shell.New(uitest.NewWindow(t, nil), options), counter: c.Counter.Counter}
	t.Cleanup(c.frame.Close)
	deps := shift.Deps{Explain: func(err error) string { return words.Explain(err, assets.Chinese) },
		Changed: func() {}, Opened: func() {}, Closed: func() {}, Receipts: func() {}}
	c.screen = shift.New(c.frame, c.counter, deps)
	c.elsewhere = shift.New(c.frame, nil, deps) // stands for the desk: some other screen of the window
	c.frame.SetItems([]shell.Item{{Name: "desk", Screen: c.elsewhere}, {Name: "shift", Screen: c.screen}})
	c.frame.Show(c.screen)
	return c
}

// toShift opens the page of the shift by its key.
func (c *counter) toShift() { uitest.Chord(c.frame.Window(), fyne.KeyModifierControl, fyne.Key3) }

// takes collects a room's dues in cash at the desk and returns the receipt's number.
func (c *counter) takes(room string) string {
	c.t.Helper()
	taken, err := c.Taking.Take(context.Background(), c.OrderOf(c.Draft(c.Household(room))))
	require.NoError(c.t, err)
	return taken.Payment.Number
}

// voids takes a receipt's one paper back and gives its cash back.
func (c *counter) voids(number string) {
	c.t.Helper()
	undo, err := c.Undoing.Begin(number)
	require.NoError(c.t, err)
	undo.CopiesTaken, undo.Reason, undo.Second = 1, till.Reason{Code: "wrong_room"}, session.Second{Who: "200", PIN: uitest.SupervisorPIN}
	_, err = c.Undoing.Void(context.Background(), undo)
	require.NoError(c.t, err)
}

func (c *counter) mustCountAgain() {
	c.t.Helper()
	c.shows(countAgain, "提交清点")
	c.hides("账款相符", "相符", "应有 ", "长款", "短款")
}

func TestFault5AStaleCountIsNoAgreementOnTheScreen(t *testing.T) {
	c := atCounter(t)
	c.count("5")
	c.shows("账款相符")
	c.press(fyne.KeyF2)
	c.takes("1-1-0602")
	c.toShift()
	c.mustCountAgain()

	// Nothing of the old count is left to press Enter over.
	c.count("8")
	c.shows("账款相符", "应有 ¥800.00")
	c.hides(countAgain)
	require.Equal(t, 2, c.last().Counts)
	c.typed("800")
	c.press(fyne.KeyReturn)
	require.NotZero(t, c.last().ClosedSeq)
	require.EqualValues(t, 80000, c.last().LeftFen)
}

func TestFault5CashGivenBackAsksForAnotherCountAsWell(t *testing.T) {
	c := atCounter(t)
	c.count("5")
	c.press(fyne.KeyF2)
	c.voids(c.takes("1-1-0602"))
	c.toShift()
	c.mustCountAgain()
	c.count("5")
	c.shows("账款相符")
}

// The window was closed in between: the screen knows it from the book.
func TestFault5AStaleCountIsToldByTheBook(t *testing.T) {
	c := atCounter(t)
	c.count("5")
	c.takes("1-1-0602")
	c.frame.Forget(c.screen)
	c.screen = shift.New(c.frame, c.counter, shift.Deps{Explain: func(err error) string { return words.Explain(err, assets.Chinese) }})
	c.frame.Show(c.screen)
	c.mustCountAgain()
}

// Cash moved while the hand-over stood on the screen: the till refuses, and the screen goes back to the count.
func TestFault5AHandOverOverAStaleCountIsRefused(t *testing.T) {
	c := atCounter(t)
	c.count("5")
	c.takes("1-1-0602")
	c.press(fyne.KeyReturn)
	require.Zero(t, c.last().ClosedSeq)
	c.mustCountAgain()
	c.count("8")
	c.typed("800")
	c.press(fyne.KeyReturn)
	require.NotZero(t, c.last().ClosedSeq)
}

// Who only looked at the desk finds the hand-over as it was.
func TestAHandOverStaysWhileItsCountStands(t *testing.T) {
	c := atCounter(t)
	c.count("5")
	c.typed("300")
	c.press(fyne.KeyReturn)
	c.typed("200")
	c.press(fyne.KeyF2)
	c.toShift()
	c.shows("账款相符", "300")
	c.press(fyne.KeyReturn, fyne.KeyReturn)
	c.typed(uitest.SupervisorPIN)
	c.press(fyne.KeyReturn)
	closed := c.last()
	require.NotZero(t, closed.ClosedSeq)
	require.EqualValues(t, []any{30000, 20000, 1}, []any{int(closed.LeftFen), int(closed.HandedFen), closed.Counts})
}

// Esc counts again over a count that stands; cash put in meanwhile makes it old.
func TestFault5ACashMoveAsksForAnotherCount(t *testing.T) {
	c := atCounter(t)
	c.count("5")
	c.press(fyne.KeyEscape)
	c.hides(countAgain)
	c.press(fyne.KeyF7)
	c.typed("14") // from the company: there is nothing in the safe
	c.typed("100")
	c.press(fyne.KeyReturn)
	c.typed("200")
	c.press(fyne.KeyReturn)
	c.typed(uitest.SupervisorPIN)
	c.press(fyne.KeyReturn)
	c.mustCountAgain()
}

// The book is read off the UI thread: until it has answered no agreement shows, and an answer that came too late is none.
func TestFault5NothingOfACountShowsBeforeTheBookHasAnswered(t *testing.T) {
	slow := false
	var waiting []func()
	c := atSlowCounter(t, func(work func()) {
		if slow {
			waiting = append(waiting, work)
			return
		}
		work()
	})
	c.count("5")
	slow = true
	c.press(fyne.KeyF2)
	c.toShift()
	c.hides("账款相符", "应有 ")
	c.press(fyne.KeyReturn)
	c.press(fyne.KeyF2)
	c.toShift()
	require.Len(t, waiting, 2, "Enter closes nothing that is not shown")
	c.takes("1-1-0602")
	waiting[1]()
	c.mustCountAgain()
	waiting[0]()
	c.mustCountAgain()
}

// Esc goes back one list at a time, and who types a move of cash ahead by heart puts no PIN where it can be read.
func TestAMoveOfCashIsTypedAheadAndLeftOneListAtATime(t *testing.T) {
	c := atCounter(t)
	c.press(fyne.KeyF7)
	c.typed("1")
	c.press(fyne.KeyEscape)
	c.shows(c.frame.Text("shift.move.in"), c.frame.Text("shift.move.out"))
	c.press(fyne.KeyEscape)
	c.hides(c.frame.Text("shift.move.out"))
	c.press(fyne.KeyF9)
	c.typed("4")
	c.press(fyne.KeyEscape)
	c.shows(c.frame.Text("cash.bank"), c.frame.Text("cash.unbank"))
	c.press(fyne.KeyEscape)

	c.press(fyne.KeyF7)
	c.typed("14100")
	c.press(fyne.KeyReturn)
	c.typed("200")
	c.press(fyne.KeyReturn)
	c.typed(uitest.SupervisorPIN)
	c.hides(uitest.SupervisorPIN)
	c.press(fyne.KeyReturn, fyne.KeyReturn)
	c.shows(c.frame.Text("shift.move.in"), "¥100.00")
}
