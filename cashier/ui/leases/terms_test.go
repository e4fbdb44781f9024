package leases_test

import (
	"testing"

	"fyne.io/fyne/v2"
	"github.com/stretchr/testify/require"

	"shouqi/cashier/ui/countertest"
	"shouqi/ledger"
	"shouqi/ledger/estate"
	"shouqi/ledger/lease"
	"shouqi/ledger/staff"
	"shouqi/ledger/store"
)

// shop types what every contract has: 3,000 yuan a month for two years from November, with a new tenant.
func (l *letting) shop() {
	l.fill("20261101", "20281031")
}

// clause adds a clause on the second page.
func (l *letting) clause(kind string, texts ...string) {
	l.Type(kind)
	l.Enter(texts...)
}

func (l *letting) charges() []lease.Charge {
	view, err := l.counter.Leasing.Show(l.t.Context(), "HT-1")
	require.NoError(l.t, err)
	return view.Charges
}

func TestTheRarerTermsOfAContractStandOnItsSecondPage(t *testing.T) {
	l := open(t)
	l.shop()
	l.Shows("24 期，共 ¥72,000.00")
	l.Press(fyne.KeyF7)
	l.Shows("新合同 · 更多条款", "没有别的条款", "24 期，共 ¥72,000.00")
	l.clause("1", "20271101", "3200", "")
	l.Shows("2027-11-01 起租金 3200 元", "24 期，共 ¥74,400.00")
	l.clause("1", "20280501", "", "5")
	l.Shows("2028-05-01 起 +5%")
	l.clause("2", "20271101", "20271115")
	l.clause("2", "20261101", "20261130")
	l.Shows("2026-11-01 至 2026-11-30")
	l.clause("4", "", "20280901", "", "95%")
	l.Shows("长租优惠：2028-09-01 起付租金的 95%")
	l.clause("5", "8000")
	l.Shows("¥8,000.00", "25 期，共 ¥78,424.00")
	l.Press(fyne.KeyF7)
	l.Shows("更多条款（6 条）", "25 期，共 ¥78,424.00")
	l.Press(fyne.KeyF9)
	l.Enter("200", countertest.SupervisorPIN)
	l.Shows("合同 HT-1 已登记")
	require.EqualValues(t, 8000_00, l.bills(lease.DepositItem)[0].AmountFen)
	require.EqualValues(t, 0, l.charges()[0].AmountFen)
	require.EqualValues(t, 1600_00, l.charges()[12].AmountFen)
	require.EqualValues(t, 3192_00, l.charges()[23].AmountFen)
}

func TestAClauseIsTakenAwayAndARefusedOneIsSaid(t *testing.T) {
	l := open(t)
	l.shop()
	l.Press(fyne.KeyF7)
	l.clause("1", "20271101", "3200", "5")
	l.Shows("填一样")
	l.Press(fyne.KeyEscape)
	l.clause("2", "20271115", "20271101")
	l.Shows("起止日期不对")
	l.Press(fyne.KeyEscape)
	l.clause("3", "很多", "5")
	l.Shows("请填数字")
	l.Press(fyne.KeyEscape)
	l.clause("4", "9", "", "", "95")
	l.Shows("1 到 5")
	l.Press(fyne.KeyEscape)
	l.clause("1", "20261101", "3200", "")
	l.Shows("2026-11-01 的租金调整不对")
	l.Press(fyne.KeyDelete)
	l.Shows("没有别的条款", "24 期，共 ¥72,000.00")
	l.clause("5", "8000")
	l.Press(fyne.KeyEscape)
	l.skip(12)
	l.Type("2")
	l.Shows("押金写几个月的租金")
}

func TestAShareOfTurnoverHasTiers(t *testing.T) {
	l := open(t)
	l.fill("20261001", "20270930")
	l.Press(fyne.KeyF7)
	l.clause("3", "50000", "8")
	l.Shows("每月营业额到 50000 元的部分提 8%", "最高一档的百分比")
	l.Press(fyne.KeyF7)
	l.skip(17)
	l.Type("4")
	l.Shows("24 期")
	l.Press(fyne.KeyF9)
	l.Enter("200", countertest.SupervisorPIN)
	l.Shows("合同 HT-1 已登记")
	l.Press(fyne.KeyF5)
	l.Enter("20261015", "60000")
	l.skip(2)
	require.EqualValues(t, 1400_00, l.charges()[1].AmountFen, "4,000 + 400 against a rent of 3,000")
}

