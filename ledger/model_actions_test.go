package ledger_test

import (
	"fmt"
	"path/filepath"
	"time"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"shouqi/ledger"
	"shouqi/ledger/billing"
	"shouqi/ledger/calendar"
	"shouqi/ledger/estate"
	"shouqi/ledger/staff"
	"shouqi/ledger/store"
	"shouqi/ledger/till"
)

func owedBy(tx *store.Tx, room string) (int64, int, error) {
	owed, bills, err := billing.OwedBy(tx, room)
	return int64(owed), bills, err
}

// actions are what can happen on a day. Those that bring the day on are there more than once.
func (s *trial) actions() map[string]func(*rapid.T) {
	return map[string]func(*rapid.T){
		"": s.check, "open": s.openShift, "collect": s.collect, "collect again": s.collect, "pay cash": s.collect, "request again": s.again,
		"void": s.void, "reverse": s.reverse, "count": s.count, "close": s.close, "move cash": s.moveCash, "bill": s.addBill,
		"undo bill": s.undoBill, "register": s.registerAgain, "clock": s.moveClock, "crash": s.crash, "reopen": s.reopen, "pin": s.tryPIN,
		"copy": s.printCopy, "next day": s.nextDay, "close month": s.closeMonth, "ask refund": s.askRefund, "decide refund": s.decideRefund,
		"withdraw refund": s.withdrawRefund, "pay refund": s.payRefund, "pay another refund": s.payRefund,
		"deduct": s.deduct, "move prepaid": s.movePrepaid, "freeze prepaid": s.freezePrepaid,
		"inspect": s.inspect, "freeze deposit": s.freezeDeposit, "move deposit": s.moveDeposit,
		"deposit": s.payDeposit, "refund of a deposit": s.askDepositBack,
	}
}

// who draws a person: mostly the cashier whose shift it is.
func (s *trial) who(t *rapid.T) string {
	if shift := s.model.openShift(); shift != nil && !seldom(t, "another person", 8) {
		return shift.cashier
	}
	return rapid.SampledFrom([]string{"101", "101", "102", "200", "100", "300"}).Draw(t, "who")
}

// atWork mostly opens a shift where none is open, so that a trial is not all refusals for want of one.
func (s *trial) atWork(t *rapid.T) {
	shift := s.model.openShift()
	if seldom(t, "nobody at work", 8) || shift != nil && shift.day >= s.model.day() {
		return
	}
	if shift != nil {
		s.closeForTheNight(t, shift)
	}
	s.openShift(t)
}

func countOf(t *rapid.T, fen int64) till.Counted {
	sum := fenOf(fen).DownToJiao()
	if seldom(t, "only the sum is known", 3) {
		return till.CountedSum(sum)
	}
	count, err := till.CountOf(sum)
	require.NoError(t, err)
	return count
}

func (s *trial) firstRegister(t *rapid.T) {
	s.told = map[string]modelTold{"1-1-101": {84047, 50000}, "1-1-102": {12345, 0}, "1-1-103": {0, 30}}
	s.model.areas = map[string]int64{"1-1-101": 9830, "1-1-102": 12053, "1-1-103": 3301}
	s.takeRegister(t, s.told)
	s.read(t, func(tx *store.Tx) error {
		for code := range s.told {
			object, err := estate.ByCode(tx, code)
			require.NoError(t, err)
			s.rooms[code] = object.ID
		}
		return nil
	})
	s.nameOpenings(t)
}

