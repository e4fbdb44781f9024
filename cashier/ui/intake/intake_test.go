package intake_test

import (
	"fmt"
	"os"
	"path/filepath"
	"testing"

	"fyne.io/fyne/v2"
	"github.com/stretchr/testify/require"

	"shouqi/assets"
	"shouqi/cashier"
	"shouqi/cashier/register"
	"shouqi/cashier/ui/countertest"
	"shouqi/cashier/ui/intake"
	"shouqi/cashier/ui/shell"
	"shouqi/cashier/ui/uitest"
	"shouqi/ledger/estate"
	"shouqi/ledger/store"
)

// intaking is the screen on a real book.
type intaking struct {
	*countertest.Hand
	t       *testing.T
	counter *cashier.Counter
	folder  string
	changed int
}

func open(t *testing.T) *intaking {
	frame := uitest.NewShell(t)
	t.Cleanup(frame.Close)
	i := &intaking{t: t, counter: countertest.Open(t), folder: t.TempDir()}
	i.Hand = countertest.NewHand(t, func() *shell.Shell { return frame })
	countertest.SignIn(t, i.counter, "100", countertest.ManagerPIN)
	frame.Show(intake.New(frame, i.counter, intake.Deps{Explain: countertest.Explain, Changed: func() { i.changed++ }, Folder: i.folder}))
	return i
}

func (i *intaking) rooms() int {
	var rooms []estate.Object
	require.NoError(i.t, i.counter.Book.Store.Read(i.t.Context(), func(tx *store.Tx) (err error) {
		rooms, err = estate.Rooms(tx)
		return err
	}))
	return len(rooms)
}

func sample(name string) string { return filepath.Join("..", "..", "intake", "testdata", name) }

func TestAGoodRegisterComesInWholeAndTwiceChangesNothing(t *testing.T) {
	i := open(t)
	i.Enter(sample("register.xlsx"))
	i.Shows("试算结果，还没有导入", "126 户")
	require.Zero(t, i.rooms())
	i.Press(fyne.KeyF9)
	i.Shows("已导入")
	require.Equal(t, 126, i.rooms())
	require.Equal(t, 1, i.changed)
	i.Press(fyne.KeyReturn)
	i.Enter(sample("register.xlsx"))
	i.Shows("¥0.00", "没有变化")
}

func TestOfAMessyRegisterTheGoodRowsComeInAndTheRestComesBack(t *testing.T) {
	i := open(t)
	i.Enter(sample("register-messy.xlsx"))
	i.Shows("不能导入 7 行", "合计行对不上", "只导入能导入的 7 行")
	i.Press(fyne.KeyF8, fyne.KeyReturn)
	require.FileExists(t, filepath.Join(i.folder, "register-messy-退回.xlsx"))
	i.Press(fyne.KeyF9)
	i.Shows("有 1 处欠费或预存款比别的大得多")
	i.Press(fyne.KeyEscape)
	i.Press(fyne.KeyF9, fyne.KeyReturn)
	i.Shows("有 7 行不能导入，会留在外面")
	i.Press(fyne.KeyEscape)
	require.Zero(t, i.rooms())
	i.Press(fyne.KeyF9, fyne.KeyReturn)
	require.Equal(t, 7, i.rooms())
}

func TestAPersonSaysThatNegativeArrearsArePrepayments(t *testing.T) {
	i := open(t)
	i.Enter(sample("register-messy.xlsx"))
	i.Shows("负数欠费：不导入")
	i.Press(fyne.KeyF6)
	i.Shows("负数欠费：按预存款导入", "不能导入 6 行")
}

func TestAFileThatIsNoRegisterIsExplained(t *testing.T) {
	i := open(t)
	i.Press(fyne.KeyReturn)
	i.Shows("请先选一个文件")
	i.Enter(filepath.Join(i.folder, "没有.xlsx"))
	i.Shows("没有")
	require.Zero(t, i.rooms())
}

