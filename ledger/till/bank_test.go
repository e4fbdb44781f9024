package till_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"shouqi/ledger/money"
	"shouqi/ledger/staff"
	"shouqi/ledger/store"
	"shouqi/ledger/till"
)

// safeDesk has an open shift of 500 yuan, 300 of which were dropped into the safe.
func safeDesk(t *testing.T) *desk {
	t.Helper()
	d := newDesk(t)
	require.Empty(t, d.open(500_00))
	require.NoError(t, d.Book.Till.MoveCash(d.Ctx, d.Cashier, d.approve(staff.MoveCash), till.Move{RequestID: "drop", Direction: till.MoveOut, Fen: 300_00,
		Reason: till.Reason{Code: "safe_drop"}}))
	return d
}

// banks brings cash to the bank and returns the code of what the till says.
func (d *desk) banks(request, slip string, fen money.Fen) string {
	_, err := d.Book.Till.Bank(d.Ctx, d.Cashier, d.approve(staff.BankCash), till.Banking{RequestID: request, Slip: slip, Fen: fen, On: "2026-11-21"})
	return store.Code(err)
}

// unbanks takes a slip back and returns the code of what the till says.
func (d *desk) unbanks(request, slip string) string {
	_, err := d.Book.Till.Unbank(d.Ctx, d.Cashier, d.approve(staff.BankCash), till.Unbanking{RequestID: request, Slip: slip, Reason: till.Reason{Code: "wrong_amount"}})
	return store.Code(err)
}

// places are what is in the drawer, in the safe, on its way to the statement, spent by the way and lost, in fen; a drawer that is still
// to be counted is -1.
func (d *desk) places() (fen []money.Fen) {
	d.Helper()
	d.Read(func(tx *store.Tx) error {
		places, err := till.CashPlaces(tx)
		for _, place := range places {
			if place.Waits {
				place.Fen = -1
			}
			fen = append(fen, place.Fen)
		}
		return err
	})
	return fen
}

func TestCashGoesFromTheDrawerToTheBankByTwoPeople(t *testing.T) {
	d := safeDesk(t)
	require.Equal(t, []money.Fen{-1, 300_00, 0, 0, 0}, d.places(), "the drawer is still to be counted blind")
	_, err := d.Book.Till.Bank(d.Ctx, d.Cashier, staff.Approval{}, till.Banking{RequestID: "b0", Slip: "A1001", Fen: 100_00, On: "2026-11-21"})
	require.Equal(t, "staff.needs_approval", store.Code(err))
	require.Equal(t, "till.safe_short", d.banks("b0", "A1001", 300_10))
	require.Empty(t, d.banks("b1", " a1001 ", 280_00))
	require.Empty(t, d.banks("b1", "A1001", 280_00), "a retry is the same slip")
	require.Equal(t, []money.Fen{-1, 20_00, 280_00, 0, 0}, d.places())
	require.Equal(t, "till.bank_slip_used", d.banks("b2", "A1001", 20_00))
	require.Equal(t, "till.safe_short", d.banks("b3", "A1002", 20_10))

	// The slip said 250: taken back whole by a second event, and booked again under its own number.
	require.Equal(t, "till.unknown_bank_slip", d.unbanks("u0", "A1009"))
	require.Empty(t, d.unbanks("u1", "A1001"))
	require.Empty(t, d.unbanks("u1", "A1001"), "a retry takes nothing more back")
	require.Equal(t, "till.unknown_bank_slip", d.unbanks("u2", "A1001"))
	require.Equal(t, []money.Fen{-1, 300_00, 0, 0, 0}, d.places())
	require.Empty(t, d.banks("b4", "A1001", 250_00))
	d.Read(func(tx *store.Tx) error {
		slips, err := till.Bankings(tx, "2026-11-01", "2026-11-30", 10)
		require.Len(t, slips, 2)
		require.Equal(t, []any{money.Fen(280_00), true, money.Fen(250_00), false}, []any{slips[0].Fen, slips[0].Undone, slips[1].Fen, slips[1].Undone})
		require.NotEqual(t, slips[1].Person, slips[1].Approver)
		return err
	})
	d.Verify()
}

