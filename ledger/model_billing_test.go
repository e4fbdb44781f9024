package ledger_test

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"slices"
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"shouqi/ledger"
	"shouqi/ledger/billing"
	"shouqi/ledger/calendar"
	"shouqi/ledger/estate"
	"shouqi/ledger/money"
	"shouqi/ledger/staff"
	"shouqi/ledger/store"
	"shouqi/ledger/tariff"
	"shouqi/ledger/till"
)

// TestAnyMonthOfCharges plays random months of bills, late fees and corrections against the model, with a till beside them.
func TestAnyMonthOfCharges(t *testing.T) {
	setUnlessGiven(t, "rapid.seed", sameDays)
	setUnlessGiven(t, "rapid.checks", map[bool]string{true: "6", false: "40"}[testing.Short()])
	setUnlessGiven(t, "rapid.steps", "50")
	founded := newTrialBook(t)
	rapid.Check(t, func(t *rapid.T) {
		trial := newTrial(t, founded)
		defer trial.end(t)
		t.Repeat(trial.charges())
		trial.verify(t)
		trial.rebuild(t)
	})
}

func (s *trial) charges() map[string]func(*rapid.T) {
	return map[string]func(*rapid.T){
		"": s.check, "run": s.runItem, "run again": s.runAgain, "run, cancelled": s.cancelRun, "undo bill": s.undoBill, "collect": s.collect,
		"collect again": s.collect, "request again": s.again, "void": s.void, "reverse": s.reverse, "waive": s.waive, "reduce": s.reduce,
		"reduce paid": s.reducePaid, "excess": s.creditExcess, "adjust": s.adjust, "area": s.measure, "collect ahead": s.collectAhead,
		"next day": s.nextDay, "clock": s.moveClock, "crash": s.crash, "bill": s.addBill, "offer": s.setOffer, "pay ahead": s.payAhead, "pay ahead again": s.payAhead, "another offer": s.setOffer,
		"package": s.setPackage, "end package": s.endPackage, "ask refund": s.askRefund, "pay refund": s.payRefund,
	}
}

// chargeByArea makes the items that the model knows, each with one tariff for the whole estate from this day on.
func (c *counter) chargeByArea(from calendar.Date) {
	fee := billing.Item{Name: "物业费", Kind: billing.Income, HangsOn: estate.Room, Cycle: tariff.EveryMonth, DueDays: 10, Active: true,
		LateFee: tariff.LateFee{Clause: "物业服务合同第九条", RatePerDay: "0.003", GraceDays: 3, MostPercent: "10"}}
	power := billing.Item{Name: "公共能耗费", Kind: billing.Agency, HangsOn: estate.Room, Cycle: tariff.EveryQuarter, Advance: true, DueDays: 5, Active: true,
		LateFee: tariff.LateFee{Clause: "物业服务合同第九条", RatePerDay: "0.0005", GraceDays: 45, GraceFree: true}}
	c.writes(func(tx *store.Tx) error {
		for item, price := range map[*billing.Item]string{&fee: "2.85", &power: "1.333"} {
			require.NoError(c, c.book.Billing.In(tx).SetItem(tx.Context(), c.manager, staff.Approval{}, *item))
			require.NoError(c, c.book.Billing.In(tx).AddTariff(tx.Context(), c.manager, staff.Approval{}, billing.NewTariff{Item: item.Name, Name: "基本", FromOn: from, Rule: areaRule(price)}))
		}
		return nil
	})
}

// trialRun is a run that was sent, to be sent again.
type trialRun struct {
	who, id, item string
	rooms         []string
	from, to      string
}

func (r trialRun) order() billing.Order {
	return billing.Order{RequestID: r.id, Source: billing.ItemSource{Item: r.item, Only: r.rooms}, FromOn: calendar.Date(r.from), ToOn: calendar.Date(r.to)}
}

