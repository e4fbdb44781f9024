package receipts

import (
	"context"
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"github.com/stretchr/testify/require"

	"shouqi/cashier/checkout"
	"shouqi/cashier/receipts"
)

func TestAReceiptIsFoundByWhatAPersonHoldsInTheHand(t *testing.T) {
	r := newRoom(t)
	one := r.pay("1-1-0602")
	r.counter.Clock = r.counter.Clock.Add(time.Minute)
	other := r.pay("3021201", func(d *checkout.Draft) { d.Rest, d.Reference = "card", "00128834" })
	ways := func(text string) (numbers, by []string) {
		found, err := r.counter.Receipts.Find(context.Background(), text)
		require.NoError(t, err, text)
		for _, receipt := range found.List {
			numbers = append(numbers, receipt.Number)
		}
		return numbers, found.By
	}
	for _, c := range []struct{ text, number, by string }{
		{one.Number, one.Number, receipts.ByNumber}, {"000002", other.Number, receipts.ByNumber}, {"2026-000001", one.Number, receipts.ByNumber},
		{"300", one.Number, receipts.ByAmount}, {"300.0", one.Number, receipts.ByAmount}, {"¥300.00", one.Number, receipts.ByAmount},
		{other.TotalFen.Grouped(), other.Number, receipts.ByAmount},
		{"3-2-1201", other.Number, receipts.ByRoom}, {"3021201", other.Number, receipts.ByRoom},
		{"郑金贵", one.Number, receipts.ByPayer}, {"zhangjian", other.Number, receipts.ByPayer},
		{"00128834", other.Number, receipts.BySlip}, {"8834", other.Number, receipts.BySlip},
		{"01-2026-000009", "", ""}, {"12.34", "", ""}, {"no such", "", ""}, {"99999999999999999999", "", ""},
	} {
		numbers, by := ways(c.text)
		if c.number == "" {
			require.Empty(t, numbers, c.text)
			continue
		}
		require.Equal(t, []string{c.number}, numbers, c.text)
		require.Equal(t, []string{c.by}, by, c.text)
	}
	for _, day := range []string{"今天", string(one.BusinessOn), string(one.BusinessOn)[5:], "11.21", "11月21日"} {
		numbers, by := ways(day)
		require.Equal(t, []string{other.Number, one.Number}, numbers, day)
		require.Equal(t, []string{receipts.ByDate}, by, day)
	}
	numbers, _ := ways("昨天")
	require.Empty(t, numbers)
}

func TestAReceiptIsFoundByTheSumThatStandsOnItsPaper(t *testing.T) {
	r := newRoom(t)
	r.pay("1-1-0602") // Cash: what is below 角 is given away, and the sum in large print is what was received.
	rest := r.pay("3021201", func(d *checkout.Draft) { d.UseCredit = true })
	require.True(t, rest.Sums().IsTold(), "the payment must have been received for less than what was due")
	for _, sum := range []string{rest.Sums().DueFen.String(), rest.Sums().ReceivedFen.String(), rest.Sums().ReceivedFen.Grouped()} {
		found, err := r.counter.Receipts.Find(context.Background(), sum)
		require.NoError(t, err, sum)
		require.Len(t, found.List, 1, sum)
		require.Equal(t, rest.Number, found.List[0].Number, sum)
		require.Equal(t, []string{receipts.ByAmount}, found.By, sum)
	}
}

func TestAnOldSearchIsTypedOverWhenTheListIsShownAgain(t *testing.T) {
	r := newRoom(t)
	r.pay("1-1-0602")
	r.frame.Show(r.screen)
	r.typing("12.34").press(enter)
	r.frame.Show(r.screen)
	r.typing("300.00").press(enter)
	r.sees("按金额找到 1 张", "郑*贵")
}

func TestTheListSaysHowItUnderstoodWhatWasTyped(t *testing.T) {
	r := newRoom(t)
	r.pay("1-1-0602")
	r.frame.Show(r.screen)
	r.typing("300.00").press(enter)
	r.sees("按金额找到 1 张", "郑*贵")
	r.typing("11.11").press(enter)
	r.press(fyne.KeyEscape)
	r.sees("01-2026-000001")
}
