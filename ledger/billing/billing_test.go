package billing_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"shouqi/ledger"
	"shouqi/ledger/billing"
	"shouqi/ledger/calendar"
	"shouqi/ledger/estate"
	"shouqi/ledger/journal"
	"shouqi/ledger/ledgertest"
	"shouqi/ledger/money"
	"shouqi/ledger/staff"
	"shouqi/ledger/store"
)

const today = calendar.Date("2026-11-21")

// office is a demo book with a manager, a cashier 101 and the room 1-1-101.
type office struct {
	*ledgertest.Desk
	room string
}

func newOffice(t *testing.T) *office {
	t.Helper()
	return &office{ledgertest.New(t, time.Date(2026, 11, 21, 9, 0, 0, 0, calendar.Zone),
		ledger.Register{Rooms: []estate.Row{{Code: "1-1-101", AreaCentiM2: 9830}}}), estate.ObjectID(estate.Room, "1-1-101")}
}

func (o *office) issue(id string, bills ...billing.NewBill) (ids []string, code string) {
	code = o.Write(func(tx *store.Tx) error {
		request, err := journal.NewRequest(id, bills)
		require.NoError(o, err)
		ids, err = o.Book.Billing.Issue(tx, request, o.Manager.ID(), staff.Consent{}, bills)
		return err
	})
	return ids, code
}

func (o *office) add(by staff.Actor, order billing.ByHand) (bill billing.Bill, code string) {
	code = o.Write(func(tx *store.Tx) (err error) {
		bill, err = o.Book.Billing.In(tx).Add(tx.Context(), by, staff.Approval{}, order)
		return err
	})
	return bill, code
}

func (o *office) undo(by staff.Actor, id, reason string) string {
	return o.Write(func(tx *store.Tx) error {
		return o.Book.Billing.In(tx).Undo(tx.Context(), by, staff.Approval{}, id, reason)
	})
}

func (o *office) bill(n int) billing.NewBill {
	return billing.NewBill{Item: fmt.Sprintf("物业费%d", n), Object: o.room, FromOn: "2026-11-01", ToOn: "2026-11-30", Kind: billing.Income, DueOn: today,
		AmountFen: money.Fen(1000 + n), Steps: []string{"98.30 m² × 2.85 元"}}
}

func TestARunIsWrittenInPartsThatFit(t *testing.T) {
	o := newOffice(t)
	long := strings.Repeat("长", 200)
	var bills []billing.NewBill
	for n := range 650 {
		b := o.bill(n)
		if n >= 250 {
			b.Steps = []string{long}
		}
		bills = append(bills, b)
	}
	ids, code := o.issue("run-1", bills...)
	require.Empty(t, code)
	require.Len(t, ids, 650)
	require.NoError(t, o.Book.Store.Read(o.Ctx, func(tx *store.Tx) error {
		count, parts := 0, 0
		err := tx.Each("SELECT length(e.body), (SELECT count(*) FROM bills WHERE device = e.device AND seq = e.seq) FROM events e WHERE e.kind = 'bills.issued'", nil,
			func(scan func(dest ...any) error) error {
				var bytes, bills int
				err := scan(&bytes, &bills)
				require.LessOrEqual(t, bytes, 128<<10)
				require.LessOrEqual(t, bills, 200)
				parts++
				count += bills
				return err
			})
		require.Equal(t, 650, count)
		require.Greater(t, parts, 3)
		var told, sum int
		_, getErr := tx.Get("SELECT seq - first_seq, bills FROM runs", nil, &told, &sum)
		require.NoError(t, getErr)
		require.Equal(t, []int{parts, 650}, []int{told, sum})
		return err
	}))
	o.Verify()
}

func TestABillIsMadeOnce(t *testing.T) {
	o := newOffice(t)
	_, code := o.issue("run-1", o.bill(1))
	require.Empty(t, code)
	_, code = o.issue("run-2", o.bill(2), o.bill(1))
	require.Equal(t, "billing.twice", code)
	_, code = o.issue("run-3", o.bill(3), o.bill(3))
	require.Equal(t, "billing.twice", code, "nor twice in one run")
	_, code = o.issue("run-4")
	require.Equal(t, "billing.nothing", code)
	require.NoError(t, o.Book.Store.Read(o.Ctx, func(tx *store.Tx) error {
		owed, bills, err := billing.OwedBy(tx, o.room)
		require.Equal(t, 1, bills, "a refused run leaves nothing")
		require.Equal(t, money.Fen(1001), owed)
		all, allErr := billing.OwedByAll(tx, []string{o.room, "nobody", o.room})
		require.NoError(t, allErr)
		require.Equal(t, map[string]money.Fen{o.room: 1001}, all, "a room asked twice is summed once")
		return err
	}))
	o.Verify()
}

