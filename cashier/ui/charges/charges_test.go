package charges_test

import (
	"fmt"
	"testing"

	"fyne.io/fyne/v2"
	"github.com/stretchr/testify/require"

	"shouqi/cashier"
	"shouqi/cashier/ui/charges"
	"shouqi/cashier/ui/countertest"
	"shouqi/cashier/ui/shell"
	"shouqi/cashier/ui/uitest"
	"shouqi/ledger"
	"shouqi/ledger/estate"
	"shouqi/ledger/tariff"
)

// setting is the screen on a real book with a real estate, the manager at it.
type setting struct {
	*countertest.Hand
	t       *testing.T
	counter *cashier.Counter
}

func open(t *testing.T) *setting {
	frame := uitest.NewShell(t)
	t.Cleanup(frame.Close)
	s := &setting{t: t, counter: countertest.Open(t)}
	s.Hand = countertest.NewHand(t, func() *shell.Shell { return frame })
	countertest.SignIn(t, s.counter, "100", countertest.ManagerPIN)
	actor, _ := s.counter.Actor()
	_, err := s.counter.Book.TakeRegister(t.Context(), actor, ledger.Register{FileHash: "0011223344556677", Rooms: rooms()}, false)
	require.NoError(t, err)
	frame.Show(charges.New(frame, s.counter, charges.Deps{Explain: countertest.Explain}))
	return s
}

// rooms are two buildings of three floors, homes but for a shop, and one home whose area nobody knows.
func rooms() []estate.Row {
	var rows []estate.Row
	for building := 1; building <= 2; building++ {
		for floor := 1; floor <= 3; floor++ {
			code := fmt.Sprintf("%d-1-%d01", building, floor)
			row := estate.Row{Code: code, Building: fmt.Sprint(building), Unit: "1", Floor: floor, Number: fmt.Sprintf("%d01", floor), Use: "住宅",
				AreaCentiM2: int64(8000 + 1000*floor), State: "自住", Owners: []estate.RowParty{{Kind: estate.Natural, Name: "张建国", ShareBasisPoints: 10000}}}
			if code == "1-1-101" {
				row.Use = "商铺"
			}
			if code == "2-1-301" {
				row.AreaCentiM2 = 0
			}
			rows = append(rows, row)
		}
	}
	return rows
}

// charge reads an item from the book.
func (s *setting) charge(name string) (cashier.Charge, bool) {
	all, err := s.counter.Charges(s.t.Context())
	require.NoError(s.t, err)
	for _, one := range all {
		if one.Name == name {
			return one, true
		}
	}
	return cashier.Charge{}, false
}

// fromTemplate saves the residential fee by area at its usual price.
func (s *setting) fromTemplate() {
	s.Press(fyne.KeyF4)
	s.Type("2")
	s.Press(fyne.KeyF9)
}

// second types the second person.
func (s *setting) second() { s.Enter("200", countertest.SupervisorPIN) }

func TestFromAnEmptyListToASavedItemByTemplate(t *testing.T) {
	s := open(t)
	s.Shows("还没有收费项目", "按 F4")
	s.Press(fyne.KeyF4)
	s.Press(fyne.KeyDown)
	s.Shows("物业费", "算出来是这样", "98.30 m² 交三个月", "840.47")
	s.Press(fyne.KeyRight)
	s.Shows("公摊")
	s.Press(fyne.KeyLeft)
	s.Type("2")
	s.Shows("新建项目", "试算")
	s.Hides("算出来是这样")
	s.Enter("物业服务费")
	s.Enter("3.00")
	s.Shows("全小区 5 户", "¥4,410.00", "1 户算不出", "2-1-301", "90.00 m²", "× 3.00 元")
	_, there := s.charge("物业服务费")
	require.False(t, there)
	s.Press(fyne.KeyF9)
	saved, there := s.charge("物业服务费")
	require.True(t, there)
	require.Equal(t, "property-area", saved.Template)
	require.Equal(t, tariff.Value("3.00"), saved.Tariffs[0].Versions[0].Rule.Lines[0].Price)
	s.Shows("已保存：物业服务费", "面积 × 3.00 元/月")
}