func (s *trial) takeRegister(t *rapid.T, told map[string]modelTold) {
	register := ledger.Register{FileHash: "0011223344556677"}
	for _, code := range []string{"1-1-101", "1-1-102", "1-1-103"} {
		row := estate.Row{Code: code, Building: "1", Unit: "1", Number: code[4:], AreaCentiM2: s.model.areas[code]}
		if code != "1-1-103" {
			row.Owners = []estate.RowParty{{Kind: estate.Natural, Name: "业主" + code[4:], Phones: []string{"13800000" + code[4:]}, ShareBasisPoints: 10000}}
		}
		register.Rooms = append(register.Rooms, row)
		register.Arrears = append(register.Arrears, billing.OpeningArrears{Room: code, Item: "期初欠费", Fen: fenOf(told[code].arrears)})
		register.Credits = append(register.Credits, till.OpeningCredit{Room: code, Fen: fenOf(told[code].credit)})
	}
	approval, approved := s.approval(t, staff.UndoBills, "100")
	register.Approval = approval
	owed := s.model.asksTwo(told)
	mended := consented
	if owed {
		register.Mending, mended = s.approval(t, staff.ChangeOwing, "100")
	}
	before, alone := s.head(t), s.model.registersAlone("100", told)
	_, err := s.book.TakeRegister(s.ctx, s.actors["100"], register, false)
	s.agrees(t, fmt.Sprint("register ", told), s.model.register("100", told, approved, mended), err, before)
	if err == nil {
		if owed {
			s.spend(staff.ChangeOwing, "100")
		}
		if !alone {
			s.spend(staff.UndoBills, "100")
		}
		s.told = told
	}
}

// nameOpenings finds the ids of the opening bills that the model has and the trial does not know yet.
func (s *trial) nameOpenings(t *rapid.T) {
	s.read(t, func(tx *store.Tx) error {
		for code, room := range s.rooms {
			bill := s.model.openingBill(code)
			if bill == nil || s.ids[bill] != "" {
				continue
			}
			id := ""
			found, err := tx.Get("SELECT lower(hex(id)) FROM bills WHERE object = ? AND kind = 'opening' AND undone = 0", []any{room}, &id)
			require.NoError(t, err)
			require.True(t, found, code)
			s.ids[bill] = id
		}
		return nil
	})
}

func (s *trial) registerAgain(t *rapid.T) {
	told := map[string]modelTold{}
	for _, code := range []string{"1-1-101", "1-1-102", "1-1-103"} {
		told[code] = s.told[code]
		switch {
		case seldom(t, "other arrears", 6):
			told[code] = modelTold{rapid.Int64Range(-5, 5000).Draw(t, "arrears"), told[code].credit}
		case seldom(t, "other credit", 6):
			told[code] = modelTold{told[code].arrears, rapid.Int64Range(-5, 5000).Draw(t, "credit")}
		}
	}
	s.takeRegister(t, told)
	s.nameOpenings(t)
}

func (s *trial) openShift(t *rapid.T) {
	who, float := s.who(t), int64(50000)
	if last := s.model.lastShift(); last != nil {
		float = last.left - last.left%10
	}
	float = max(0, float+rapid.SampledFrom([]int64{0, 0, 0, 10, -10, 2000}).Draw(t, "float"))
	last, action := s.model.lastShift(), staff.Difference
	if s.model.isFar() {
		action = staff.OpenFar
	}
	approval, approved := s.approval(t, action, who)
	reason := till.Reason{Code: rapid.SampledFrom([]string{"unknown", "unknown", ""}).Draw(t, "reason")}
	before, takesTwo := s.head(t), s.model.isFar() || last != nil && isBeyond(float-last.left)
	_, err := s.book.Till.Open(s.ctx, s.actors[who], till.Opening{Counted: countOf(t, float), Approval: approval, Reason: reason})
	s.agrees(t, fmt.Sprint("open ", who, float), s.model.open(who, float, approved, reason.Code != ""), err, before)
	if err == nil && takesTwo {
		s.spend(action, who)
	}
}

func (s *trial) count(t *rapid.T) {
	who, fen := s.who(t), int64(0)
	if shift := s.model.openShift(); shift != nil {
		fen = max(0, shift.drawer-shift.drawer%10+rapid.SampledFrom([]int64{0, 0, 0, 500, -500, 5000, -5000}).Draw(t, "over"))
	}
	s.countAs(t, who, fen)
}

