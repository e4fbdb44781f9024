package ledger_test

// The model: what a counter must do, told again in plain Go from the design's rules and not from the ledger's code. This file,
// model_money_test.go and model_charges_test.go import nothing of the ledger (TestTheModelKnowsNothingOfTheLedger holds it),
// so that a mistake in the ledger is not repeated here. A command answers every reason there is to refuse it; the ledger must
// give one of them, and must accept exactly where there is none.

import (
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"
	"time"
)

const (
	modelAmountMost     = 100_000_000_000
	modelRoundingMost   = 9
	modelDifferenceMost = 1000
	modelUndoMost       = 2
	modelUndoMostFen    = 9000
	modelMoveMost       = 1_000_000
	modelCutoffHour     = 4
	modelTriesMost      = 5
)

// model is a counter with its households, told from the outside: people by staff number, rooms by code.
type model struct {
	now      time.Time
	people   map[string]*modelPerson
	credit   map[string]int64
	parking  map[string]int64
	frozen   map[string]bool
	areas    map[string]int64 // in hundredths of a square metre, as the next register tells them
	measured map[string]int64 // as the book has them
	openings map[string]int64 // the prepayment that the register told of a room
	bills    []*modelBill
	paid     []*modelPayment
	refunds  []*modelRefund
	shifts   []*modelShift
	requests map[string]modelRequest
	numbers  map[int]int // receipts taken, by year
	closed   string      // late entries up to this month are refused
	lowered  []modelLowered
	petty    int64 // spent by the way and not brought back
	offers   []modelOffer
	packages map[string]modelPackage
}

type modelPerson struct {
	role   string
	wrong  int
	locked bool
}

type modelBill struct {
	room, object, item string
	amount, paid       int64
	opening, undone    bool
	deposit            bool
	used, returned     int64  // of a deposit, what paid other bills and what was given back
	over               int64  // of a deposit, what went over to another household
	frozen             bool   // of a deposit
	since              string // of a deposit, the day on which it came over from another household
	seen               []modelSeen

	// Of bills by rule: see model_charges_test.go. Of is the bill an adjustment or a late fee belongs to.
	span            modelSpan
	revision        int
	due             string
	of              *modelBill
	reduced, waived int64
	waivedAlone     int64 // of what was waived, what no second person agreed to
	agreed          int64 // of what was reduced, what was agreed and no mistake
	moved           int64 // of what was paid, what was too much and became prepayment
	history         []modelPaid
}

func (b *modelBill) owed() int64 { return max(0, b.amount-b.reduced-b.paid) }

type modelRequest struct {
	content string
	payment *modelPayment
	count   int
	sum     int64
}

type modelShift struct {
	cashier              string
	day                  string
	float, floatDiff     int64
	drawer               int64
	counts               int
	counted, expected    int64
	stale                bool // cash moved after the last count
	closed               bool
	left, handed         int64
	payments, undoings   int
	takenFen, givenFen   int64
	movedInFen, movedOut int64
}

func newModel(now time.Time) *model {
	return &model{now: now, people: map[string]*modelPerson{}, credit: map[string]int64{}, parking: map[string]int64{}, frozen: map[string]bool{}, areas: map[string]int64{}, openings: map[string]int64{},
		requests: map[string]modelRequest{}, numbers: map[int]int{}, packages: map[string]modelPackage{}}
}

// refusals collects the reasons against a command.
type refusals []string

func (r *refusals) when(wrong bool, code string) {
	if wrong {
		*r = append(*r, code)
	}
}

// day is the business day of the moment: hours before the cut-off belong to the day before.
func (m *model) day() string {
	return m.now.In(time.FixedZone("UTC+8", 8*3600)).Add(-modelCutoffHour * time.Hour).Format("2006-01-02")
}

func (m *model) lastShift() *modelShift {
	if len(m.shifts) == 0 {
		return nil
	}
	return m.shifts[len(m.shifts)-1]
}

func (m *model) openShift() *modelShift {
	if last := m.lastShift(); last != nil && !last.closed {
		return last
	}
	return nil
}

// mayCollect: finance takes no money; everybody else at the counter may.
func (m *model) mayCollect(who string) bool { return m.people[who].role != "finance" }

// inShift returns the shift a command of who works in, and why there is none.
func (m *model) inShift(who string, money bool) (shift *modelShift, no refusals) {
	shift = m.openShift()
	no.when(!m.mayCollect(who), "staff.may_not")
	no.when(shift == nil, "till.no_shift")
	if shift == nil {
		return nil, no
	}
	closes := !money && (m.people[who].role == "supervisor" || m.people[who].role == "manager")
	no.when(shift.cashier != who && !closes, "till.not_your_shift")
	no.when(money && m.day() > shift.day, "till.shift_past_cutoff")
	no.when(money && daysAfter(m.day(), shift.day) > 31, "till.shift_ahead")
	return shift, no
}