func TestABillIsChecked(t *testing.T) {
	o := newOffice(t)
	for name, c := range map[string]struct {
		change func(*billing.NewBill)
		code   string
	}{
		"without an item":        {func(b *billing.NewBill) { b.Item = " " }, "billing.item"},
		"an item of two lines":   {func(b *billing.NewBill) { b.Item = "物业\n费" }, "billing.item"},
		"an item too long":       {func(b *billing.NewBill) { b.Item = strings.Repeat("费", 41) }, "billing.item"},
		"of nothing":             {func(b *billing.NewBill) { b.AmountFen = 0 }, "billing.amount"},
		"of less than nothing":   {func(b *billing.NewBill) { b.AmountFen = -1 }, "billing.amount"},
		"of too much":            {func(b *billing.NewBill) { b.AmountFen = money.MaxFen + 1 }, "billing.amount"},
		"of no kind":             {func(b *billing.NewBill) { b.Kind = "gift" }, "billing.kind"},
		"backwards":              {func(b *billing.NewBill) { b.FromOn = "2026-12-01" }, "billing.period"},
		"from a day that is not": {func(b *billing.NewBill) { b.FromOn = "2026-02-30" }, "billing.period"},
		"due on no day":          {func(b *billing.NewBill) { b.DueOn = "月底" }, "billing.period"},
		"reasons too long":       {func(b *billing.NewBill) { b.Steps = []string{strings.Repeat("长", 601)} }, "billing.why"},
	} {
		t.Run(name, func(t *testing.T) {
			b := o.bill(1)
			c.change(&b)
			_, code := o.issue("run", b)
			require.Equal(t, c.code, code)
		})
	}
}

func TestABillByHandIsReplayedNotRepeated(t *testing.T) {
	o := newOffice(t)
	order := billing.ByHand{RequestID: "h1", Room: "1-1-101", Item: " 维修费 ", AmountFen: 5000}
	first, code := o.add(o.Manager, order)
	require.Empty(t, code)
	require.Equal(t, "维修费", first.Item)
	require.Equal(t, today, first.DueOn)
	again, code := o.add(o.Manager, order)
	require.Empty(t, code)
	require.Equal(t, first, again)
	order.AmountFen++
	_, code = o.add(o.Manager, order)
	require.Equal(t, "journal.request_reused", code)
	order.RequestID = "h2"
	second, code := o.add(o.Manager, order)
	require.Empty(t, code, "another repair on the same day is another bill")
	require.NotEqual(t, first.ID, second.ID)
	o.Verify()
}

func TestABillByHandIsChecked(t *testing.T) {
	o := newOffice(t)
	for name, c := range map[string]struct {
		by     staff.Actor
		change func(*billing.ByHand)
		code   string
	}{
		"by a cashier alone":       {o.Cashier, func(*billing.ByHand) {}, "staff.needs_approval"},
		"by nobody":                {staff.Actor{}, func(*billing.ByHand) {}, "staff.unknown"},
		"for a room nobody knows":  {o.Manager, func(h *billing.ByHand) { h.Room = "9-9-999" }, "estate.unknown_room"},
		"as an opening balance":    {o.Manager, func(h *billing.ByHand) { h.Kind = billing.Opening }, "billing.kind"},
		"of no kind":               {o.Manager, func(h *billing.ByHand) { h.Kind = "gift" }, "billing.kind"},
		"due on a day that is not": {o.Manager, func(h *billing.ByHand) { h.DueOn = "2026-13-01" }, "billing.period"},
		"without a request id":     {o.Manager, func(h *billing.ByHand) { h.RequestID = "" }, "journal.request_id"},
	} {
		t.Run(name, func(t *testing.T) {
			order := billing.ByHand{RequestID: name, Room: "1-1-101", Item: "维修费", AmountFen: 5000}
			c.change(&order)
			_, code := o.add(c.by, order)
			require.Equal(t, c.code, code)
		})
	}
	require.NoError(t, o.Book.Staff.Change(o.Ctx, o.Manager, staff.Approval{}, o.Cashier.ID(), staff.Entry{Code: "101", Name: "王丽", Role: staff.Cashier}))
	_, code := o.add(o.Cashier, billing.ByHand{RequestID: "h1", Room: "1-1-101", Item: "维修费", AmountFen: 5000})
	require.Equal(t, "staff.may_not", code)
}