func (s *trial) countAs(t *rapid.T, who string, fen int64) {
	before := s.head(t)
	_, err := s.book.Till.Count(s.ctx, s.actors[who], countOf(t, fen))
	s.agrees(t, fmt.Sprint("count ", who, fen), s.model.count(who, fen), err, before)
}

func (s *trial) close(t *rapid.T) {
	who, left := s.who(t), int64(0)
	if shift := s.model.openShift(); shift != nil {
		left = rapid.SampledFrom([]int64{shift.counted, shift.counted, 0, shift.counted / 2, shift.counted + 10, -10}).Draw(t, "left")
	}
	s.countSlips(t)
	receiver, received := s.approval(t, staff.TakeOver, who)
	approval, approved := s.approval(t, staff.Difference, who)
	reason := till.Reason{Code: rapid.SampledFrom([]string{"unknown", "unknown", ""}).Draw(t, "reason")}
	before := s.head(t)
	no := s.model.close(who, left, received, approved, reason.Code != "")
	_, err := s.book.Till.Close(s.ctx, s.actors[who], till.Closing{LeftFen: fenOf(left), Receiver: receiver, Approval: approval, Reason: reason})
	s.agrees(t, fmt.Sprint("close ", who, left), no, err, before)
	if shift := s.model.lastShift(); err == nil {
		if shift.handed > 0 {
			s.spend(staff.TakeOver, who)
		}
		if isBeyond(shift.counted - shift.expected) {
			s.spend(staff.Difference, who)
		}
	}
}

// countSlips counts the slips of the open shift as they are; that no close goes without is tried in the till's own tests.
func (s *trial) countSlips(t *rapid.T) {
	shift := s.model.openShift()
	if shift == nil {
		return
	}
	var slips []till.SlipCount
	s.read(t, func(tx *store.Tx) error {
		open, err := till.OpenShift(tx, "01")
		if err == nil && open != nil {
			slips, err = till.SlipsIn(tx, open.ShiftRef)
		}
		return err
	})
	_, err := s.book.Till.CountSlips(s.ctx, s.actors[shift.cashier], slips)
	require.NoError(t, err)
}

// nextDay closes as it should be and opens the next morning, so that a trial gets on.
func (s *trial) nextDay(t *rapid.T) {
	if shift := s.model.openShift(); shift != nil {
		s.closeForTheNight(t, shift)
	}
	s.model.now = s.model.now.Add(24 * time.Hour)
	s.openShift(t)
}

func (s *trial) closeForTheNight(t *rapid.T, shift *modelShift) {
	s.countAs(t, shift.cashier, max(0, shift.drawer-shift.drawer%10))
	s.countSlips(t)
	receiver := s.approved(t, staff.TakeOver, shift.cashier)
	left := min(shift.counted, 50000)
	before := s.head(t)
	no := s.model.close(shift.cashier, left, consented, noConsent, false)
	_, err := s.book.Till.Close(s.ctx, s.actors[shift.cashier], till.Closing{LeftFen: fenOf(left), Receiver: receiver})
	s.agrees(t, "close for the night", no, err, before)
	if err == nil && shift.handed > 0 {
		s.spend(staff.TakeOver, shift.cashier)
	}
}

func (s *trial) moveCash(t *rapid.T) {
	s.atWork(t)
	who, id := s.who(t), s.id()
	direction := rapid.SampledFrom([]string{till.MoveIn, till.MoveOut}).Draw(t, "direction")
	fen := rapid.SampledFrom([]int64{10000, 10000, 200000, 10, 15, 0, -10, 1_000_010}).Draw(t, "fen")
	approval, approved := s.approval(t, staff.MoveCash, who)
	for range rapid.IntRange(1, 2).Draw(t, "times") {
		before := s.head(t)
		no := s.model.moveCash(who, id, direction, fen, approved)
		err := s.book.Till.MoveCash(s.ctx, s.actors[who], approval, till.Move{RequestID: id, Direction: direction, Fen: fenOf(fen), Reason: till.Reason{Code: "petty_cash"}})
		s.agrees(t, fmt.Sprint("move ", direction, fen), no, err, before)
		if err == nil {
			s.spend(staff.MoveCash, who)
		}
	}
}

