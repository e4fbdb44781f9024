package billing_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"shouqi/ledger"
	"shouqi/ledger/billing"
	"shouqi/ledger/estate"
	"shouqi/ledger/money"
	"shouqi/ledger/staff"
	"shouqi/ledger/store"
)

// issued makes so many bills of one sum.
func (o *office) issued(count int, fen money.Fen) []string {
	o.Helper()
	bills := make([]billing.NewBill, count)
	for n := range bills {
		bills[n] = o.bill(n)
		bills[n].AmountFen = fen
	}
	ids, code := o.issue("issued", bills...)
	require.Empty(o, code)
	return ids
}

func (o *office) undoAll(ids []string, approval staff.Approval) (undone billing.Undone, code string) {
	code = o.Write(func(tx *store.Tx) (err error) {
		undone, err = o.Book.Billing.In(tx).UndoAll(o.Ctx, o.Manager, billing.Undoing{Bills: ids, Reason: "made_twice", Approval: approval})
		return err
	})
	return undone, code
}

// 125 bills over 37,759.78 went with two keys of one person.
func TestUndoingManyBillsTakesASecondPerson(t *testing.T) {
	o := newOffice(t)
	ids := o.issued(125, 302_07)
	_, code := o.undoAll(ids, staff.Approval{})
	require.Equal(t, "staff.needs_approval", code)
	undone, code := o.undoAll(append(ids, ids[0]), o.agreed(staff.UndoBills))
	require.Empty(t, code)
	require.Equal(t, billing.Undone{Count: 125, SumFen: 125 * 302_07}, undone)
	require.Equal(t, 125, o.number("SELECT count(*) FROM bill_undoings WHERE approver <> ''"))
	require.Equal(t, 125*302_07, o.number("SELECT sum(fen) FROM bill_undoings"))
	o.Verify()
}

func TestUndoingManyBillsOneByOneIsCountedTogether(t *testing.T) {
	o := newOffice(t)
	ids := o.issued(23, 1_00)
	for _, id := range ids[:20] {
		require.Empty(t, o.undo(o.Manager, id, "made_twice"))
	}
	require.Equal(t, "staff.needs_approval", o.undo(o.Manager, ids[20], "made_twice"))
	_, code := o.undoAll(ids[20:22], o.agreed(staff.UndoBills))
	require.Empty(t, code)
	tomorrow := o.Book.Journal.Now().Add(24 * time.Hour)
	o.Book.Journal.Now = func() time.Time { return tomorrow }
	require.Empty(t, o.undo(o.Manager, ids[22], "made_twice"), "another day")
	o.Verify()
}

func TestUndoingALargeBillTakesASecondPerson(t *testing.T) {
	o := newOffice(t)
	ids := o.issued(2, 2_500_01)
	require.Empty(t, o.undo(o.Manager, ids[0], "made_twice"))
	require.Equal(t, "staff.needs_approval", o.undo(o.Manager, ids[1], "made_twice"), "5,000.02 on one day")
	require.NoError(t, o.Book.Staff.SetLimit(o.Ctx, o.Manager, o.agreed(staff.RaiseLimit), staff.UndoMaxFen, 6_000_00))
	require.Empty(t, o.undo(o.Manager, ids[1], "made_twice"))
}

// A register that says of every room that it owes nothing is an undoing too.
func TestUndoingManyBillsByARegisterTakesASecondPerson(t *testing.T) {
	o := newOffice(t)
	register := func(fen money.Fen, approval staff.Approval, dryRun bool) string {
		_, err := o.Book.TakeRegister(o.Ctx, o.Manager, ledger.Register{FileHash: "0011223344556688", Rooms: []estate.Row{{Code: "1-1-101", AreaCentiM2: 9830}},
			Arrears: []billing.OpeningArrears{{Room: "1-1-101", Item: "期初欠费", Fen: fen}}, Approval: approval}, dryRun)
		return store.Code(err)
	}
	require.Empty(t, register(6_000_00, staff.Approval{}, false), "more is owed: one person may")
	require.Empty(t, register(0, staff.Approval{}, true), "a dry run shows it")
	require.Equal(t, "staff.needs_approval", register(0, staff.Approval{}, false))
	require.Empty(t, register(5_999_00, staff.Approval{}, false), "one yuan less")
	require.Empty(t, register(0, o.agreed(staff.UndoBills), false))
	require.Equal(t, 5_999_00, o.number("SELECT sum(fen) FROM bill_undoings WHERE approver <> ''"))
	o.Verify()
}

// number reads one figure.
func (o *office) number(query string) (n int) {
	o.Helper()
	require.NoError(o, o.Book.Store.Read(o.Ctx, func(tx *store.Tx) error {
		_, err := tx.Get(query, nil, &n)
		return err
	}))
	return n
}