func TestTheSheetsOfAWorkbookAreOfferedAndTakenOneByOne(t *testing.T) {
	i := open(t)
	i.Enter(sample("faults/sheets-register.xlsx"))
	i.Shows("只导入工作表“1栋”", "没有读“2栋”“3栋”", "没有读工作表“封面”")
	i.Hides("全部导入")
	i.Press(fyne.KeyF9)
	i.Shows("已导入", "3栋", "换工作表")
	require.Equal(t, 2, i.rooms())
	i.Press(fyne.KeyF7)
	i.Shows("要读哪一张工作表？", "封面")
	i.Press(fyne.KeyDown, fyne.KeyDown, fyne.KeyDown, fyne.KeyReturn)
	i.Shows("只导入工作表“2栋”")
	i.Press(fyne.KeyF9)
	require.Equal(t, 4, i.rooms())
}

func TestHiddenRowsAreNamedOnTheScreen(t *testing.T) {
	i := open(t)
	i.Enter(sample("faults/hidden-row.xlsx"))
	i.Shows("有 1 行是隐藏的")
}

func TestAFileWithoutRoomsIsNoSuccess(t *testing.T) {
	i := open(t)
	path := filepath.Join(i.folder, "空.csv")
	require.NoError(t, os.WriteFile(path, []byte("房号,业主\n"), 0o600))
	i.Enter(path)
	i.Press(fyne.KeyF9)
	i.Shows("这张表里没有可以导入的房屋")
	i.Hides("已导入")
}

func TestAFileIsChosenByKeysAlone(t *testing.T) {
	i := open(t)
	i.Press(fyne.KeyF8, fyne.KeyReturn)
	require.FileExists(t, filepath.Join(i.folder, "房产台账模板.xlsx"))
	t.Setenv("HOME", filepath.Dir(i.folder))
	i.Press(fyne.KeyF4)
	i.Shows("..", filepath.Base(i.folder))
	i.Press(fyne.KeyEnd, fyne.KeyReturn)
	i.Press(fyne.KeyEscape)
	i.Hides("文件夹")
}

func TestTheScreensLookAsAgreed(t *testing.T) {
	countertest.Pictures(t, intake.Gallery(), "intake-choose", "intake-refused")
}

func TestAlikeRemarksAreOneRowUntilTheyAreOpened(t *testing.T) {
	i := open(t)
	path := filepath.Join(i.folder, "台账.csv")
	register := "房号,业主,建筑面积\n"
	for room := range 30 {
		register += fmt.Sprintf("1-1-%d,测试甲,\n", 101+room)
	}
	require.NoError(t, os.WriteFile(path, []byte(register), 0o600))
	i.Enter(path)
	i.Shows("提醒 30 条", "同样 30 处", "同样的还有 29 行", "逐条看")
	i.Hides("C5")
	i.Press(fyne.KeyReturn)
	i.Shows("C5")
	i.Press(fyne.KeyReturn)
	i.Hides("C5")
}

// What changes is named as people say it, whatever the field is.
func TestEveryChangeOfARegisterIsNamedInChinese(t *testing.T) {
	for _, name := range []string{"building", "unit", "number", "use", "layout", "state", "handover", "floor", "area", "owner", "owner_phone",
		"owner_id", "tenant", "tenant_phone", "tenant_id", "space", "plate", "remark"} {
		words := register.FieldName(name, assets.Chinese)
		require.Regexp(t, `^\p{Han}+$`, words, name)
	}
	require.Equal(t, "电梯编号", register.FieldName("field:电梯编号", assets.Chinese))
}

func TestSheetsOfOneShapeAreTakenInTogether(t *testing.T) {
	i := open(t)
	i.Enter(sample("faults/sheets-register.xlsx"))
	i.Press(fyne.KeyF7)
	i.Shows("和“1栋”各列一样的，一起导入")
	i.Press(fyne.KeyReturn)
	i.Hides("没有读“2栋”", "只导入工作表")
	i.Shows("全部导入", "3-1-101")
	i.Press(fyne.KeyF9)
	require.Equal(t, 5, i.rooms())
	i.Hides("没有导入")
}
