package till_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"shouqi/ledger/money"
	"shouqi/ledger/staff"
	"shouqi/ledger/store"
	"shouqi/ledger/till"
)

// slipsIn are the slips of the newest shift as the book has them.
func (d *desk) slipsIn() (slips []till.SlipCount) {
	d.Helper()
	d.Read(func(tx *store.Tx) error {
		shift, err := till.LastShift(tx, "01")
		if err == nil {
			slips, err = till.SlipsIn(tx, shift.ShiftRef)
		}
		return err
	})
	return slips
}

// countsSlips counts the slips of the open shift as they are.
func (d *desk) countsSlips() {
	d.Helper()
	d.foundSlips(d.slipsIn()...)
}

// foundSlips counts what somebody found and returns how far the slips are counted.
func (d *desk) foundSlips(found ...till.SlipCount) till.Slips {
	d.Helper()
	slips, err := d.Book.Till.CountSlips(d.Ctx, d.Cashier, found)
	require.NoError(d, err)
	return slips
}

// paysBy pays 40 yuan by one kind of tender.
func (d *desk) paysBy(kind till.TenderKind, reference string) till.Payment {
	d.Helper()
	paid, code := d.pay(func(o *till.Order) { o.Tenders = []till.Tender{{Kind: kind, Fen: 40_00, Reference: reference}} })
	require.Empty(d, code)
	return paid
}

// closingWith tries to close with 500 yuan left and returns the code of what the till says.
func (d *desk) closingWith(closing till.Closing) (till.ZReport, string) {
	closing.LeftFen = 500_00
	z, err := d.Book.Till.Close(d.Ctx, d.Cashier, closing)
	return z, store.Code(err)
}

func TestAShiftWithSlipsClosesOverTheirBlindCount(t *testing.T) {
	d := countedDesk(t)
	d.paysBy(till.Card, "K1")
	d.paysBy(till.Cheque, "Z9")
	require.Equal(t, "till.slips_not_counted", d.closing(500_00))

	// The kinds are known, and nothing of what is expected of them.
	d.Read(func(tx *store.Tx) error {
		shift, err := till.LastShift(tx, "01")
		require.NoError(t, err)
		slips, err := till.SlipsOf(tx, *shift)
		require.Equal(t, till.Slips{Kinds: []till.TenderKind{till.Card, till.Cheque}}, slips)
		waiting, errWaiting := till.Uncounted(tx)
		require.NoError(t, errWaiting)
		require.Len(t, waiting, 1, "the day's figures stay hidden while slips are to be counted")
		return err
	})

	// Counted wrong: the book says so only afterwards, and a reason is wanted, but nobody's word within the limit.
	slips := d.foundSlips(till.SlipCount{Kind: till.Card, Count: 1, Fen: 35_00}, till.SlipCount{Kind: till.Cheque, Count: 1, Fen: 40_00})
	require.True(t, slips.Stands)
	require.Equal(t, []till.SlipSum{{Kind: till.Card, Counted: 1, CountedFen: 35_00, Expected: 1, ExpectedFen: 40_00},
		{Kind: till.Cheque, Counted: 1, CountedFen: 40_00, Expected: 1, ExpectedFen: 40_00}}, slips.Sums)
	_, code := d.closingWith(till.Closing{})
	require.Equal(t, "till.slip_reason", code)

	// Another slip comes: the count says nothing any more.
	d.paysBy(till.Card, "K2")
	_, code = d.closingWith(till.Closing{})
	require.Equal(t, "till.slips_stale", code)

	// A whole slip is missing: beyond the limit it takes a second person and a reason.
	d.foundSlips(till.SlipCount{Kind: till.Card, Count: 1, Fen: 40_00}, till.SlipCount{Kind: till.Cheque, Count: 1, Fen: 40_00})
	_, code = d.closingWith(till.Closing{SlipReason: till.Reason{Code: "slip_missing"}})
	require.Equal(t, "staff.needs_approval", code)
	_, code = d.closingWith(till.Closing{Approval: d.approve(staff.Difference), SlipReason: till.Reason{Code: "miscounted_change"}})
	require.Equal(t, "till.slip_reason", code, "the reasons are those of slips")
	_, code = d.closingWith(till.Closing{Approval: d.approve(staff.Difference), SlipReason: till.Reason{Code: "other"}})
	require.Equal(t, "till.reason_note", code)
	z, code := d.closingWith(till.Closing{Approval: d.approve(staff.Difference), SlipReason: till.Reason{Code: "slip_missing"}})
	require.Empty(t, code)
	require.Contains(t, z.Text(), "凭条清点")
	require.Contains(t, z.Text(), " 刷卡 1 张                 40.00\n  应有 2 张                80.00\n  相差 -1 张              -40.00\n 支票 1 张                 40.00\n")
	require.Equal(t, 2, z.SlipCounts, "who counts again has seen what the book has, and the paper says so")
	require.Regexp(t, "支票 1 张 +40.00\n 清点次数 +2\n  第1次 刷卡 1 张 +少 5.00\n  第2次 刷卡 1 张 +少 40.00\n", z.Text())
	require.NotEmpty(t, z.Approver)
	require.Contains(t, d.newest("shift.closed"), `"slipReason":"slip_missing"`)
	require.Contains(t, d.newest("shift.closed"), `"reason":""`, "the cash tied and needs no reason")
	d.Verify()
}