func (s *trial) drawRun(t *rapid.T) trialRun {
	r := trialRun{who: rapid.SampledFrom([]string{"200", "300", "100", "101"}).Draw(t, "who"), id: s.id(),
		item: rapid.SampledFrom(slices.Sorted(maps.Keys(modelItems))).Draw(t, "item"), rooms: []string{"1-1-101", "1-1-102", "1-1-103"}}
	if seldom(t, "some rooms", 3) {
		r.rooms = r.rooms[rapid.IntRange(0, 2).Draw(t, "first room"):]
	}
	month := rapid.IntRange(7, 13).Draw(t, "month")
	r.from = dayPlus("2026-01-01", 0, month-1, rapid.IntRange(0, 27).Draw(t, "day"))
	r.to = dayPlus(r.from, 0, 0, rapid.SampledFrom([]int{0, 0, 25, 70}).Draw(t, "days"))
	return r
}

func (s *trial) runItem(t *rapid.T) {
	r := s.drawRun(t)
	s.doRun(t, r)
	s.runs = append(s.runs, r)
}

func (s *trial) runAgain(t *rapid.T) {
	if len(s.runs) == 0 {
		return // no runs
	}
	r := rapid.SampledFrom(s.runs).Draw(t, "run")
	if seldom(t, "another span", 4) {
		r.to = dayPlus(r.to, 0, 0, 31)
	}
	s.doRun(t, r)
}

func (s *trial) doRun(t *rapid.T, r trialRun) {
	before := s.head(t)
	no, count, sum := s.model.run(r.who, r.id, r.item, r.rooms, r.from, r.to)
	var made billing.RunResult
	err := s.book.Store.Write(s.ctx, func(tx *store.Tx) (err error) {
		made, err = s.book.Billing.In(tx).Run(s.ctx, s.actors[r.who], r.order())
		return err
	})
	s.agrees(t, fmt.Sprint("run ", r), no, err, before)
	if err == nil {
		s.nameCharges()
		require.Equal(t, []int64{int64(count), sum}, []int64{int64(made.Count), int64(made.SumFen)})
	}
}

// cancelRun stops a run in its middle: nothing of it is there, or, where it was too late to stop it, all of it.
func (s *trial) cancelRun(t *rapid.T) {
	r := s.drawRun(t)
	ctx, cancel := context.WithCancel(s.ctx)
	defer cancel()
	order, left := r.order(), rapid.IntRange(0, 2).Draw(t, "periods before")
	order.Progress = func(int, int) {
		if left--; left < 0 {
			cancel()
		}
	}
	before := s.head(t)
	err := s.book.Store.Write(ctx, func(tx *store.Tx) error {
		_, err := s.book.Billing.In(tx).Run(ctx, s.actors[r.who], order)
		return err
	})
	if errors.Is(err, context.Canceled) {
		require.Equal(t, before, s.head(t))
		return
	}
	no, _, _ := s.model.run(r.who, r.id, r.item, r.rooms, r.from, r.to)
	s.agrees(t, fmt.Sprint("run, cancelled late ", r), no, err, before)
	s.nameCharges()
}

// nameCharges returns the bills by rule that the model has the ids they must have.
func (s *trial) nameCharges() {
	for _, b := range s.model.bills {
		if s.ids[b] == "" && b.span.from != "" {
			s.ids[b] = billing.BillID(b.item, s.rooms[b.room], calendar.Date(b.span.from), calendar.Date(b.span.to), b.revision)
		}
	}
}

// charged draws a bill, mostly one by rule.
func (s *trial) charged(t *rapid.T, fits func(*modelBill) bool) *modelBill {
	var some []*modelBill
	for _, b := range s.model.bills {
		if b.span.from != "" && fits(b) {
			some = append(some, b)
		}
	}
	if len(some) == 0 || seldom(t, "any bill", 12) {
		some = s.model.bills
	}
	return rapid.SampledFrom(some).Draw(t, "bill")
}

func (s *trial) waive(t *rapid.T) {
	who, today := rapid.SampledFrom([]string{"101", "101", "200", "300"}).Draw(t, "who"), string(s.today())
	b := s.charged(t, func(b *modelBill) bool { return s.model.lateFee(b, today) > 0 })
	fee := s.model.lateFee(b, today)
	fen := rapid.SampledFrom([]int64{fee, min(fee, 500), fee / 2, fee + 1, 0}).Draw(t, "fen")
	approval, approved := s.approval(t, staff.WaiveFee, who)
	before, alone := s.head(t), s.model.waivesAlone(who, b, fen)
	no := s.model.waive(who, b, fen, today, approved)
	err := s.book.Store.Write(s.ctx, func(tx *store.Tx) error {
		return s.book.Billing.In(tx).Waive(tx.Context(), s.actors[who], approval, s.ids[b], fenOf(fen), s.today(), "first_time")
	})
	s.agrees(t, fmt.Sprint("waive ", b.item, b.room, fen), no, err, before)
	if err == nil && !alone {
		s.spend(staff.WaiveFee, who)
	}
}

