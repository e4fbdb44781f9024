package till_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"shouqi/ledger/journal"
	"shouqi/ledger/money"
	"shouqi/ledger/staff"
	"shouqi/ledger/store"
	"shouqi/ledger/till"
)

func TestNothingTypedIsInTheJournal(t *testing.T) {
	d := newDesk(t)
	require.Empty(t, d.open(50000))
	paid, code := d.pay(func(o *till.Order) { o.PayerName = "张小妹" })
	require.Empty(t, code)
	d.made++
	_, err := d.Book.Till.Void(d.Ctx, d.Cashier, d.approve(staff.VoidPayment), till.Undoing{RequestID: "v", Number: paid.Number, CashBackFen: 4000,
		Reason: till.Reason{Code: "other", Note: "张小妹付错了"}})
	require.NoError(t, err)
	_, err = d.Book.Till.Count(d.Ctx, d.Cashier, d.count(50000))
	require.NoError(t, err)
	_, err = d.Book.Till.Close(d.Ctx, d.Cashier, till.Closing{LeftFen: 50000, Reason: till.Reason{Code: "张小妹少给了"}})
	require.Equal(t, "till.reason", store.Code(err), "a reason within the limit is one of the list too")
	_, err = d.Book.Till.Close(d.Ctx, d.Cashier, till.Closing{LeftFen: 50000, Reason: till.Reason{Code: "other", Note: "张小妹少给了"}})
	require.NoError(t, err)
	require.NoError(t, d.Book.Store.Read(d.Ctx, func(tx *store.Tx) error {
		return tx.Each("SELECT body FROM events", nil, func(scan func(dest ...any) error) error {
			var body string
			err := scan(&body)
			for _, secret := range []string{"张小妹", "张建国", "6621", "陈经理", "王丽"} {
				require.NotContains(t, body, secret)
			}
			return err
		})
	}))
	d.Verify()
}

func TestOpeningPrepaymentsComeInOnce(t *testing.T) {
	d := newDesk(t)
	take := func(told ...till.OpeningCredit) string {
		return store.Code(d.Book.Store.Write(d.Ctx, func(tx *store.Tx) error {
			_, err := d.Book.Till.TakeOpening(tx, d.Manager.ID(), told)
			return err
		}))
	}
	credit := func() (fen money.Fen) {
		require.NoError(t, d.Book.Store.Read(d.Ctx, func(tx *store.Tx) (err error) { fen, err = till.Credit(tx, d.room); return err }))
		return fen
	}
	one := func(fen money.Fen) till.OpeningCredit { return till.OpeningCredit{Room: "3-2-1201", Fen: fen} }
	require.Empty(t, take(one(50000)))
	require.Equal(t, money.Fen(50000), credit(), "the same again changes nothing")
	require.Equal(t, "till.opening_twice", take(one(60000), one(60000)))
	require.Equal(t, "till.amount", take(one(-1)))
	require.Equal(t, "estate.unknown_room", take(till.OpeningCredit{Room: "9-9-999", Fen: 1}))
	require.Empty(t, take(one(60000)))
	require.Equal(t, money.Fen(60000), credit())
	require.Empty(t, d.open(0))
	_, code := d.pay(func(o *till.Order) { o.Tenders = []till.Tender{{Kind: till.Prepaid, Fen: 4000}} })
	require.Empty(t, code)
	require.Equal(t, "till.opening_spent", take(one(3990)))
	require.Empty(t, take(one(4000)))
	require.Zero(t, credit())
	d.Verify()
}

