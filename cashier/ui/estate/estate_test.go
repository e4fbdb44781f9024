package estate_test

import (
	"path/filepath"
	"testing"

	"fyne.io/fyne/v2"
	"github.com/stretchr/testify/require"

	"shouqi/cashier"
	"shouqi/cashier/intake"
	"shouqi/cashier/register"
	"shouqi/cashier/session"
	"shouqi/cashier/ui/countertest"
	"shouqi/cashier/ui/estate"
	"shouqi/cashier/ui/shell"
	"shouqi/cashier/ui/uitest"
	"shouqi/ledger/billing"
	book "shouqi/ledger/estate"
	"shouqi/ledger/store"
)

// clerk is somebody at the page of a book with the register of 126 rooms.
type clerk struct {
	*countertest.Hand
	t       *testing.T
	counter *cashier.Counter
	changed int
}

func open(t *testing.T) *clerk {
	c := &clerk{t: t, counter: countertest.Open(t)}
	countertest.SignIn(t, c.counter, "100", countertest.ManagerPIN)
	sheet, err := intake.Load(t.Context(), filepath.Join("..", "..", "intake", "testdata", "register.xlsx"), "")
	require.NoError(t, err)
	plan, err := c.counter.Register.PlanSheet(t.Context(), sheet, intake.Options{})
	require.NoError(t, err)
	_, err = c.counter.Register.Take(t.Context(), plan, true, session.Second{})
	require.NoError(t, err)
	frame := uitest.NewShell(t)
	t.Cleanup(frame.Close)
	c.Hand = countertest.NewHand(t, func() *shell.Shell { return frame })
	frame.Show(estate.New(frame, c.counter, estate.Deps{Explain: countertest.Explain, Changed: func() { c.changed++ }}))
	return c
}

// at opens a room and goes to the line with a label, with the keyboard alone.
func (c *clerk) at(room string, downs int) {
	c.Type(room)
	c.Press(fyne.KeyReturn)
	for range downs {
		c.Press(fyne.KeyDown)
	}
	c.Press(fyne.KeyReturn)
}

func (c *clerk) entry(kind, code string) register.Entry {
	entry, err := c.counter.Register.Show(c.t.Context(), kind, code)
	require.NoError(c.t, err)
	return entry
}

// mendings counts the events of mended rooms.
func (c *clerk) mendings() (count int) {
	require.NoError(c.t, c.counter.Book.Store.Read(c.t.Context(), func(tx *store.Tx) error {
		_, err := tx.Get("SELECT count(*) FROM events WHERE kind = 'register.mended'", nil, &count)
		return err
	}))
	return count
}

// lines down from the first line of a room, the area.
const (
	toUse   = 2
	toOwner = 6
)

func TestAUseIsChangedByOnePersonAndReadByTheDesk(t *testing.T) {
	c := open(t)
	c.Shows("先查找一户")
	c.at("1-1-202", toUse)
	c.Type("商住两用")
	c.Press(fyne.KeyReturn)
	c.Shows("已修改：1-1-202", "商住两用")
	require.Equal(t, "商住两用", c.entry(book.Room, "1-1-202").Object.Use)
	require.Equal(t, 1, c.changed)
	c.Press(fyne.KeyReturn)
	c.Press(fyne.KeyReturn) // the same again is no change
	require.Equal(t, 1, c.mendings())
}

func TestASaleCountsFromADayAndTakesTwoPeople(t *testing.T) {
	c := open(t)
	before := c.entry(book.Room, "1-1-202").Parties[0]
	c.at("1-1-202", toOwner)
	c.Type("孙晓梅")
	c.Press(fyne.KeyReturn)
	c.Type("13912345678")
	c.Press(fyne.KeyReturn, fyne.KeyReturn)
	c.Type("20261201")
	c.Press(fyne.KeyReturn)
	c.Shows("要批准人输入密码")
	require.Zero(t, c.mendings(), "nothing of it is saved before the second person")
	c.Enter("200", "000000")
	c.Shows("密码不对")
	require.Zero(t, c.mendings())
	c.Press(fyne.KeyEscape, fyne.KeyEscape)
	c.at("1-1-202", toOwner)
	c.Type("孙晓梅")
	c.Press(fyne.KeyReturn, fyne.KeyReturn, fyne.KeyReturn)
	c.Type("20261201")
	c.Press(fyne.KeyReturn)
	c.Enter("200", countertest.SupervisorPIN)
	c.Shows("已修改：1-1-202", "孙晓梅", "2026-12-01 起")
	entry := c.entry(book.Room, "1-1-202")
	require.Equal(t, 1, c.mendings())
	require.Len(t, entry.Parties, 2)
	require.Equal(t, before.ID, entry.Parties[0].ID)
	require.Equal(t, "2026-11-30", string(entry.Parties[0].ToOn))
	require.Equal(t, "2026-12-01", string(entry.Parties[1].FromOn))
}

func TestAMisspeltNameStaysTheSamePerson(t *testing.T) {
	c := open(t)
	before := c.entry(book.Room, "1-1-202").Parties[0]
	c.at("1-1-202", toOwner)
	c.Shows("写“错的>对的”")
	c.Type(before.Name + ">孙小美")
	c.Press(fyne.KeyReturn, fyne.KeyReturn, fyne.KeyReturn, fyne.KeyReturn)
	c.Enter("200", countertest.SupervisorPIN)
	c.Shows("已修改：1-1-202", "孙小美")
	after := c.entry(book.Room, "1-1-202").Parties
	require.Len(t, after, 1)
	require.Equal(t, before.ID, after[0].ID)
	require.Equal(t, before.Phones, after[0].Phones)
}

