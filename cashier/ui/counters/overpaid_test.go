package counters_test

import (
	"path/filepath"
	"testing"

	"fyne.io/fyne/v2"
	"github.com/stretchr/testify/require"

	"shouqi/cashier"
	"shouqi/cashier/ui/countertest"
	"shouqi/ledger"
	"shouqi/ledger/billing"
	"shouqi/ledger/estate"
	"shouqi/ledger/staff"
	"shouqi/ledger/till"
)

// One bill that two counters took is no conflict, both payments hold; but the page must not say that all fits.
func TestABillPaidAtTwoCountersIsSaid(t *testing.T) {
	ctx, first := t.Context(), countertest.Open(t)
	countertest.SignIn(t, first, "200", countertest.SupervisorPIN)
	_, err := first.Book.TakeRegister(ctx, first.Who(), ledger.Register{FileHash: "0011223344556677", Rooms: []estate.Row{{Code: "3-2-1201", AreaCentiM2: 9830}}}, false)
	require.NoError(t, err)
	bill, err := first.Book.Billing.Add(ctx, first.Who(), staff.Approval{}, billing.ByHand{RequestID: "card", Room: "3-2-1201", Item: "门禁卡", Kind: billing.Income, AmountFen: 35_00})
	require.NoError(t, err)
	second := countertest.Joined(t, first, "02")
	countertest.SignIn(t, first, "101", countertest.CashierPIN)
	countertest.SignIn(t, second, "102", countertest.SecondPIN)
	order := till.Order{Room: estate.ObjectID(estate.Room, "3-2-1201"), Bills: []till.BillPart{{Bill: bill.ID, Fen: 35_00}}, Tenders: []till.Tender{{Kind: till.Cash, Fen: 35_00}}}
	for _, counter := range []*cashier.Counter{first, second} {
		_, err = counter.Book.Till.Open(ctx, counter.Who(), till.Opening{Counted: till.CountedSum(500_00)})
		require.NoError(t, err)
		order.RequestID += "paid"
		_, err = counter.Book.Till.Receive(ctx, counter.Who(), order)
		require.NoError(t, err)
	}

	stick := t.TempDir()
	exchanges(t, second, filepath.Join(stick, "02.xch"))
	require.NoError(t, first.SetLocalSetting(ctx, "exchange_folder", stick))
	s := sit(t, first, stick, "101", countertest.CashierPIN)
	s.Hides("多收的账单")
	s.Press(fyne.KeyF6, fyne.KeyDown, fyne.KeyReturn)
	s.Shows("条新记录。", "多收的账单有 1 张", "两个柜台收了同一张")
	s.Hides("都对得上", "对不上的有")
	s.Press(fyne.KeyF5) // a cashier does not move it
	s.Hides("转为预存款")

	s = sit(t, first, stick, "200", countertest.SupervisorPIN)
	s.Shows("多收的账单有 1 张")
	s.Press(fyne.KeyF5)
	s.Shows("有 1 张账单收多了")
	s.Press(fyne.KeyReturn)
	s.Shows("1 张账单多收的 ¥35.00 已转为预存款")
	s.Hides("多收的账单有")
}
