package till_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"shouqi/ledger/calendar"
	"shouqi/ledger/report"
	"shouqi/ledger/staff"
	"shouqi/ledger/store"
	"shouqi/ledger/till"
)

// opensOn opens a shift over what was left, and returns the refusal.
func (d *desk) opensOn(at time.Time, left int64, approval staff.Approval) error {
	d.Clock = at
	_, err := d.Book.Till.Open(d.Ctx, d.Cashier, till.Opening{Counted: till.CountedSum(left), Approval: approval})
	return err
}

// tied holds the report of a business day to its shifts, all of whose figures tie.
func (d *desk) tied(day calendar.Date, shifts int) {
	d.Helper()
	d.Read(func(tx *store.Tx) error {
		r, err := report.Day(tx, d.Book.Vault, day)
		require.NoError(d, err)
		require.Len(d, r.Shifts, shifts)
		require.True(d, r.Tied(), "%+v", r.Checks)
		return nil
	})
}

// A clock that is a year ahead opens no shift by one person, and once it is right again a second person opens the way back: receipts
// and Z reports go on, the days after it take nobody's word, and every day adds up.
func TestAClockAYearAheadAndTheWayBack(t *testing.T) {
	d := newDesk(t)
	require.Empty(t, d.open(0))
	first, _ := d.pay(nil)
	require.EqualValues(t, 1, d.closeAll(4000).No)

	now := d.Clock
	ahead := now.AddDate(1, 0, 0)
	err := d.opensOn(ahead, 4000, staff.Approval{})
	require.Equal(t, staff.CodeNeedsApproval, store.Code(err))
	var far *till.FarError
	require.ErrorAs(t, err, &far)
	require.Equal(t, []calendar.Date{"2026-11-21", "2027-11-21"}, []calendar.Date{far.Last, far.Today})
	err = d.opensOn(ahead, 4000, d.approve(staff.Difference))
	require.Equal(t, staff.CodeNeedsApproval, store.Code(err), "that word was given for something else")
	require.NoError(t, d.opensOn(ahead, 4000, d.approve(staff.OpenFar)))
	second, _ := d.pay(nil)

	// The clock is put right in the middle of the shift: it takes no more money, and is closed.
	d.Clock = now.Add(time.Hour)
	_, code := d.pay(nil)
	require.Equal(t, "till.shift_ahead", code)
	require.EqualValues(t, 2, d.closeAll(8000).No)

	// The same day is opened again, after a later one was closed.
	require.Equal(t, staff.CodeNeedsApproval, store.Code(d.opensOn(now.Add(2*time.Hour), 8000, staff.Approval{})))
	require.NoError(t, d.opensOn(d.Clock, 8000, d.approve(staff.OpenFar)))
	third, _ := d.pay(nil)
	z := d.closeAll(12000)
	require.EqualValues(t, 3, z.No)
	require.Equal(t, "200", z.FloatApprover)
	require.NoError(t, d.opensOn(now.Add(24*time.Hour), 12000, staff.Approval{}), "one word leads back, not one for each day")
	fourth, _ := d.pay(nil)
	d.closeAll(16000)
	require.Equal(t, []string{"01-2026-000001", "01-2027-000001", "01-2026-000002", "01-2026-000003"},
		[]string{first.Number, second.Number, third.Number, fourth.Number})
	d.tied("2026-11-21", 2)
	d.tied("2027-11-21", 1)
	d.tied("2026-11-22", 1)

	// The day on which the clock stood comes, and is opened a second time by one person once the days before it were.
	require.Equal(t, staff.CodeNeedsApproval, store.Code(d.opensOn(ahead, 16000, staff.Approval{})), "a year of holidays")
	require.NoError(t, d.opensOn(ahead, 16000, d.approve(staff.OpenFar)))
	fifth, _ := d.pay(nil)
	require.Equal(t, "01-2027-000002", fifth.Number)
	d.closeAll(20000)
	d.tied("2027-11-21", 2)
	d.Verify()
}

func TestADayFarFromTheLastBeginsAfterAMonth(t *testing.T) {
	for days, code := range map[int]string{0: "", 1: "", 31: "", 32: staff.CodeNeedsApproval, -1: staff.CodeNeedsApproval} {
		d := newDesk(t)
		require.Empty(t, d.open(0))
		d.closeAll(0)
		require.Equal(t, code, store.Code(d.opensOn(d.Clock.AddDate(0, 0, days), 0, staff.Approval{})), days)
	}
}

// An approval that was asked for names both days: it is none for another day.
func TestAShiftOnAFarDayIsAskedFor(t *testing.T) {
	d := newDesk(t)
	require.Empty(t, d.open(0))
	d.closeAll(0)
	at := d.Clock.AddDate(0, 2, 0)
	err := d.opensOn(at, 0, staff.Approval{})
	deed, wants := staff.Wanted(err)
	require.True(t, wants)
	asking, err := d.Book.Staff.AskApproval(d.Ctx, d.Cashier, staff.AskFor("far", deed))
	require.NoError(t, err)
	require.Equal(t, "01.2027-01-21", asking.About)
	_, err = d.Book.Staff.DecideApproval(d.Ctx, d.Manager, asking.Number, true)
	require.NoError(t, err)
	require.Equal(t, staff.CodeNeedsApproval, store.Code(d.opensOn(at.AddDate(0, 0, -1), 0, staff.Approval{})))
	require.NoError(t, d.opensOn(at, 0, staff.Approval{}))
	d.Verify()
}

// What was taken on a day that has not come does not hide how long older money on the cashier's word waits.
func TestMoneyOfAFarDayHidesNoOlderUnverifiedMoney(t *testing.T) {
	d := newDesk(t)
	code := func(reference string) string {
		_, code := d.pay(func(o *till.Order) {
			o.Tenders = []till.Tender{{Kind: till.WeChatCode, Fen: 4000, Reference: reference}}
		})
		return code
	}
	now := d.Clock
	require.NoError(t, d.opensOn(now.AddDate(1, 0, 0), 0, staff.Approval{}))
	require.Empty(t, code("2027001"))
	d.closeAll(0)
	require.NoError(t, d.opensOn(now, 0, d.approve(staff.OpenFar)))
	require.Empty(t, code("2026001"))
	d.closeAll(0)
	require.NoError(t, d.opensOn(now.AddDate(0, 0, 8), 0, staff.Approval{}))
	require.Equal(t, staff.CodeNeedsApproval, code("2026002"), "the older one waits for more than a week")
}
