package till_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"shouqi/ledger/billing"
	"shouqi/ledger/estate"
	"shouqi/ledger/ledgertest"
	"shouqi/ledger/money"
	"shouqi/ledger/staff"
	"shouqi/ledger/store"
	"shouqi/ledger/till"
)

// approved asks for what the book wants a second person for, as err says, and has it approved by the manager.
func (d *desk) approved(by staff.Actor, err error) staff.Asking {
	d.Helper()
	deed, wants := staff.Wanted(err)
	require.True(d, wants, "the book says what it wants approved: %v", err)
	d.made++
	asking, err := d.Book.Staff.AskApproval(d.Ctx, by, staff.AskFor("asked"+money.Fen(d.made).String(), deed))
	require.NoError(d, err)
	_, err = d.Book.Staff.DecideApproval(d.Ctx, d.Manager, asking.Number, true)
	require.NoError(d, err)
	return asking
}

// An approval to move a deposit to one household moves it to no other.
func TestAnApprovalToMoveADepositNamesBothHouseholds(t *testing.T) {
	n := newNeighbours(t)
	third := estate.ObjectID(estate.Room, "3-2-1203")
	move := func(request, to string, fen money.Fen) error {
		_, err := n.Book.Till.MoveDeposit(n.Ctx, n.Cashier, staff.Approval{}, till.DepositMoving{RequestID: request, Deposit: n.deposit, To: to, Fen: fen, Reason: till.Reason{Code: "sold"}})
		return err
	}
	n.approved(n.Cashier, move("a", n.other, 500_00))
	require.Equal(t, staff.CodeNeedsApproval, store.Code(move("b", third, 500_00)), "another household")
	require.Equal(t, staff.CodeNeedsApproval, store.Code(move("c", n.room, 500_00)))
	require.Equal(t, staff.CodeNeedsApproval, store.Code(move("d", n.other, 500_01)), "more")
	require.NoError(t, move("e", n.other, 500_00))
	require.Equal(t, staff.CodeNeedsApproval, store.Code(move("f", n.other, 500_00)), "used up")

	// One that names no recipient is not even asked for.
	_, err := n.Book.Staff.AskApproval(n.Ctx, n.Cashier, staff.Ask{RequestID: "nobody", Action: staff.MoveDeposit, About: n.deposit, Fen: 500_00})
	require.Equal(t, "staff.approval_about", store.Code(err))
	n.Verify()
}

// An approval to move a prepayment is for that household, that purpose and no larger sum.
func TestAnApprovalToMoveAPrepaymentNamesWhereItGoes(t *testing.T) {
	p := newPurses(t)
	p.puts(p.room, billing.PropertyFee, 100_00)
	p.puts(p.room, billing.AnyPurpose, 100_00)
	move := func(request string, from billing.Purpose, to string, purpose billing.Purpose) error {
		_, err := p.Book.Till.MovePrepaid(p.Ctx, p.Cashier, staff.Approval{}, till.PrepaidMove{RequestID: request, Room: p.room, Purpose: from, To: to, ToPurpose: purpose, Fen: 20_00,
			Reason: till.Reason{Code: "room_sold"}})
		return err
	}
	p.approved(p.Cashier, move("a", billing.PropertyFee, p.next, billing.AnyPurpose))
	require.Equal(t, staff.CodeNeedsApproval, store.Code(move("b", billing.PropertyFee, p.room, billing.AnyPurpose)), "it stays with the household")
	require.Equal(t, staff.CodeNeedsApproval, store.Code(move("c", billing.PropertyFee, p.next, billing.Parking)), "for another purpose")
	require.Equal(t, staff.CodeNeedsApproval, store.Code(move("d", billing.AnyPurpose, p.next, billing.AnyPurpose)), "what was kept for another purpose")
	require.NoError(t, move("e", billing.PropertyFee, p.next, billing.AnyPurpose))
	_, err := p.Book.Staff.AskApproval(p.Ctx, p.Cashier, staff.Ask{RequestID: "nobody", Action: staff.MovePrepaid, About: p.room, Fen: 20_00})
	require.Equal(t, "staff.approval_about", store.Code(err))
	p.Verify()
}