func TestASlipOfTheBankIsHeldToItsForm(t *testing.T) {
	d := safeDesk(t)
	for code, banking := range map[string]till.Banking{
		"till.bank_slip":  {Slip: "张三", Fen: 10_00, On: "2026-11-21"},
		"till.bank_date":  {Slip: "A1001", Fen: 10_00, On: "2026-11-22"},
		"till.whole_jiao": {Slip: "A1001", Fen: 10_05, On: "2026-11-21"},
		"till.amount":     {Slip: "A1001", On: "2026-11-21"},
		"till.bank_count": {Slip: "A1001", Fen: 10_00, On: "2026-11-21", Counted: &till.Count{1}},
	} {
		banking.RequestID = code
		_, err := d.Book.Till.Bank(d.Ctx, d.Cashier, d.approve(staff.BankCash), banking)
		require.Equal(t, code, store.Code(err))
	}
	_, phone := d.Book.Till.Bank(d.Ctx, d.Cashier, d.approve(staff.BankCash), till.Banking{RequestID: "phone", Slip: "138-0000-6621", Fen: 10_00, On: "2026-11-21"})
	require.Equal(t, "till.bank_slip", store.Code(phone), "it would stand in an event for ever")
	_, err := d.Book.Till.Bank(d.Ctx, d.Cashier, d.approve(staff.BankCash), till.Banking{RequestID: "old", Slip: "A1001", Fen: 10_00, On: "2026-10-20"})
	require.Equal(t, "till.bank_date", store.Code(err))
}

// A drop goes out of a drawer and never into one; what is spent by the way is in no safe and cannot be banked.
func TestMoneySpentByTheWayIsNotInTheSafe(t *testing.T) {
	d := safeDesk(t)
	err := d.Book.Till.MoveCash(d.Ctx, d.Cashier, d.approve(staff.MoveCash), till.Move{RequestID: "in", Direction: till.MoveIn, Fen: 10_00, Reason: till.Reason{Code: "safe_drop"}})
	require.Equal(t, "till.reason", store.Code(err))
	require.NoError(t, d.Book.Till.MoveCash(d.Ctx, d.Cashier, d.approve(staff.MoveCash), till.Move{RequestID: "petty", Direction: till.MoveOut, Fen: 50_00, Reason: till.Reason{Code: "petty_cash"}}))
	require.NoError(t, d.Book.Till.MoveCash(d.Ctx, d.Cashier, d.approve(staff.MoveCash), till.Move{RequestID: "rest", Direction: till.MoveIn, Fen: 20_00, Reason: till.Reason{Code: "petty_cash"}}))
	require.True(t, d.counts(170_00).CountStands)
	require.Equal(t, []money.Fen{170_00, 300_00, 0, 30_00, 0}, d.places())
	require.Equal(t, "till.safe_short", d.banks("b1", "A1001", 300_10))
	require.Empty(t, d.closing(170_00))
	require.Equal(t, []money.Fen{170_00, 300_00, 0, 30_00, 0}, d.places())
	d.Verify()
}

// What is put into a drawer is taken from where it was: no more than is in the safe, or was spent by the way; only the company brings
// more.
func TestNothingIsPutInThatIsNotThere(t *testing.T) {
	d := safeDesk(t)
	in := func(request string, fen money.Fen, reason string) string {
		return store.Code(d.Book.Till.MoveCash(d.Ctx, d.Cashier, d.approve(staff.MoveCash), till.Move{RequestID: request, Direction: till.MoveIn, Fen: fen,
			Reason: till.Reason{Code: reason, Note: "找零"}}))
	}
	require.Equal(t, "till.safe_short", in("i1", 300_10, "change_fetched"))
	require.Equal(t, "till.safe_short", in("i2", 300_10, "other"))
	require.Equal(t, "till.petty_cash_short", in("i3", 10, "petty_cash"))
	require.Empty(t, d.banks("b1", "A1001", 200_00))
	require.Equal(t, "till.safe_short", in("i4", 100_10, "bank_deposit"))
	require.Empty(t, in("i5", 100_00, "change_fetched"))
	require.Empty(t, in("i6", 500_00, "company_cash"))
	require.Equal(t, "till.reason", store.Code(d.Book.Till.MoveCash(d.Ctx, d.Cashier, d.approve(staff.MoveCash), till.Move{RequestID: "o1", Direction: till.MoveOut, Fen: 10_00,
		Reason: till.Reason{Code: "company_cash"}})))
	require.Equal(t, []money.Fen{-1, 0, 200_00, 0, 0}, d.places())
	d.Verify()
}