func TestWhatSomebodyElseChangedMeanwhileIsNotWrittenOver(t *testing.T) {
	c := open(t)
	c.at("1-1-202", toUse)
	c.Type("商铺")
	entry := c.entry(book.Room, "1-1-202")
	_, err := c.counter.Register.Mend(t.Context(), wish(entry, book.Row{Code: "1-1-202", Layout: "两室一厅"}), session.Second{})
	require.NoError(t, err)
	c.Press(fyne.KeyReturn)
	c.Shows("资料在您打开以后有人改过，没有保存")
	c.Press(fyne.KeyEscape)
	c.Shows("两室一厅")
	require.Equal(t, entry.Object.Use, c.entry(book.Room, "1-1-202").Object.Use)
}

func TestADeedNumberIsSealedAndSeenWholeOnlyByKeyWhichIsLogged(t *testing.T) {
	c := open(t)
	c.Type("1-1-202")
	c.Press(fyne.KeyReturn)
	c.Press(fyne.KeyEnd)
	c.Press(fyne.KeyUp, fyne.KeyUp, fyne.KeyReturn)
	c.Type("京2026不动产权第0012345号")
	c.Press(fyne.KeyReturn)
	c.Shows("已修改：1-1-202")
	c.Hides("京2026不动产权第0012345号")
	seen := c.unmasked()
	c.Press(fyne.KeyF7)
	c.Shows("京2026不动产权第0012345号")
	require.Equal(t, seen+1, c.unmasked())
}

// unmasked counts how often sealed data was shown.
func (c *clerk) unmasked() (count int) {
	require.NoError(c.t, c.counter.Book.Store.Read(c.t.Context(), func(tx *store.Tx) error {
		_, err := tx.Get("SELECT count(*) FROM events WHERE kind LIKE '%unmask%'", nil, &count)
		return err
	}))
	return count
}

func TestAnOwnFieldARoomAndASpaceAreAdded(t *testing.T) {
	c := open(t)
	c.Type("1-1-202")
	c.Press(fyne.KeyReturn, fyne.KeyF8)
	c.Enter("产权性质", "商品房")
	require.Equal(t, "商品房", c.entry(book.Room, "1-1-202").Object.Fields["产权性质"])
	c.Press(fyne.KeyF5)
	c.Enter("C-301", "地下二层 C 区", "已租", "", "20260301")
	c.Shows("要批准人输入密码") // who has a space pays for it
	c.Enter("200", countertest.SupervisorPIN)
	c.Shows("已添加：C-301")
	require.Equal(t, "1-1-202", c.entry(book.Space, "C-301").Holder)
	require.Equal(t, "2026-03-01", string(c.entry(book.Space, "C-301").Object.HandoverOn))
	c.Press(fyne.KeyF4)
	c.Enter("1-1-202", "80", "住宅", "")
	c.Shows("1-1-202 已经在台账里")
	c.Press(fyne.KeyEscape)
	c.Press(fyne.KeyF4)
	c.Enter("9栋1单元101", "80.5", "住宅", "顶层")
	c.Shows("楼层写得不对")
	c.Press(fyne.KeyEscape)
	c.Press(fyne.KeyF4)
	c.Enter("9栋1单元101", "80.5", "住宅", "负一层")
	c.Shows("已添加：9-1-101")
	require.Equal(t, -1, c.entry(book.Room, "9-1-101").Object.Floor)
	require.Equal(t, int64(8050), c.entry(book.Room, "9-1-101").Object.AreaCentiM2)
}

func TestAStewardLooksAfterABuildingFromADayOn(t *testing.T) {
	c := open(t)
	c.Type("1-1-202")
	c.Press(fyne.KeyReturn, fyne.KeyF6)
	c.Type("1")
	c.Enter("周婷", "13712342208", "20261101")
	c.Shows("周婷", "137****2208")
	c.Type("1-1-101") // another room over the open one
	c.Press(fyne.KeyReturn)
	c.Shows("1-1-101", "周婷")
}

func TestAWrongFigureIsRefusedInTheDialogAndEscChangesNothing(t *testing.T) {
	c := open(t)
	c.at("1-1-202", 0)
	c.Type("九十八")
	c.Press(fyne.KeyReturn)
	c.Shows("面积写得不对")
	c.Press(fyne.KeyEscape)
	c.Hides("面积写得不对")
	require.Zero(t, c.mendings())
	c.Press(fyne.KeyEscape)
	c.Shows("先查找一户")
	c.Type("没有这一户")
	c.Press(fyne.KeyReturn)
	c.Shows("没有找到")
}

// wish is a mending of an entry as it was seen.
func wish(entry register.Entry, row book.Row) billing.Mending {
	id, _ := session.NewRequestID()
	return billing.Mending{RequestID: id, Kind: entry.Object.Kind, Seen: entry.Seen, On: "2026-11-21", Row: row}
}

func TestPictures(t *testing.T) {
	countertest.Pictures(t, estate.Gallery(), "estate", "estate-use")
}