func (s *trial) addBill(t *rapid.T) {
	who := rapid.SampledFrom([]string{"101", "200", "300"}).Draw(t, "who")
	id, room := s.id(), rapid.SampledFrom([]string{"1-1-101", "1-1-102", "1-1-103"}).Draw(t, "room")
	item, kind := "维修费", billing.Income
	if rapid.Bool().Draw(t, "a deposit") {
		item, kind = rapid.SampledFrom([]string{"门禁押金", "装修押金"}).Draw(t, "for what"), billing.Deposit
	}
	fen := rapid.SampledFrom([]int64{5000, 1, 3333, 120005, 0, -1, modelAmountMost + 1}).Draw(t, "fen")
	approval, approved := s.approval(t, staff.AddBill, who)
	before := s.head(t)
	no, _ := s.model.addBill(who, id, room, item, fen, approved)
	var made billing.Bill
	add := func() error {
		return s.book.Store.Write(s.ctx, func(tx *store.Tx) (err error) {
			made, err = s.book.Billing.In(tx).Add(tx.Context(), s.actors[who], approval, billing.ByHand{RequestID: id, Room: room, Item: item, Kind: kind, AmountFen: fenOf(fen)})
			return err
		})
	}
	err := add()
	s.agrees(t, fmt.Sprint("bill ", room, fen), no, err, before)
	if err != nil {
		return
	}
	if who == "101" {
		s.spend(staff.AddBill, who)
	}
	s.ids[s.model.bills[len(s.model.bills)-1]] = made.ID
	first := made.ID
	require.NoError(t, add(), "the same request again")
	require.Equal(t, first, made.ID)
}

func (s *trial) undoBill(t *rapid.T) {
	if len(s.model.bills) == 0 {
		return // no bills
	}
	who, bill := rapid.SampledFrom([]string{"101", "300"}).Draw(t, "who"), rapid.SampledFrom(s.model.bills).Draw(t, "bill")
	approval, approved := s.approval(t, staff.UndoBills, who)
	before, alone := s.head(t), s.model.mayLowerAlone(who, 1, bill.amount-bill.reduced)
	no := s.model.undoBill(who, bill, approved)
	err := s.book.Store.Write(s.ctx, func(tx *store.Tx) error {
		return s.book.Billing.In(tx).Undo(tx.Context(), s.actors[who], approval, s.ids[bill], "wrong_amount")
	})
	s.agrees(t, "undo bill", no, err, before)
	if err == nil && !alone {
		s.spend(staff.UndoBills, who)
	}
}

func (s *trial) moveClock(t *rapid.T) {
	hours := rapid.SampledFrom([]int{1, 3, 6, 24, -1, -26, 45 * 24}).Draw(t, "hours")
	s.model.now = s.model.now.Add(time.Duration(hours) * time.Hour)
}

func (s *trial) closeMonth(t *rapid.T) {
	// Counted from the first of the business day's month: a day that the month before lacks would be one of this month, which is not over.
	first, err := time.Parse("2006-01", s.model.day()[:7])
	require.NoError(t, err)
	month := first.AddDate(0, -rapid.IntRange(1, 3).Draw(t, "months"), 0).Format("2006-01")
	if month <= s.model.closed {
		return // a month is not opened again, and one that is closed stays so
	}
	s.model.closed = month
	require.NoError(t, s.book.Store.Write(s.ctx, func(tx *store.Tx) error {
		return s.book.Estate.SetPolicy(tx, s.actors["100"].ID(), estate.PolicyClosedMonth, month)
	}))
}

// crash takes the file and its log as the disk has them now and goes on with the copy.
func (s *trial) crash(t *rapid.T) {
	s.made++
	copied := filepath.Join(s.directory, fmt.Sprintf("crash-%d.book", s.made))
	copyFile(t, s.path, copied)
	copyFile(t, s.path+"-wal", copied+"-wal")
	require.NoError(t, s.book.Close())
	s.path = copied
	s.open(t)
}