func (m *model) open(who string, counted int64, approval consent, reason bool) (no refusals) {
	no.when(!m.mayCollect(who), "staff.may_not")
	last := m.lastShift()
	no.when(m.openShift() != nil, "till.shift_open")
	beyond := last != nil && isBeyond(counted-last.left)
	if beyond || m.isFar() {
		no.unless(approval)
	}
	no.when(beyond && m.isFar(), "staff.needs_approval") // a trial gets a word for one of the two
	no.when(beyond && !reason, "till.reason")
	if len(no) > 0 {
		return no
	}
	shift := &modelShift{cashier: who, day: m.day(), float: counted, drawer: counted}
	if last != nil {
		shift.floatDiff = counted - last.left
	}
	m.shifts = append(m.shifts, shift)
	return nil
}

// isFar says whether a shift today is one on a day before the last, or more than 31 days after.
func (m *model) isFar() bool {
	last := m.lastShift()
	return last != nil && (m.day() < last.day || daysAfter(last.day, m.day()) > 31)
}

// daysAfter is how many days later is after earlier.
func daysAfter(earlier, later string) int {
	from, errFrom := time.Parse(time.DateOnly, earlier)
	to, errTo := time.Parse(time.DateOnly, later)
	if err := errors.Join(errFrom, errTo); err != nil {
		panic(err)
	}
	return int(to.Sub(from).Hours() / 24)
}

// isBeyond says whether a difference needs a second person and a reason.
func isBeyond(difference int64) bool {
	return difference > modelDifferenceMost || difference < -modelDifferenceMost
}

func (m *model) count(who string, counted int64) refusals {
	shift, no := m.inShift(who, false)
	if len(no) == 0 {
		shift.counts, shift.counted, shift.expected, shift.stale = shift.counts+1, counted, shift.drawer, false
	}
	return no
}

// consent is a second person's word as the trial has it: good for this command, or for what reason not.
type consent string

const (
	consented consent = ""
	noConsent consent = "staff.needs_approval"
	usedUp    consent = "staff.approval_used"
)

func (r *refusals) unless(c consent) { r.when(c != consented, string(c)) }

func (m *model) close(who string, left int64, receiver, approval consent, reason bool) refusals {
	shift, no := m.inShift(who, false)
	if shift == nil {
		return no
	}
	no.when(shift.counts == 0, "till.not_counted")
	no.when(shift.counts > 0 && shift.stale, "till.count_stale")
	no.when(left < 0 || left > shift.counted, "till.left")
	no.when(left%10 != 0, "till.whole_jiao")
	if shift.counted > left {
		no.unless(receiver)
	}
	difference := shift.counted - shift.expected
	if isBeyond(difference) {
		no.unless(approval)
		no.when(!reason, "till.reason")
	}
	if len(no) == 0 {
		shift.closed, shift.left, shift.handed = true, left, shift.counted-left
	}
	return no
}

func (m *model) moveCash(who, id, direction string, fen int64, approval consent) refusals {
	if no, done := m.again(id, fmt.Sprint("move", direction, fen)); done {
		return no
	}
	shift, no := m.inShift(who, true)
	no.unless(approval)
	no.when(fen <= 0, "till.move_amount")
	no.when(max(fen, -fen) > modelMoveMost, "staff.beyond_limit")
	no.when(fen%10 != 0, "till.whole_jiao")
	no.when(shift != nil && direction == "out" && fen > shift.drawer, "till.drawer_short")
	no.when(direction == "in" && fen > m.petty, "till.petty_cash_short")
	if len(no) > 0 {
		return no
	}
	shift.stale = true
	m.petty += map[string]int64{"out": fen, "in": -fen}[direction]
	if direction == "out" {
		shift.drawer, shift.movedOut = shift.drawer-fen, shift.movedOut+fen
	} else {
		shift.drawer, shift.movedInFen = shift.drawer+fen, shift.movedInFen+fen
	}
	m.requests[id] = modelRequest{content: fmt.Sprint("move", direction, fen)}
	return nil
}

// again tells whether a request happened before: then it is done, or refused because it now asks something else.
func (m *model) again(id, content string) (no refusals, done bool) {
	before, happened := m.requests[id]
	no.when(happened && before.content != content, "journal.request_reused")
	return no, happened
}

func (m *model) try(who string, right bool) refusals {
	person := m.people[who]
	switch {
	case person.locked:
		return refusals{"staff.locked"}
	case right:
		person.wrong = 0
		return nil
	}
	person.wrong++
	if person.locked = person.wrong >= modelTriesMost; person.locked {
		return refusals{"staff.locked"}
	}
	return refusals{"staff.pin_wrong"}
}

func (m *model) unlock(who string) { m.people[who].wrong, m.people[who].locked = 0, false }

