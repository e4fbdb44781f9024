package till_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"shouqi/ledger/money"
	"shouqi/ledger/store"
	"shouqi/ledger/till"
)

// found returns the numbers of what a search returns.
func (d *desk) found(search func(tx *store.Tx) ([]till.Payment, error)) (numbers []string) {
	d.Helper()
	d.Read(func(tx *store.Tx) error {
		payments, err := search(tx)
		for _, p := range payments {
			numbers = append(numbers, p.Number)
		}
		return err
	})
	return numbers
}

// bySlip changes an order to be paid by card, with the slip's number.
func bySlip(reference string, fen money.Fen) func(*till.Order) {
	return func(o *till.Order) {
		o.Bills[0].Fen, o.Tenders = fen, []till.Tender{{Kind: till.Card, Fen: fen, Reference: reference}}
	}
}

// A person at the counter holds a receipt, a card slip or only remembers the sum: each finds the payment, the newest first.
func TestAPaymentIsFoundByWhatAPersonHoldsInTheHand(t *testing.T) {
	d := newDesk(t)
	require.Empty(t, d.open(50000))
	for n := range 12 {
		_, code := d.pay(func(o *till.Order) { o.Bills[0].Fen, o.Tenders[0].Fen = 1000, money.Fen(1000+100*n) })
		require.Empty(t, code)
	}
	_, code := d.pay(bySlip("6222-4451", 2300))
	require.Empty(t, code)
	_, code = d.pay(func(o *till.Order) { // 23.00, of which 20.00 had been prepaid
		o.Bills[0].Fen, o.Tenders, o.PayerName = 2300, []till.Tender{{Kind: till.Prepaid, Fen: 2000}, {Kind: till.Cash, Fen: 300}}, "张小妹"
	})
	require.Empty(t, code)

	number := func(no string) string { return "01-2026-0000" + no }
	tail := func(digits string) []string {
		return d.found(func(tx *store.Tx) ([]till.Payment, error) { return till.ByNumberTail(tx, digits, 9) })
	}
	require.Equal(t, []string{number("12"), number("02")}, tail("2"))
	require.Equal(t, []string{number("12")}, tail("12"))
	require.Equal(t, []string{number("12")}, tail("012"), "as an index finds it")
	require.Equal(t, []string{number("12")}, tail("000012"))
	require.Empty(t, tail("112"))

	sum := func(fen money.Fen, limit int) []string {
		return d.found(func(tx *store.Tx) ([]till.Payment, error) { return till.BySum(tx, fen, limit) })
	}
	require.Equal(t, []string{number("14"), number("13")}, sum(2300, 9), "what was paid, by whatever means")
	require.Equal(t, []string{number("14")}, sum(300, 9), "or what was handed over")
	require.Len(t, sum(1000, 5), 5, "no more than asked for")
	require.Empty(t, sum(1000, -1))
	require.Equal(t, []string{number("13")}, d.found(func(tx *store.Tx) ([]till.Payment, error) { return till.ByReference(tx, "4451", 9) }))
	require.Empty(t, d.found(func(tx *store.Tx) ([]till.Payment, error) { return till.ByReference(tx, "445", 9) }), "a tail is the end")
	require.Len(t, d.found(func(tx *store.Tx) ([]till.Payment, error) { return till.NewestOnDay(tx, "2026-11-21", 9) }), 9)
	require.Empty(t, d.found(func(tx *store.Tx) ([]till.Payment, error) { return till.NewestOnDay(tx, "2026-11-22", 9) }))
	require.Len(t, d.found(func(tx *store.Tx) ([]till.Payment, error) { return till.OnDay(tx, "2026-11-21") }), 14)
	require.Equal(t, []string{number("14")}, d.found(func(tx *store.Tx) ([]till.Payment, error) { return till.WithTypedPayer(tx, 9) }))
	d.Verify()
}

// Whose money it was follows from who owns the room that day, unless a name was typed.
func TestAPaymentKnowsWhoPaid(t *testing.T) {
	d := newDesk(t)
	require.Empty(t, d.open(50000))
	owner, code := d.pay(nil)
	require.Empty(t, code)
	subject, version := owner.Payer()
	require.False(t, till.TypedPayer(subject))
	require.Positive(t, version)
	neighbour, code := d.pay(func(o *till.Order) { o.PayerName = "李阿姨" })
	require.Empty(t, code)
	typed, _ := neighbour.Payer()
	require.True(t, till.TypedPayer(typed))
	require.NotContains(t, typed, "李", "the name itself stands in the vault")
	require.NotEqual(t, subject, typed)
	d.Read(func(tx *store.Tx) error {
		last, err := till.Last(tx)
		require.Equal(t, neighbour.Number, last.Number)
		again, ofIt := last.Payer()
		require.Equal(t, []any{typed, 1}, []any{again, ofIt}, "read back as it was returned")
		return err
	})
	d.Verify()
}