func TestALeaseIsAmendedFromADayThatIsNotBilled(t *testing.T) {
	l := open(t)
	l.sign("HT-1", "1-1-101")
	l.billed()
	l.Press(fyne.KeyReturn)
	l.Shows("HT-1 每一期要缴的")
	l.Press(fyne.KeyF7)
	l.Shows("空着＝2027-01-01")
	l.Enter("20261215")
	l.Shows("已经出账到 2026-12-31")
	l.Press(fyne.KeyEscape, fyne.KeyF7)
	l.Enter("20281101")
	l.Shows("变更要从")
	l.Press(fyne.KeyEscape, fyne.KeyF7)
	l.Enter("")
	l.Shows("HT-1 从 2027-01-01 起变更", "还没有改动，仍是 ¥30,000.00")
	l.Type("2800")
	l.Shows("变更后共 ¥28,000.00，少 ¥2,000.00")
	l.Press(fyne.KeyF7)
	l.clause("2", "20270201", "20270228")
	l.Shows("变更后共 ¥25,200.00，少 ¥4,800.00")
	l.Hides("押金金额")
	l.Press(fyne.KeyF9)
	l.Enter("200", "111111")
	require.EqualValues(t, 3000_00, l.charges()[2].AmountFen)
	l.Press(fyne.KeyEscape, fyne.KeyF9)
	l.Shows("少 ¥4,800.00")
	l.Enter("200", countertest.SupervisorPIN)
	l.Shows("HT-1 从 2027-01-01 起按新条款", "HT-1 每一期要缴的")
	require.EqualValues(t, 3000_00, l.charges()[1].AmountFen)
	require.EqualValues(t, 2800_00, l.charges()[2].AmountFen)
	require.EqualValues(t, 0, l.charges()[3].AmountFen)
}

func TestAnAmendmentLeavesWhatItDoesNotChange(t *testing.T) {
	l := open(t)
	l.shop()
	l.skip(4)
	l.skip(1)
	l.Enter("6")
	l.Type("5")
	l.Press(fyne.KeyF7)
	l.clause("4", "", "20280101", "20280229", "90")
	l.Press(fyne.KeyF9)
	l.Enter("200", countertest.SupervisorPIN)
	l.Press(fyne.KeyReturn, fyne.KeyF7)
	l.Enter("20271201")
	l.Shows("还没有改动", "更多条款（2 条）")
	l.Press(fyne.KeyF7)
	l.Shows("2028-05-01 起 +5%", "2028-01-01 至 2028-02-29 付租金的 90%")
	l.Press(fyne.KeyEscape, fyne.KeyEscape)
	l.Shows("HT-1 每一期要缴的")
}

// tenant returns the name of the tenant of 1-1-101 today, "" where it has none.
func (l *letting) tenant() (name string) {
	require.NoError(l.t, l.counter.Book.Store.Read(l.t.Context(), func(tx *store.Tx) error {
		room, err := estate.ByCode(tx, "1-1-101")
		require.NoError(l.t, err)
		parties, err := estate.PartiesOn(tx, room.ID, l.counter.Today())
		for _, party := range parties {
			if party.Role == estate.Tenant {
				profile, err := estate.ProfileOf(tx, l.counter.Book.Vault, party.Person, 0)
				require.NoError(l.t, err)
				name = profile.Name
			}
		}
		return err
	}))
	return name
}

// register takes a row of 1-1-101 in that names a tenant.
func (l *letting) register(tenants ...estate.RowParty) {
	supervisor, err := l.counter.Book.Staff.SignIn(l.t.Context(), "200", countertest.SupervisorPIN)
	require.NoError(l.t, err)
	agreed, err := l.counter.Book.Staff.Approve(l.t.Context(), supervisor, "100", countertest.ManagerPIN, staff.ChangeOwing)
	require.NoError(l.t, err)
	_, err = l.counter.Book.TakeRegister(l.t.Context(), supervisor, ledger.Register{FileHash: "x", Mending: agreed, Rooms: []estate.Row{{Code: "1-1-101", Tenants: tenants}}}, false)
	require.NoError(l.t, err)
}

func TestTheEndOfALeaseSaysWhatStaysInTheRegister(t *testing.T) {
	l := open(t)
	l.sign("HT-1", "1-1-101")
	l.Press(fyne.KeyF8)
	l.Shows("房产台账里的租户还留着")
	l.Enter("20261120", "200", countertest.SupervisorPIN)
	l.Press(fyne.KeyReturn)
	l.Shows("房产台账里的租户还留着")
	require.Equal(t, "周小面", l.tenant())
	l.register()
	require.Equal(t, "周小面", l.tenant(), "a row that names nobody changes nobody")
	l.register(estate.RowParty{Kind: estate.Natural, Name: "郑新租", Phones: []string{"13900001234"}})
	require.Equal(t, "郑新租", l.tenant())
}