// register tells one room's arrears and prepayment; the caller undoes nothing of a refusal, because a register comes in
// whole or not at all.
func (m *model) register(who string, told map[string]modelTold, approval, mended consent) refusals {
	var no refusals
	for _, room := range slices.Sorted(maps.Keys(told)) {
		t, standing := told[room], m.openingBill(room)
		no.when(standing != nil && standing.amount != t.arrears && standing.paid != 0, "billing.opening_paid")
		no.when(t.credit != m.openings[room] && m.spendable(room)+t.credit-m.openings[room] < 0, "till.opening_spent")
		no.when(t.credit < 0 || t.credit > modelAmountMost, "till.amount")
		no.when(t.arrears < 0 || t.arrears > modelAmountMost, "billing.amount")
	}
	alone := m.registersAlone(who, told)
	if !alone {
		no.unless(approval)
	}
	if m.asksTwo(told) {
		no.unless(mended)
	}
	defer func() { // what was refused is not told again
		if len(no) == 0 {
			m.measured = maps.Clone(m.areas)
		}
		m.areas = maps.Clone(m.measured)
	}()
	if len(no) > 0 {
		return no
	}
	for _, room := range slices.Sorted(maps.Keys(told)) {
		t := told[room]
		m.credit[room], m.openings[room] = m.credit[room]+t.credit-m.openings[room], t.credit
		standing := m.openingBill(room)
		if standing != nil && standing.amount != t.arrears {
			if alone {
				m.lower(who, 1, standing.amount-standing.reduced-t.arrears)
			}
			standing.undone = true
		}
		if t.arrears != 0 && (standing == nil || standing.undone) {
			m.bills = append(m.bills, &modelBill{room: room, object: room, item: "期初欠费", amount: t.arrears, opening: true})
		}
	}
	return nil
}

// registersAlone says whether what a register takes off the arrears is no more than one person may lower alone.
// asksTwo says whether the register told next changes an area or a prepayment after the book asked for money: then two people
// agree.
func (m *model) asksTwo(told map[string]modelTold) bool {
	asked := slices.ContainsFunc(m.bills, func(b *modelBill) bool { return !b.opening || b.paid != 0 })
	changes := m.measured != nil && !maps.Equal(m.areas, m.measured)
	for room, t := range told {
		changes = changes || t.credit != m.openings[room]
	}
	return asked && changes
}

func (m *model) registersAlone(who string, told map[string]modelTold) bool {
	bills, fen := 0, int64(0)
	for room, t := range told {
		if standing := m.openingBill(room); standing != nil && standing.amount != t.arrears {
			if off := standing.amount - standing.reduced - t.arrears; off > 0 {
				bills, fen = bills+1, fen+off
			}
		}
	}
	return bills == 0 || m.mayLowerAlone(who, bills, fen)
}

type modelTold struct{ arrears, credit int64 }

func (m *model) openingBill(room string) *modelBill {
	for _, b := range m.bills {
		if b.room == room && b.opening && !b.undone {
			return b
		}
	}
	return nil
}

func (m *model) addBill(who, id, room, item string, fen int64, approval consent) (no refusals, made bool) {
	content := fmt.Sprint("bill", room, item, fen)
	if no, done := m.again(id, content); done {
		return no, false
	}
	if m.people[who].role == "cashier" {
		no.unless(approval)
	}
	no.when(fen <= 0 || fen > modelAmountMost, "billing.amount")
	if len(no) > 0 {
		return no, false
	}
	m.bills = append(m.bills, &modelBill{room: room, object: room, item: item, amount: fen, deposit: strings.HasSuffix(item, "押金")})
	m.requests[id] = modelRequest{content: content}
	return nil, true
}

// modelLowered is what somebody lowered alone on a business day, by bills taken back or fees waived.
type modelLowered struct {
	who, day string
	bills    int
	fen      int64
}

// mayLowerAlone says whether a person may lower so much more on this day without a second one.
func (m *model) mayLowerAlone(who string, bills int, fen int64) bool {
	for _, l := range m.lowered {
		if l.who == who && l.day >= m.day() {
			bills, fen = bills+l.bills, fen+l.fen
		}
	}
	return bills <= modelUndoMost && fen <= modelUndoMostFen
}

func (m *model) lower(who string, bills int, fen int64) {
	if fen > 0 {
		m.lowered = append(m.lowered, modelLowered{who, m.day(), bills, fen})
	}
}

func (m *model) undoBill(who string, bill *modelBill, approval consent) (no refusals) {
	no.when(m.people[who].role == "cashier", "staff.may_not")
	no.when(bill.undone, "billing.undone")
	no.when(bill.paid != 0, "billing.has_payment")
	no.when(slices.ContainsFunc(m.bills, func(b *modelBill) bool { return b.of == bill && !b.undone }), "billing.answered")
	alone := m.mayLowerAlone(who, 1, bill.amount-bill.reduced)
	if !alone {
		no.unless(approval)
	}
	if len(no) == 0 {
		bill.undone = true
		if alone {
			m.lower(who, 1, bill.amount-bill.reduced)
		}
	}
	return no
}