// Two differences that cancel out are two differences: a slip under the wrong kind.
func TestASlipUnderTheWrongKindIsNoCountThatTies(t *testing.T) {
	d := countedDesk(t)
	d.paysBy(till.Card, "K1")
	slips := d.foundSlips(till.SlipCount{Kind: till.Transfer, Count: 1, Fen: 40_00})
	fen, differs := till.SlipGap(slips.Sums)
	require.True(t, differs)
	require.Equal(t, money.Fen(80_00), fen)
}

func TestSlipsThatWereTakenBackAreNotCounted(t *testing.T) {
	d := countedDesk(t)
	paid := d.paysBy(till.Cheque, "Z9")
	d.foundSlips(till.SlipCount{Kind: till.Cheque, Count: 1, Fen: 40_00})
	require.Empty(t, d.voided(paid.Number, 0, 0))
	require.Empty(t, d.slipsIn())
	require.Empty(t, d.closing(500_00), "there is nothing left to count")
	d.Verify()
}

func TestOneTransferForTwoRoomsIsOneSlip(t *testing.T) {
	d := countedDesk(t)
	d.paysBy(till.Transfer, "T20261121")
	_, code := d.pay(func(o *till.Order) {
		o.Bills, o.PrepayFen, o.Overridden = nil, 10_00, []string{till.ReferenceUsed}
		o.Tenders = []till.Tender{{Kind: till.Transfer, Fen: 10_00, Reference: "t20261121"}}
	})
	require.Empty(t, code)
	require.Equal(t, []till.SlipCount{{Kind: till.Transfer, Count: 1, Fen: 50_00}}, d.slipsIn())
}

func TestACountOfSlipsIsASum(t *testing.T) {
	d := countedDesk(t)
	d.paysBy(till.Card, "K1")
	for code, found := range map[string][]till.SlipCount{
		"till.slip_none":  {{Kind: till.Cash, Count: 1, Fen: 40_00}},
		"till.slip_count": {{Kind: till.Card, Count: 0, Fen: 40_00}},
	} {
		_, err := d.Book.Till.CountSlips(d.Ctx, d.Cashier, found)
		require.Equal(t, code, store.Code(err))
	}
	_, err := d.Book.Till.CountSlips(d.Ctx, d.Cashier, []till.SlipCount{{Kind: till.Card, Count: 1, Fen: 40_00}, {Kind: till.Card, Count: 1, Fen: 40_00}})
	require.Equal(t, "till.slip_count", store.Code(err))
}

// A shift without slips asks nothing more than it ever did, and its report has no word of them.
func TestAShiftWithoutSlipsAsksNothingMore(t *testing.T) {
	d := countedDesk(t)
	z, code := d.closingWith(till.Closing{})
	require.Empty(t, code)
	require.NotContains(t, z.Text(), "凭条")
	require.NotContains(t, d.newest("shift.closed"), "slips")
}

// What is left is told by its pieces, and the next opening says which of them are others.
func TestTheNextOpeningIsComparedByPieces(t *testing.T) {
	d := newDesk(t)
	require.Empty(t, d.open(500_00))
	_, err := d.Book.Till.Count(d.Ctx, d.Cashier, till.Count{4, 2})
	require.NoError(t, err)
	for name, pieces := range map[string]till.Count{"another sum": {4, 1}, "a note that was not counted": {5, 0}} {
		_, code := d.closingWith(till.Closing{LeftPieces: &pieces})
		require.Equal(t, "till.left_pieces", code, name)
	}
	_, code := d.closingWith(till.Closing{LeftPieces: &till.Count{4, 2}})
	require.Empty(t, code)
	shift, err := d.Book.Till.Open(d.Ctx, d.Cashier, till.Opening{Counted: till.Count{3, 4}})
	require.NoError(t, err)
	require.Zero(t, shift.FloatDifferenceFen)
	d.Read(func(tx *store.Tx) error {
		differs, err := till.FloatBeside(tx, shift)
		require.Equal(t, []till.PieceDifference{{Fen: 100_00, Pieces: -1}, {Fen: 50_00, Pieces: 2}}, differs)
		return err
	})
	d.Verify()
}

// A count that is made anew until it ties leaves what the first one found on the paper.
func TestWhatTheFirstCountFoundStaysOnTheReport(t *testing.T) {
	d := countedDesk(t)
	count := func(fen money.Fen) {
		_, err := d.Book.Till.Count(d.Ctx, d.Cashier, till.CountedSum(fen))
		require.NoError(t, err)
	}
	d.paysBy(till.Card, "K1")
	d.paysBy(till.Card, "K2")
	count(490_00)
	count(500_00)
	d.foundSlips(till.SlipCount{Kind: till.Card, Count: 1, Fen: 80_00})
	d.foundSlips(till.SlipCount{Kind: till.Card, Count: 2, Fen: 80_00})
	z, code := d.closingWith(till.Closing{})
	require.Empty(t, code)
	require.Equal(t, []till.CashCount{{CountedFen: 500_00, ExpectedFen: 500_00}, {CountedFen: 490_00, ExpectedFen: 500_00}, {CountedFen: 500_00, ExpectedFen: 500_00}}, z.CashCounts)
	require.Contains(t, z.Text(), " 清点次数                      3\n  第1次 500.00          账款相符\n  第2次 490.00          少 10.00\n  第3次 500.00          账款相符\n")
	require.Contains(t, z.Text(), " 清点次数                      2\n  第1次 刷卡 1 张        少 1 张\n  第2次                 账款相符\n")
	d.Verify()
}