func TestARequestsDigestDoesNotGiveANameAway(t *testing.T) {
	d := newDesk(t)
	require.Empty(t, d.open(0))
	var sent till.Order
	paid, code := d.pay(func(o *till.Order) { o.PayerName = "张小妹"; sent = *o })
	require.Empty(t, code)
	again, err := d.Book.Till.Receive(d.Ctx, d.Cashier, sent)
	require.NoError(t, err)
	require.Equal(t, paid.Number, again.Number)
	guessed, err := journal.NewRequest(sent.RequestID, sent)
	require.NoError(t, err)
	require.NoError(t, d.Book.Store.Read(d.Ctx, func(tx *store.Tx) error {
		var digest []byte
		_, err := tx.Get("SELECT digest FROM requests WHERE id = ?", []any{sent.RequestID}, &digest)
		require.NotEqual(t, guessed.Digest, digest, "who guesses the name cannot check the guess")
		return err
	}))
	sent.PayerName = "张大妹"
	_, err = d.Book.Till.Receive(d.Ctx, d.Cashier, sent)
	require.Equal(t, "journal.request_reused", store.Code(err))
}

func TestAListHasALimit(t *testing.T) {
	d := newDesk(t)
	require.Empty(t, d.open(0))
	for range 3 {
		_, code := d.pay(nil)
		require.Empty(t, code)
	}
	for limit, want := range map[int]int{-1: 0, 0: 0, 2: 2, 1 << 40: 3} {
		require.NoError(t, d.Book.Store.Read(d.Ctx, func(tx *store.Tx) error {
			history, err := till.HistoryOf(tx, d.room, limit)
			require.NoError(t, err)
			require.Len(t, history, want)
			recent, err := till.Recent(tx, "", limit)
			require.Len(t, recent, want)
			return err
		}))
	}
}

func TestNoSingleFenIsMovedOrLeftInTheDrawer(t *testing.T) {
	d := newDesk(t)
	require.Empty(t, d.open(50000))
	move := func(fen money.Fen) string {
		d.made++
		return store.Code(d.Book.Till.MoveCash(d.Ctx, d.Cashier, d.approve(staff.MoveCash), till.Move{RequestID: time.Duration(d.made).String(),
			Direction: till.MoveOut, Fen: fen, Reason: till.Reason{Code: "petty_cash"}}))
	}
	require.Equal(t, "till.whole_jiao", move(10005))
	require.Empty(t, move(10010))
	_, err := d.Book.Till.Count(d.Ctx, d.Cashier, d.count(39990))
	require.NoError(t, err)
	_, err = d.Book.Till.Close(d.Ctx, d.Cashier, till.Closing{LeftFen: 30005, Receiver: d.approve(staff.TakeOver)})
	require.Equal(t, "till.whole_jiao", store.Code(err), "the next opening could never count it")
	_, err = d.Book.Till.Close(d.Ctx, d.Cashier, till.Closing{LeftFen: 30000, Receiver: d.approve(staff.TakeOver)})
	require.NoError(t, err)
}

func TestACopysNumberIsNeverGivenTwiceWhileItStands(t *testing.T) {
	d := newDesk(t)
	require.Empty(t, d.open(0))
	paid, _ := d.pay(nil)
	require.Empty(t, d.copies(paid.Number, 0))
	require.Empty(t, d.copies(paid.Number, 0))
	require.Empty(t, d.copies(paid.Number, 1), "the original never came out")
	var next int
	require.NoError(t, d.Book.Store.Write(d.Ctx, func(tx *store.Tx) (err error) {
		next, err = d.Book.Till.RecordCopy(tx, d.Cashier, paid.Number)
		return err
	}))
	require.Equal(t, 3, next, "the second paper exists and says 第1次")
	require.Empty(t, d.voided(paid.Number, 2, 4000))
	d.Verify()
}

func TestAClockThatRanBackReordersNoReceipts(t *testing.T) {
	d := newDesk(t)
	require.Empty(t, d.open(0))
	first, _ := d.pay(nil)
	d.Clock = d.Clock.Add(-time.Hour)
	second, _ := d.pay(nil)
	require.NoError(t, d.Book.Store.Read(d.Ctx, func(tx *store.Tx) error {
		history, err := till.HistoryOf(tx, d.room, 2)
		require.NoError(t, err)
		require.Equal(t, []string{second.Number, first.Number}, []string{history[0].Number, history[1].Number})
		recent, err := till.Recent(tx, "", 2)
		require.NoError(t, err)
		require.Equal(t, []string{second.Number, first.Number}, []string{recent[0].Number, recent[1].Number})
		return err
	}))
}