func (s *trial) reduce(t *rapid.T) {
	s.reduceOne(t, s.charged(t, func(b *modelBill) bool { return !b.undone }))
}

func (s *trial) reducePaid(t *rapid.T) {
	s.reduceOne(t, s.charged(t, func(b *modelBill) bool { return b.paid > 0 }))
}

func (s *trial) reduceOne(t *rapid.T, b *modelBill) {
	who, left := rapid.SampledFrom([]string{"200", "300", "101"}).Draw(t, "who"), b.amount-b.reduced
	fen := rapid.SampledFrom([]int64{left / 3, left, 100, 1, left + 1, 0}).Draw(t, "fen")
	approval, approved := s.approval(t, staff.ReduceBill, who)
	before := s.head(t)
	no := s.model.reduce(who, b, fen, string(s.today()), approved)
	err := s.book.Store.Write(s.ctx, func(tx *store.Tx) error {
		return s.book.Billing.In(tx).Reduce(tx.Context(), s.actors[who], approval, s.ids[b], fenOf(fen), "agreed")
	})
	s.agrees(t, fmt.Sprint("reduce ", b.item, b.room, fen), no, err, before)
	if err == nil {
		s.nameCharges()
		s.spend(staff.ReduceBill, who)
	}
}

func (s *trial) creditExcess(t *rapid.T) {
	who := rapid.SampledFrom([]string{"200", "300", "101"}).Draw(t, "who")
	b := s.charged(t, func(b *modelBill) bool { return b.paid > b.amount-b.reduced })
	before := s.head(t)
	no, excess := s.model.creditExcess(who, b)
	var moved money.Fen
	err := s.book.Store.Write(s.ctx, func(tx *store.Tx) (err error) {
		moved, err = s.book.Till.CreditExcess(tx, s.actors[who], s.ids[b])
		return err
	})
	s.agrees(t, fmt.Sprint("excess ", b.item, b.room), no, err, before)
	if err == nil {
		require.Equal(t, excess, int64(moved))
	}
}

// measure puts the area of a room right.
func (s *trial) measure(t *rapid.T) {
	room := rapid.SampledFrom([]string{"1-1-101", "1-1-102", "1-1-103"}).Draw(t, "room")
	s.model.areas[room] = rapid.SampledFrom([]int64{9830, 9000, 12053, 3301, 7777}).Draw(t, "area")
	s.takeRegister(t, s.told)
	s.nameOpenings(t)
}

func (s *trial) adjust(t *rapid.T) {
	r := s.drawRun(t)
	if r.who == "101" && !seldom(t, "a cashier", 3) {
		r.who = "200"
	}
	approval, approved := s.approval(t, staff.ReduceBill, r.who)
	for range rapid.IntRange(1, 2).Draw(t, "times") {
		before := s.head(t)
		no, sum := s.model.adjust(r.who, r.id, r.item, r.rooms, r.from, r.to, string(s.today()), approved)
		happened := s.done[r.id]
		var made billing.RunResult
		err := s.book.Store.Write(s.ctx, func(tx *store.Tx) (err error) {
			made, err = s.book.Billing.In(tx).Adjust(s.ctx, s.actors[r.who], approval, r.order(), "wrong_area")
			return err
		})
		s.agrees(t, fmt.Sprint("adjust ", r), no, err, before)
		if err != nil {
			continue
		}
		s.nameCharges()
		if s.spend(staff.ReduceBill, r.who); happened {
			require.Equal(t, before, s.head(t), "an adjustment that was sent again wrote something")
			continue
		}
		require.Equal(t, sum, int64(made.SumFen))
		s.done[r.id] = true
	}
}

