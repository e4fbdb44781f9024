package report

import (
	"time"

	"shouqi/ledger/calendar"
	"shouqi/ledger/estate"
	"shouqi/ledger/money"
	"shouqi/ledger/store"
	"shouqi/ledger/till"
)

// ShiftCash is one shift's cash. Its figures are added up again from the payments, so that they can be compared with
// Frozen, the Z report that was printed when the shift was closed. All sums are in fen; ChangeFen, CashBackFen and
// MovedOutFen are above zero and leave the drawer.
type ShiftCash struct {
	Counter string `json:"counter"`
	No      int64  `json:"no"`
	Cashier string `json:"cashier"`
	// Opened and Closed are local times to the minute; Closed is "" while the shift is open.
	Opened string `json:"opened"`
	Closed string `json:"closed"`
	Open   bool   `json:"open"`
	// CountWaits says why there is no count to compare with, "" where there is one. Unless it is "", ExpectedFen,
	// CountedFen and DifferenceFen are 0 and say nothing: whoever counts next must not know what to find.
	CountWaits string `json:"countWaits"`
	// Pieces is the count by denomination in the order of till.Denominations, nil where only its sum is known.
	Pieces   *till.Count `json:"pieces"`
	HandedTo string      `json:"handedTo"`
	// First says that this is the counter's first shift: no earlier one left a float (备用金) to compare the opening
	// with.
	First         bool   `json:"first"`
	FloatApprover string `json:"floatApprover"`

	// FloatFen was counted at the opening, FloatLeftFen is what the shift before left. FloatDiffFen is what was
	// booked as over or short at the opening.
	FloatFen      money.Fen `json:"floatFen"`
	FloatDiffFen  money.Fen `json:"floatDifferenceFen"`
	FloatLeftFen  money.Fen `json:"floatLeftFen"`
	CashInFen     money.Fen `json:"cashInFen"`
	ChangeFen     money.Fen `json:"changeFen"`
	CashBackFen   money.Fen `json:"cashBackFen"`
	MovedInFen    money.Fen `json:"movedInFen"`
	MovedOutFen   money.Fen `json:"movedOutFen"`
	ExpectedFen   money.Fen `json:"expectedFen"`
	CountedFen    money.Fen `json:"countedFen"`
	DifferenceFen money.Fen `json:"differenceFen"`
	// LeftFen stays in the drawer for the next shift, HandedFen was handed over (上交).
	LeftFen   money.Fen `json:"leftFen"`
	HandedFen money.Fen `json:"handedFen"`

	// Slips are what was counted of each kind of slip, empty before and where there was none.
	Slips []till.SlipSum `json:"slips"`

	// Frozen is nil while the shift is open.
	Frozen *till.ZReport `json:"frozen"`

	ref till.ShiftRef
}

// shifts returns the cash of every shift of a business day, open ones too.
func shifts(tx *store.Tx, names *nameBook, policies estate.Policies, date calendar.Date) ([]ShiftCash, error) {
	all, err := till.ShiftsOn(tx, date)
	if err != nil {
		return nil, err
	}
	var list []ShiftCash
	for _, shift := range all {
		cash, err := shiftCash(tx, names, policies, shift)
		if err != nil {
			return nil, err
		}
		list = append(list, cash)
	}
	return list, nil
}

// shiftCash adds one shift up.
func shiftCash(tx *store.Tx, names *nameBook, policies estate.Policies, shift till.Shift) (c ShiftCash, err error) {
	z, err := till.Summarize(tx, policies, shift)
	if err != nil {
		return c, err
	}
	c = ShiftCash{Counter: shift.Counter, No: shift.No, Opened: moment(shift.OpenedMS), Open: shift.ClosedSeq == 0, CountWaits: shift.CountWords(),
		FloatFen: z.FloatFen, FloatDiffFen: z.FloatDiffFen, CashInFen: z.CashInFen, ChangeFen: z.ChangeFen, CashBackFen: z.CashBackFen,
		MovedInFen: z.MovedInFen, MovedOutFen: z.MovedOutFen, ExpectedFen: z.ExpectedFen, CountedFen: z.CountedFen,
		DifferenceFen: z.DifferenceFen, LeftFen: shift.LeftFen, HandedFen: shift.HandedFen, ref: shift.ShiftRef}
	if c.Cashier, err = names.person(shift.Cashier); err != nil {
		return c, err
	}
	if err := c.opening(tx, names, shift); err != nil {
		return c, err
	}
	if c.HandedTo, err = names.person(shift.HandedTo); err != nil {
		return c, err
	}
	// Summarize knows what should be in the drawer at any time. Without a count it is not shown to anybody.
	if c.CountWaits != "" {
		c.ExpectedFen = 0
	} else {
		c.Pieces = shift.Pieces
	}
	slips, err := till.SlipsOf(tx, shift)
	if err != nil {
		return c, err
	}
	c.Slips = slips.Sums
	// Frozen figures exist only once the shift is closed.
	if !c.Open {
		c.Closed = moment(shift.ClosedMS)
		frozen, err := till.ZReportOf(tx, shift)
		if err != nil {
			return c, err
		}
		c.Frozen = &frozen
	}
	return c, nil
}

// opening reads what the shift before left, from that shift's own close, and who approved a float that differs.
func (c *ShiftCash) opening(tx *store.Tx, names *nameBook, shift till.Shift) error {
	before, err := till.ShiftBefore(tx, shift)
	if err != nil {
		return err
	}
	if c.First = before == nil; !c.First {
		c.FloatLeftFen = before.LeftFen
	}
	c.FloatApprover, err = names.person(shift.FloatApprover)
	return err
}

// moment returns a time, in milliseconds since 1970 in UTC, as local time to the minute.
func moment(ms int64) string {
	return time.UnixMilli(ms).In(calendar.Zone).Format("2006-01-02 15:04")
}