// logs logs a counterfeit and returns the code of what the till says.
func (d *desk) logs(approval staff.Approval, wish till.CounterfeitWish) string {
	_, err := d.Book.Till.LogCounterfeit(d.Ctx, d.Cashier, approval, wish)
	return store.Code(err)
}

func TestACounterfeitIsLoggedOnce(t *testing.T) {
	d := safeDesk(t)
	returned := till.CounterfeitWish{RequestID: "f1", Fen: 100_00, Serial: "hd90123456", What: till.CounterfeitReturned}
	require.Empty(t, d.logs(staff.Approval{}, returned), "nobody else is asked where no money moves")
	require.Empty(t, d.logs(staff.Approval{}, returned))
	require.True(t, d.counts(200_00).CountStands)
	require.Equal(t, []money.Fen{200_00, 300_00, 0, 0, 0}, d.places())

	for code, wish := range map[string]till.CounterfeitWish{
		"till.counterfeit_known":  {Fen: 100_00, Serial: "HD90123456", What: till.CounterfeitKept, Place: till.PlaceDrawer},
		"till.counterfeit_note":   {Fen: 30_00, Serial: "HD90123457", What: till.CounterfeitReturned},
		"till.counterfeit_serial": {Fen: 100_00, Serial: "HD9012345X", What: till.CounterfeitReturned},
		"till.counterfeit_place":  {Fen: 100_00, Serial: "HD90123457", What: till.CounterfeitKept},
		"staff.needs_approval":    {Fen: 100_00, Serial: "HD90123457", What: till.CounterfeitKept, Place: till.PlaceSafe},
	} {
		wish.RequestID = code
		require.Equal(t, code, d.logs(staff.Approval{}, wish))
	}

	// Found in the drawer it leaves it as a loss, and a count of before stands no longer; the drawer's sums have it.
	kept := till.CounterfeitWish{RequestID: "f2", Fen: 100_00, Serial: "HD90123457", What: till.CounterfeitKept, Place: till.PlaceDrawer}
	require.Empty(t, d.logs(d.approve(staff.MoveCash), kept))
	require.False(t, d.stands())
	require.True(t, d.counts(100_00).CountStands)
	require.Zero(t, d.counts(100_00).DifferenceFen)
	kept = till.CounterfeitWish{RequestID: "f3", Fen: 50_00, Serial: "A1B2345678", What: till.CounterfeitKept, Place: till.PlaceSafe}
	require.Empty(t, d.logs(d.approve(staff.BankCash), kept))
	require.Equal(t, []money.Fen{100_00, 250_00, 0, 0, 150_00}, d.places())
	kept = till.CounterfeitWish{RequestID: "f4", Fen: 100_00, Serial: "HD90123458", What: till.CounterfeitKept, Place: till.PlaceDrawer}
	require.Empty(t, d.logs(d.approve(staff.MoveCash), kept))
	kept.RequestID, kept.Serial = "f5", "HD90123459"
	require.Equal(t, "till.drawer_short", d.logs(d.approve(staff.MoveCash), kept))
	d.Read(func(tx *store.Tx) error {
		all, err := till.Counterfeits(tx, "2026-11-01", "2026-11-30", 10)
		require.Len(t, all, 4)
		return err
	})
	d.Verify()
}