func (s *trial) collectAhead(t *rapid.T) {
	who, id, room := s.who(t), s.id(), rapid.SampledFrom([]string{"1-1-101", "1-1-102", "1-1-103"}).Draw(t, "room")
	to := s.today().AddDays(rapid.SampledFrom([]int{0, 20, 70, 120, -1}).Draw(t, "days"))
	for range rapid.IntRange(1, 2).Draw(t, "times") {
		before := s.head(t)
		no, count, sum := s.model.collectTo(who, id, room, string(s.today()), string(to))
		var made billing.RunResult
		err := s.book.Store.Write(s.ctx, func(tx *store.Tx) (err error) {
			made, err = s.book.Billing.In(tx).Run(s.ctx, s.actors[who], billing.Ahead(id, room, nil, to))
			return err
		})
		s.agrees(t, fmt.Sprint("collect ", room, " to ", to), no, err, before)
		if err == nil {
			s.nameCharges()
			require.Equal(t, []int64{int64(count), sum}, []int64{int64(made.Count), int64(made.SumFen)})
		}
	}
}

// checkMoney compares every bill, what each household owes and has prepaid, and the receivable account.
func (s *trial) checkMoney(t *rapid.T, tx *store.Tx) {
	owed, receivable, deposits, today := map[string]int64{}, int64(0), int64(0), string(s.today())
	for _, bill := range s.model.bills {
		b, err := billing.ByID(tx, s.ids[bill])
		require.NoError(t, err, "%s %s %v", bill.item, bill.room, bill.span)
		require.Equal(t, []any{bill.amount, bill.paid, bill.reduced, bill.undone}, []any{int64(b.AmountFen), int64(b.PaidFen), int64(b.ReducedFen), b.Undone}, bill.item)
		require.Equal(t, s.ids[bill.of], b.OfBill)
		require.GreaterOrEqual(t, int64(b.PaidFen), int64(0), bill.item)
		fees, err := billing.LateFees(tx, []billing.Bill{b}, calendar.Date(today))
		require.NoError(t, err)
		fee := money.Fen(0)
		if len(fees) > 0 {
			fee = fees[0].Fen
		}
		require.Equal(t, s.model.lateFee(bill, today), int64(fee), "late fee of %s %s %v", bill.item, bill.room, bill.span)
		switch {
		case bill.undone:
		case bill.deposit: // owed to nobody until it is paid in, and by the company from then on
			owed[bill.room] += bill.owed()
			deposits += bill.held()
		default:
			owed[bill.room] += bill.owed()
			receivable += bill.amount - bill.reduced - bill.paid
		}
	}
	for code, id := range s.rooms {
		for purpose, want := range map[billing.Purpose]int64{billing.AnyPurpose: s.model.credit[code], billing.Parking: s.model.parking[code]} {
			one, err := till.PrepaymentOf(tx, id, purpose)
			require.NoError(t, err)
			require.Equal(t, want, int64(one.Fen), "prepaid %s of %s", purpose.Name(), code)
			require.Equal(t, purpose == billing.AnyPurpose && s.model.frozen[code], one.Frozen, "%s of %s", purpose.Name(), code)
		}
		said, _, err := owedBy(tx, id)
		require.NoError(t, err)
		require.Equal(t, owed[code], said, "owed by %s", code)
	}
	var bills int
	_, err := tx.Get("SELECT count(*) FROM bills", nil, &bills)
	require.NoError(t, err)
	require.Len(t, s.model.bills, bills, "bills that nobody asked for")
	for account, want := range map[string]int64{"receivable": receivable, "deposit": -deposits} {
		var balance int64
		_, err := tx.Get("SELECT coalesce(sum(CASE debit WHEN ?1 THEN fen ELSE -fen END), 0) FROM transfers WHERE ?1 IN (debit, credit)", []any{account}, &balance)
		require.NoError(t, err)
		require.Equal(t, want, balance, "the account %s", account)
	}
}

// rebuild folds the book anew: it must hold what it held before, and the event that says so.
func (s *trial) rebuild(t *rapid.T) {
	before := stateOf(&testing.T{}, s.book, "events", "signatures")
	require.NoError(t, s.book.Close())
	_, err := ledger.Rebuild(s.ctx, s.path, nil)
	require.NoError(t, err)
	s.open(t)
	require.Equal(t, before, stateOf(&testing.T{}, s.book, "events", "signatures"))
	s.check(t)
}