func TestABillIsUndoneWithAReasonFromTheList(t *testing.T) {
	o := newOffice(t)
	bill, code := o.add(o.Manager, billing.ByHand{RequestID: "h1", Room: "1-1-101", Item: "维修费", AmountFen: 5000})
	require.Empty(t, code)
	require.Equal(t, "staff.may_not", o.undo(o.Cashier, bill.ID, "wrong_amount"))
	require.Equal(t, "billing.reason", o.undo(o.Manager, bill.ID, "张建国说不用交了"), "no words of a person's own in an event")
	require.Equal(t, "billing.unknown_bill", o.undo(o.Manager, "nothing", "wrong_amount"))
	require.Empty(t, o.undo(o.Manager, bill.ID, "wrong_amount"))
	require.Equal(t, "billing.undone", o.undo(o.Manager, bill.ID, "wrong_amount"))
	o.Verify()
}

func TestOpeningArrearsFollowTheRegister(t *testing.T) {
	o := newOffice(t)
	take := func(told ...billing.OpeningArrears) string {
		_, err := o.Book.TakeRegister(o.Ctx, o.Manager, ledger.Register{FileHash: "0011223344556677", Arrears: told}, false)
		return store.Code(err)
	}
	owed := func() (owed money.Fen) {
		require.NoError(t, o.Book.Store.Read(o.Ctx, func(tx *store.Tx) (err error) { owed, _, err = billing.OwedBy(tx, o.room); return err }))
		return owed
	}
	one := func(fen money.Fen) billing.OpeningArrears {
		return billing.OpeningArrears{Room: "1-1-101", Item: "期初欠费", Fen: fen}
	}
	for _, step := range []struct {
		fen, owed money.Fen
		code      string
	}{{84047, 84047, ""}, {84047, 84047, ""}, {80000, 80000, ""}, {0, 0, ""}, {0, 0, ""}, {84047, 84047, ""}, {-1, 84047, "billing.amount"}} {
		require.Equal(t, step.code, take(one(step.fen)), step.fen)
		require.Equal(t, step.owed, owed(), step.fen)
	}
	require.Equal(t, "billing.twice", take(one(100), one(200)))
	require.Equal(t, money.Fen(84047), owed(), "a refused register changes nothing")
	require.Empty(t, take(one(84047), billing.OpeningArrears{Room: "1-1-101", Item: "水费", Fen: 1250}))
	require.Equal(t, money.Fen(85297), owed())
	o.Verify()
}

// What is paid is found by the bill and its object together: money for a bill under another room's name would be lost.
func TestWhatIsPaidIsOfTheBillsOwnObject(t *testing.T) {
	o := newOffice(t)
	ids, code := o.issue("run", o.bill(0), o.bill(1))
	require.Empty(t, code)
	paid := func(id, object string) string {
		return o.Write(func(tx *store.Tx) error { return billing.AddPaid(tx, id, object, 100) })
	}
	require.Empty(t, paid(ids[0], o.bill(0).Object))
	require.Equal(t, billing.CodeUnknownBill, paid(ids[0], "another"))
	require.Equal(t, billing.CodeUnknownBill, paid("00112233445566778899aabbccddeeff", o.bill(0).Object))
	require.Equal(t, billing.CodeUnknownBill, paid("none", o.bill(0).Object))
}

// What is typed on a bill is read by many and kept for ever: no number in it leads to one person.
func TestNoOwnNumberStandsOnABill(t *testing.T) {
	o := newQuarter(t)
	add := func(why string) string {
		_, code := o.add(o.Manager, billing.ByHand{RequestID: "why " + why, Room: "1-1-101", Item: "维修费", AmountFen: 100_00, Why: why})
		return code
	}
	for _, why := range []string{"联系 13800006621", "138-0000-6621", "打１３８００００６６２１", "证件 33010619800101123X。"} {
		require.Equal(t, "billing.why_personal", add(why), why)
	}
	for _, why := range []string{"补办两张", "维修单 2026112100123", "电表 1380000", ""} {
		require.Empty(t, add(why), why)
	}
}
