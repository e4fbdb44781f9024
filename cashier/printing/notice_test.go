package printing_test

import (
	"context"
	"fmt"
	"testing"

	"github.com/stretchr/testify/require"

	"shouqi/cashier/household"
	"shouqi/cashier/paper"
	"shouqi/cashier/scanning"
	"shouqi/cashier/ui/uitest"
	"shouqi/ledger/billing"
	"shouqi/ledger/money"
	"shouqi/ledger/store"
	"shouqi/ledger/till"
)

// idsOf are the ids of bills.
func idsOf(lines []household.Line) (ids []string) {
	for _, line := range lines {
		ids = append(ids, line.ID)
	}
	return ids
}

// sumOf is what the lines of a paper come to.
func sumOf(lines []paper.Line) (sum money.Fen) {
	for _, line := range lines {
		sum += line.AmountFen
	}
	return sum
}

// opens are the bills that a scan of a notice ticks.
func opens(t *testing.T, counter *uitest.Counter, notice paper.Notice) []string {
	t.Helper()
	found := scanning.Read(notice.QR, counter.Book.Journal.Book)
	require.NoError(t, found.Err)
	return idsOf(counter.Household(notice.Room).OnPaper(found.Slip))
}

// A notice says what the desk says: each bill, its late fee to the day, what is overdue and until when the rest is to be paid.
func TestANoticeSaysWhatIsOwedToday(t *testing.T) {
	ctx, counter := context.Background(), uitest.NewCounter(t)
	counter.Overdue()
	counter.As("100", uitest.ManagerPIN)
	for _, month := range []string{"2026-07-01 2026-07-31", "2026-08-01 2026-08-31"} {
		var order billing.Order
		_, err := fmt.Sscan(month, &order.FromOn, &order.ToOn)
		require.NoError(t, err)
		order.RequestID, order.Source = month, billing.ItemSource{Item: "物业费", Only: []string{"3-2-1201"}}
		_, err = counter.Charging.Run(ctx, order)
		require.NoError(t, err)
	}
	counter.As("101", uitest.CashierPIN)
	h := counter.Household("3-2-1201")
	notice, err := counter.Printing.Notice(ctx, h.Room.ID, idsOf(h.Lines))
	require.NoError(t, err)
	require.Equal(t, []any{len(h.Lines), h.OwedFen, h.LateFen, "张*国"}, []any{notice.Bills, notice.TotalFen(), notice.LateFen, notice.Payer})
	require.Equal(t, notice.TotalFen(), sumOf(notice.Lines))
	require.Equal(t, "2026-12-01", string(notice.DueLastOn))
	var overdue money.Fen
	for _, line := range h.Lines {
		if line.DueOn < h.LateOn {
			overdue += line.WholeFen()
		}
	}
	require.Equal(t, overdue, notice.OverdueFen)
	late := 0
	for i, line := range notice.Lines {
		if line.Item == "物业费" {
			require.Equal(t, "2026-07 至 09（3 个月）", line.Period)
			late = i + 1
		}
	}
	require.Equal(t, paper.Line{Item: "物业费违约金", Why: "3 张逾期，最久 103 天", AmountFen: h.LateFen}, notice.Lines[late])
	require.Equal(t, idsOf(h.Lines), opens(t, counter, notice))
}

func TestANoticeSaysWhatOfABillIsPaid(t *testing.T) {
	ctx, counter := context.Background(), uitest.NewCounter(t)
	h := counter.Household("1-1-0602")
	draft := counter.Draft(h)
	draft.Parts[h.Lines[0].ID] = 100_00
	taken, err := counter.Taking.Take(ctx, counter.OrderOf(draft))
	require.NoError(t, err)
	require.Equal(t, till.Paid, taken.Payment.Kind)
	notice, err := counter.Printing.Notice(ctx, h.Room.ID, idsOf(h.Lines))
	require.NoError(t, err)
	require.Equal(t, []paper.Line{{Item: "期初欠费", Why: "共 300.00 元，已缴 100.00 元", AmountFen: 200_00}}, notice.Lines)
}

// A code names so many bills and no more. A paper of more has all of their months on it, says so, and a scan of it opens just these.
func TestANoticeOfManyBillsIsOfWholeMonths(t *testing.T) {
	ctx, counter := context.Background(), uitest.NewCounter(t)
	counter.As("100", uitest.ManagerPIN)
	for n := range scanning.SlipBillsMax + 2 {
		counter.Bill("1-1-0602", fmt.Sprint("维修费", n), 10_00, "2026-11-25")
	}
	counter.As("101", uitest.CashierPIN)
	h := counter.Household("1-1-0602")
	byHand := h.Lines[1:]
	require.Equal(t, "2026-11", byHand[0].FromOn.Month())
	few, err := counter.Printing.Notice(ctx, h.Room.ID, idsOf(byHand[:scanning.SlipBillsMax]))
	require.NoError(t, err)
	require.Empty(t, few.About)
	require.Equal(t, idsOf(byHand[:scanning.SlipBillsMax]), opens(t, counter, few))

	many, err := counter.Printing.Notice(ctx, h.Room.ID, idsOf(byHand[:scanning.SlipBillsMax+1]))
	require.NoError(t, err)
	require.Equal(t, "以上为 2026-11 的全部待缴账单", many.About)
	require.Equal(t, len(byHand), many.Bills, "the one that was not asked for stands on it too")
	require.Equal(t, idsOf(byHand), opens(t, counter, many))
	all, err := counter.Printing.Notice(ctx, h.Room.ID, idsOf(h.Lines))
	require.NoError(t, err)
	require.Equal(t, "以上为 2026-11 及以前的全部待缴账单", all.About)
	require.Equal(t, idsOf(h.Lines), opens(t, counter, all))
}

func TestWhatIsNotOwedStandsOnNoNotice(t *testing.T) {
	ctx, counter := context.Background(), uitest.NewCounter(t)
	h := counter.Household("1-1-0602")
	_, err := counter.Printing.PrintNotice(ctx, h.Room.ID, nil)
	require.Equal(t, "printing.notice_empty", store.Code(err))
	_, err = counter.Printing.PrintNotice(ctx, h.Room.ID, idsOf(counter.Household("3-2-1201").Lines))
	require.Equal(t, "printing.notice_changed", store.Code(err), "another household's")
	counter.Pay("1-1-0602")
	_, err = counter.Printing.PrintNotice(ctx, h.Room.ID, idsOf(h.Lines))
	require.Equal(t, "printing.notice_changed", store.Code(err), "paid meanwhile")
	require.NoError(t, counter.Printing.UsePrinter("none"))
	_, err = counter.Printing.PrintNotice(ctx, h.Room.ID, idsOf(h.Lines))
	require.Equal(t, "spool.no_printer", store.Code(err))
}
