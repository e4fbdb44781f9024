package ledger_test

import (
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"shouqi/ledger"
	"shouqi/ledger/estate"
	"shouqi/ledger/money"
	"shouqi/ledger/proof"
	"shouqi/ledger/store"
	"shouqi/ledger/till"
)

// codeOf returns the code of a receipt, as a reprint has it.
func (c *counter) codeOf(number string) (code string) {
	c.Helper()
	require.NoError(c, c.book.Store.Read(c.ctx, func(tx *store.Tx) error {
		whole, err := till.ByNumber(tx, number)
		if err == nil {
			code, err = c.book.ReceiptCode(tx, whole.Part(number))
		}
		return err
	}))
	return code
}

func (c *counter) proves(code string) ledger.Verdict {
	c.Helper()
	verdict, err := c.book.Prove(c.ctx, code)
	require.NoError(c, err)
	return verdict
}

// Every receipt of a book in which everything happened proves itself, and says what became of it since.
func TestEveryReceiptProvesItself(t *testing.T) {
	c := richBook(t)
	var all []till.Payment
	require.NoError(t, c.book.Store.Read(c.ctx, func(tx *store.Tx) (err error) {
		all, err = till.Recent(tx, "", 1000)
		return err
	}))
	seen := map[string]int{}
	for _, payment := range all {
		for _, receipt := range payment.Receipts {
			v := c.proves(c.codeOf(receipt.Number))
			require.Equal(t, []any{receipt.Number, payment.Part(receipt.Number).Sums().ReceivedFen, payment.AtMS, "01", receipt.State, payment.Object}, []any{v.Number, v.Fen, v.AtMS, v.Counter, v.State, v.Object})
			require.Equal(t, payment.UndoneBy != "", v.Worth == ledger.Undone, receipt.Number)
			seen[v.State]++
		}
	}
	for _, state := range []string{till.StateLive, till.StateVoid, till.StateReversed, till.StateReversal, till.StateRefund} {
		require.Positive(t, seen[state], state)
	}
}

func TestAReceiptSaysWhatBecameOfIt(t *testing.T) {
	c := richBook(t)
	numbered := func(want func(v ledger.Verdict) bool) (found []ledger.Verdict) {
		var all []till.Payment
		require.NoError(t, c.book.Store.Read(c.ctx, func(tx *store.Tx) (err error) {
			all, err = till.Recent(tx, "", 1000)
			return err
		}))
		for _, payment := range all {
			for _, number := range payment.Numbers() {
				if v := c.proves(c.codeOf(number)); want(v) {
					found = append(found, v)
				}
			}
		}
		return found
	}
	reversed := numbered(func(v ledger.Verdict) bool { return v.State == till.StateReversed })
	require.Len(t, reversed, 3)
	require.Equal(t, "01-2026-000001", reversed[2].Number)
	reversal := c.proves(c.codeOf(reversed[0].UndoneBy))
	require.Equal(t, []any{ledger.Proven, till.StateReversal, -reversed[0].Fen}, []any{reversal.Worth, reversal.State, reversal.Fen})
	require.Equal(t, reversal.AtMS, reversed[0].UndoneMS)
	void := numbered(func(v ledger.Verdict) bool { return v.State == till.StateVoid })
	require.Len(t, void, 1)
	require.Empty(t, void[0].UndoneBy, "a void has no receipt of its own")
	require.GreaterOrEqual(t, void[0].UndoneMS, void[0].AtMS)

	// The deposit of 2,000.00 gave 1,000.00 back; the receipt beside it, of the same payment, gave nothing back.
	refunded := numbered(func(v ledger.Verdict) bool { return v.RefundedFen != 0 })
	require.Len(t, refunded, 1)
	require.Equal(t, []any{ledger.Proven, money.Fen(2000_00), money.Fen(1000_00)}, []any{refunded[0].Worth, refunded[0].Fen, refunded[0].RefundedFen})
}

func TestWhatIsNoReceiptOfThisBookIsNeverTrue(t *testing.T) {
	c := newCounter(t)
	_, err := c.book.TakeRegister(c.ctx, c.manager, manyRooms(2), false)
	require.NoError(t, err)
	_, err = c.book.Till.Open(c.ctx, c.cashier, till.Opening{Counted: c.count(50000)})
	require.NoError(t, err)
	first := c.take(partOrder(c, "r0", 0))
	before := c.path + ".before"
	require.NoError(t, c.book.Backup(c.ctx, before))
	c.clock = c.clock.Add(time.Minute)
	second := c.take(partOrder(c, "r1", 1))
	code := c.codeOf(second.Number)

	doubt := func(code string) ledger.Doubt {
		v := c.proves(code)
		require.Equal(t, ledger.Verdict{Worth: ledger.Unproven, Why: v.Why}, v, "what stands on it is not repeated")
		return v.Why
	}
	for _, number := range []string{"", first.Number, "SQ1:" + first.Number + ":1000:0011", "SHOUQI1 " + first.Number, "1000"} {
		require.Equal(t, ledger.NoCode, doubt(number), number)
	}
	for name, altered := range map[string]string{"sum": strings.Replace(code, "CNY 10.00", "CNY 90.00", 1), "number": strings.Replace(code, second.Number, first.Number, 1),
		"time": strings.Replace(code, "08:01:00", "08:00:00", 1)} {
		require.NotEqual(t, code, altered)
		require.Equal(t, ledger.NotOurs, doubt(altered), name)
	}
	other := newCounter(t)
	require.Equal(t, ledger.NotOurs, other.proves(code).Why)

	// A copy of the book from before the payment knows the key and not the receipt; no key opens it here, and none is needed.
	old, _, err := ledger.Open(c.ctx, before, ledger.OpenOptions{ReadOnly: true, Locked: true})
	require.NoError(t, err)
	v, err := old.Prove(c.ctx, code)
	require.NoError(t, err)
	require.Equal(t, ledger.NotHere, v.Why)
	v, err = old.Prove(c.ctx, c.codeOf(first.Number))
	require.NoError(t, err)
	require.Equal(t, ledger.Proven, v.Worth)
	require.NoError(t, old.Close())

	// Whoever gets hold of the device's key can sign, and still not what the book does not have so.
	require.NoError(t, c.book.Store.Read(c.ctx, func(tx *store.Tx) error {
		devices, err := estate.Devices(tx)
		require.NoError(t, err)
		key, err := devices[0].Private(tx, c.book.Vault)
		require.NoError(t, err)
		signer := proof.Signer{Book: c.book.Journal.Book, Device: devices[0].ID}
		code = signer.Sign(proof.Receipt{Number: second.Number, Fen: 90_00, AtMS: second.AtMS, Counter: "01", Room: proof.Mark(signer.Book, second.Number, second.Object)}, key).Text()
		return nil
	}))
	require.Equal(t, ledger.NotTheSame, doubt(code))
}