// Who approved that a deposit is frozen has not approved that it is let go, on the spot neither.
func TestFreezingADepositIsNotLettingItGo(t *testing.T) {
	n := newNeighbours(t)
	freeze := func(request string, approval staff.Approval) error {
		_, err := n.Book.Till.FreezeDeposit(n.Ctx, n.Supervisor, approval, till.DepositFreeze{RequestID: request, Deposit: n.deposit, Reason: till.Reason{Code: "court"}})
		return err
	}
	release := func(request string, approval staff.Approval) error {
		_, err := n.Book.Till.UnfreezeDeposit(n.Ctx, n.Supervisor, approval, till.DepositFreeze{RequestID: request, Deposit: n.deposit, Reason: till.Reason{Code: "settled"}})
		return err
	}
	wants := freeze("a", staff.Approval{})
	n.approved(n.Supervisor, wants)
	n.approved(n.Supervisor, wants) // approved twice, so that one is left
	require.NoError(t, freeze("b", staff.Approval{}))
	err := release("c", staff.Approval{})
	require.Equal(t, staff.CodeNeedsApproval, store.Code(err))
	onTheSpot, spotErr := n.Book.Staff.Approve(n.Ctx, n.Supervisor, "100", ledgertest.ManagerPIN, staff.FreezeDeposit)
	require.NoError(t, spotErr)
	require.Equal(t, staff.CodeNeedsApproval, store.Code(release("d", onTheSpot)))
	n.approved(n.Supervisor, err)
	require.NoError(t, release("e", staff.Approval{}))
	n.Verify()
}

// Nor is it of a prepayment.
func TestFreezingAPrepaymentIsNotReleasingIt(t *testing.T) {
	p := newPurses(t)
	p.puts(p.room, billing.PropertyFee, 100_00)
	freeze := func(frozen bool, approval staff.Approval) error {
		return p.Book.Till.FreezePrepaid(p.Ctx, p.Cashier, approval, p.room, billing.PropertyFee, frozen, till.Reason{Code: map[bool]string{true: "dispute", false: "settled"}[frozen]})
	}
	wants := freeze(true, staff.Approval{})
	p.approved(p.Cashier, wants)
	p.approved(p.Cashier, wants)
	require.NoError(t, freeze(true, staff.Approval{}))
	err := freeze(false, staff.Approval{})
	require.Equal(t, staff.CodeNeedsApproval, store.Code(err))
	require.Equal(t, staff.CodeNeedsApproval, store.Code(freeze(false, p.approve(staff.FreezePrepaid))))
	require.Equal(t, staff.CodeNeedsApproval, store.Code(freeze(false, p.approve(staff.MovePrepaid))))
	p.approved(p.Cashier, err)
	require.NoError(t, freeze(false, staff.Approval{}))
	p.Verify()
}

// The reason is a part of what was approved, of every deed that has one: with another one it is another deed.
func TestAnotherReasonIsAnotherDeed(t *testing.T) {
	n := newNeighbours(t)
	none := staff.Approval{}
	made := 0
	id := func() string { made++; return "reason" + money.Fen(made).String() }
	deeds := map[staff.Action]func(reason string) error{
		staff.MoveDeposit: func(reason string) error {
			_, err := n.Book.Till.MoveDeposit(n.Ctx, n.Cashier, none, till.DepositMoving{RequestID: id(), Deposit: n.deposit, To: n.other, Fen: 100_00, Reason: till.Reason{Code: reason}})
			return err
		},
		staff.FreezeDeposit: func(reason string) error {
			_, err := n.Book.Till.FreezeDeposit(n.Ctx, n.Supervisor, none, till.DepositFreeze{RequestID: id(), Deposit: n.deposit, Reason: till.Reason{Code: reason}})
			return err
		},
		staff.DeductDeposit: func(reason string) error {
			_, err := n.Book.Till.Deduct(n.Ctx, n.Cashier, none, till.Deduction{RequestID: id(), Deposit: n.deposit, Fen: 50_00, Item: "装修损坏赔偿", Why: reason})
			return err
		},
	}
	for _, deed := range []struct {
		action     staff.Action
		told, then string
	}{{staff.MoveDeposit, "sold", "wrong_room"}, {staff.DeductDeposit, "门厅地砖", "电梯按钮"}, {staff.FreezeDeposit, "court", "dispute"}} {
		do, by := deeds[deed.action], n.Cashier
		if deed.action == staff.FreezeDeposit {
			by = n.Supervisor
		}
		n.approved(by, do(deed.told))
		require.Equal(t, staff.CodeNeedsApproval, store.Code(do(deed.then)), deed.action)
		require.NoError(t, do(deed.told), deed.action)
		require.Equal(t, staff.CodeNeedsApproval, store.Code(do(deed.told)), "used up")
	}
	n.Verify()
}