func (s *trial) reopen(t *rapid.T) {
	require.NoError(t, s.book.Close())
	s.open(t)
}

func (s *trial) tryPIN(t *rapid.T) {
	person := rapid.SampledFrom(trialStaff[3:]).Draw(t, "person")
	if s.model.people[person.code].locked && rapid.Bool().Draw(t, "unlock") {
		s.model.unlock(person.code)
		require.NoError(t, s.book.Staff.Unlock(s.ctx, s.actors["100"], s.actors[person.code].ID()))
		return
	}
	for range rapid.IntRange(1, 3).Draw(t, "tries") {
		pin, right := person.pin, seldom(t, "right", 4)
		if !right {
			pin = "0000"
		}
		no := s.model.try(person.code, right)
		_, err := s.book.Staff.SignIn(s.ctx, person.code, pin)
		s.agrees(t, "sign in "+person.code, no, err, 0)
	}
}

func (s *trial) printCopy(t *rapid.T) {
	p := s.payment(t)
	if p == nil || p.number == "" {
		return // a void has no receipt of its own
	}
	failed := seldom(t, "failed", 4)
	require.NoError(t, s.book.Store.Write(s.ctx, func(tx *store.Tx) error {
		copyNumber, err := s.book.Till.RecordCopy(tx, s.actors["101"], p.number)
		require.Equal(t, p.copies+1, copyNumber)
		if err == nil && failed {
			err = s.book.Till.RecordCopyFailed(tx, s.actors["101"].ID(), p.number, copyNumber)
		}
		return err
	}))
	if !failed {
		p.copies++
	}
}

func (s *trial) payment(t *rapid.T) *modelPayment {
	if len(s.model.paid) == 0 {
		return nil // nothing was paid yet
	}
	newest := s.model.paid[max(0, len(s.model.paid)-6):]
	return rapid.SampledFrom(newest).Draw(t, "payment")
}

func (s *trial) void(t *rapid.T)    { s.undo(t, staff.VoidPayment) }
func (s *trial) reverse(t *rapid.T) { s.undo(t, staff.Reverse) }

func (s *trial) undo(t *rapid.T, action staff.Action) {
	s.atWork(t)
	of := s.payment(t)
	if of == nil || of.number == "" {
		return // a void has no number to name
	}
	who := s.who(t)
	u := modelUndoing{id: s.id(), of: of, copies: of.copies, cashBack: of.cash()}
	switch {
	case seldom(t, "a copy too many", 8):
		u.copies++
	case seldom(t, "cash too much", 8):
		u.cashBack += 10
	}
	approval, approved := s.approval(t, action, who)
	u.approval = approved
	u.approver = map[bool]string{true: "100", false: "200"}[who == "200"] // whose word approval gets
	told := till.Undoing{RequestID: u.id, Number: of.number, CopiesTaken: u.copies, CashBackFen: fenOf(u.cashBack), Reason: till.Reason{Code: "owner_asks"}}
	for range rapid.IntRange(1, 2).Draw(t, "times") {
		before := s.head(t)
		command, rule := s.book.Till.Void, s.model.void
		if action == staff.Reverse {
			command, rule = s.book.Till.Reverse, s.model.reverse
		}
		no, want := rule(who, u)
		got, err := command(s.ctx, s.actors[who], approval, told)
		s.agrees(t, fmt.Sprint(action, " ", of.number), no, err, before)
		if err == nil {
			require.Equal(t, want.number, got.Number)
			require.Equal(t, want.total, int64(got.TotalFen))
			s.spend(action, who)
		}
	}
}

func lateDay(t *rapid.T, today calendar.Date) calendar.Date {
	return today.AddDays(-rapid.SampledFrom([]int{1, 1, 2, 40, 100, 0, -1}).Draw(t, "days ago"))
}
