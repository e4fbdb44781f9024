package ledger_test

import (
	"fmt"
	"strings"

	"github.com/stretchr/testify/require"

	"shouqi/ledger"
	"shouqi/ledger/billing"
	"shouqi/ledger/calendar"
	"shouqi/ledger/estate"
	"shouqi/ledger/staff"
	"shouqi/ledger/store"
)

// What a child bills at a time: three years of months for all its rooms, and what it adjusts then: those of one room.
const (
	childYears     = 3
	childRunBills  = childYears * 12 * childRooms
	childAdjusting = childYears * 12
)

// childOrder is the child's run that begins with this year; its request names the year, so that it can be sent again.
func childOrder(what string, year int) billing.Order {
	return billing.Order{RequestID: fmt.Sprintf("%s-%d", what, year), Source: billing.ItemSource{Item: "物业费"}, FromOn: calendar.Date(fmt.Sprintf("%d-01-01", year)), ToOn: calendar.Date(fmt.Sprintf("%d-12-31", year+childYears-1))}
}

// chargedYear is the first year of the child's next run, which bills the years before those of the last one: no run reaches far ahead.
func (c *counter) chargedYear(tx *store.Tx) (year int) {
	_, err := tx.Get("SELECT coalesce(min(substr(period_from, 1, 4)), '2026') FROM bills WHERE item = '物业费' AND of_bill IS NULL", nil, &year)
	require.NoError(c, err)
	return year - childYears
}

// chargeYears bills the years before, corrects the area of one room, and adjusts what that makes of the years.
func (c *counter) chargeYears(request string) {
	var order billing.Order
	year, far := 0, c.agreed(staff.IssueFar)
	c.writes(func(tx *store.Tx) error {
		year = c.chargedYear(tx)
		order = childOrder("run", year)
		order.Approval = far
		_, err := c.book.Billing.In(tx).Run(c.ctx, c.manager, order)
		return err
	})
	fmt.Printf("run %s\n", order.RequestID)
	area := int64(9000)
	if year/childYears%2 == 0 {
		area = 9900
	}
	_, err := c.book.TakeRegister(c.ctx, c.manager, ledger.Register{FileHash: fmt.Sprintf("%016s", request),
		Rooms: []estate.Row{{Code: roomCode(0), Building: "1", Unit: "1", AreaCentiM2: area}}, Mending: c.agreed(staff.ChangeOwing)}, false)
	require.NoError(c, err)
	adjusting, agreed, differs := childOrder("adjust", year), c.agreed(staff.ReduceBill), true
	c.writes(func(tx *store.Tx) error {
		_, err := c.book.Billing.In(tx).Adjust(c.ctx, c.manager, agreed, adjusting, "wrong_area")
		if differs = store.Code(err) != "billing.nothing_to_adjust"; !differs { // a child before this one put the area right
			return nil
		}
		return err
	})
	if differs {
		fmt.Printf("adjusted %s\n", adjusting.RequestID)
	}
}

// checkCharges holds that runs and adjustments are there whole, each acknowledged one once, and that sending it again adds
// nothing.
func (k *killable) checkCharges() {
	k.Helper()
	bills := number(k.T, k.book, "SELECT count(*) FROM bills WHERE item = '物业费' AND of_bill IS NULL")
	require.Zero(k, bills%childRunBills, "a run by halves")
	changes := number(k.T, k.book, "SELECT (SELECT count(*) FROM reductions) + (SELECT count(*) FROM bills WHERE item = '物业费' AND of_bill IS NOT NULL)")
	require.Zero(k, changes%childAdjusting, "an adjustment by halves")
	for _, request := range k.charged {
		require.Equal(k, 1, number(k.T, k.book, "SELECT count(*) FROM requests JOIN runs USING (device, seq) WHERE id = ?", request), request)
	}
	if len(k.charged) == 0 {
		return
	}
	k.manager = k.signIn("100", managerPIN)
	last, year := k.charged[len(k.charged)-1], 0
	_, err := fmt.Sscanf(last[strings.Index(last, "-")+1:], "%d", &year)
	require.NoError(k, err)
	k.writes(func(tx *store.Tx) error {
		made, err := k.book.Billing.In(tx).Run(k.ctx, k.manager, childOrder("run", year))
		require.Equal(k, childRunBills, made.Count)
		return err
	})
	require.Equal(k, bills, number(k.T, k.book, "SELECT count(*) FROM bills WHERE item = '物业费' AND of_bill IS NULL"))
}
