package till_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"shouqi/ledger/money"
	"shouqi/ledger/staff"
	"shouqi/ledger/store"
	"shouqi/ledger/till"
)

// paysCode pays by the company's static code, with a second person where approved.
func (d *desk) paysCode(fen money.Fen, number string, approved bool) (till.Payment, string) {
	return d.pay(func(o *till.Order) {
		o.Bills, o.KeepChange = nil, true
		o.Tenders = []till.Tender{{Kind: till.WeChatCode, Fen: fen, Reference: number}}
		if approved {
			o.Approval = d.approve(staff.TakeUnverified)
		}
	})
}

func (d *desk) unverified() (sum money.Fen) {
	d.Read(func(tx *store.Tx) error {
		open, err := till.OpenUnverified(tx, 100)
		for _, one := range open {
			sum += one.Fen
		}
		return err
	})
	return sum
}

// Money on the cashier's word has a ceiling for a payment, for a shift and for the days that the oldest of it waits. Each
// is passed by two people, exactly the ceiling is within it, and somebody else's look into the statement lifts it.
func TestMoneyNobodyVerifiedHasCeilings(t *testing.T) {
	d := newDesk(t)
	limit := func(name staff.LimitName, value int64) {
		require.NoError(t, d.Book.Staff.SetLimit(d.Ctx, d.Manager, staff.Approval{}, name, value))
	}
	limit(staff.UnverifiedMax, 100_00)
	limit(staff.UnverifiedShiftMax, 250_00)
	limit(staff.UnverifiedMaxDays, 2)
	require.Empty(t, d.open(0))

	_, code := d.paysCode(100_01, "4200001", false)
	require.Equal(t, staff.CodeNeedsApproval, code, "a fen beyond what one payment may have")
	_, code = d.paysCode(100_00, "4200001", false)
	require.Empty(t, code)
	second, code := d.paysCode(100_00, "4200002", false)
	require.Empty(t, code)
	_, code = d.paysCode(50_01, "4200003", false)
	require.Equal(t, staff.CodeNeedsApproval, code, "a fen beyond what one shift may have")
	agreed, code := d.paysCode(50_01, "4200003", true)
	require.Empty(t, code)
	require.Equal(t, d.Supervisor.ID(), agreed.Approver)
	require.Equal(t, money.Fen(250_01), d.unverified())

	_, err := d.Book.Till.Reverse(d.Ctx, d.Cashier, d.approve(staff.Reverse), till.Undoing{RequestID: "undo", Number: second.Number, Reason: till.Reason{Code: "wrong_room"}})
	require.NoError(t, err)
	require.Equal(t, money.Fen(150_01), d.unverified(), "what was undone waits for nothing")

	_, err = d.Book.Till.Verify(d.Ctx, d.Cashier, "4200001", "")
	require.Equal(t, staff.CodeMayNot, store.Code(err))
	_, err = d.Book.Till.Verify(d.Ctx, d.Supervisor, "4200002", "")
	require.Equal(t, "till.unverified_gone", store.Code(err))
	found, err := d.Book.Till.Verify(d.Ctx, d.Supervisor, "4200003", "")
	require.NoError(t, err)
	require.Equal(t, agreed.Number, found[0].Number)
	_, err = d.Book.Till.Verify(d.Ctx, d.Supervisor, "4200003", "")
	require.Equal(t, "till.unverified_gone", store.Code(err), "once")
	_, code = d.paysCode(100_00, "4200004", false)
	require.Empty(t, code, "what is verified is not under the ceiling of the shift any more")

	d.closeAll(0)
	d.At("2026-11-23")
	require.Empty(t, d.open(0))
	_, code = d.paysCode(1, "4200005", false)
	require.Empty(t, code, "two days")
	d.closeAll(0)
	d.At("2026-11-24")
	require.Empty(t, d.open(0))
	_, code = d.paysCode(1, "4200006", false)
	require.Equal(t, staff.CodeNeedsApproval, code, "the oldest waits three days")
	for _, number := range []string{"4200001", "4200004"} {
		_, err = d.Book.Till.Verify(d.Ctx, d.Supervisor, number, "")
		require.NoError(t, err)
	}
	_, code = d.paysCode(1, "4200006", false)
	require.Empty(t, code)
	d.Verify()
}

// A supervisor who stands at the counter verifies nothing of what was taken there under that name.
func TestNobodyVerifiesTheirOwn(t *testing.T) {
	d := newDesk(t)
	d.Cashier = d.Supervisor
	require.Empty(t, d.open(0))
	_, code := d.paysCode(10_00, "4200001", false)
	require.Empty(t, code)
	_, err := d.Book.Till.Verify(d.Ctx, d.Supervisor, "4200001", "")
	require.Equal(t, "till.verify_own", store.Code(err))
	_, err = d.Book.Till.Verify(d.Ctx, d.Manager, "4200001", "")
	require.NoError(t, err)
	d.Verify()
}
