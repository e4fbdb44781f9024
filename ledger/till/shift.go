package till

import (
	"context"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"slices"

	"github.com/google/uuid"

	"shouqi/ledger/calendar"
	"shouqi/ledger/estate"
	"shouqi/ledger/journal"
	"shouqi/ledger/money"
	"shouqi/ledger/staff"
	"shouqi/ledger/store"
)

// The directions of a cash move, seen from the drawer.
const (
	MoveIn  = "in"
	MoveOut = "out"
)

// ShiftRef names a shift in this book: Device is the number of the device at whose counter it is, and Seq the sequence number of the event that
// opened it there.
type ShiftRef struct {
	Device int64 `json:"-"`
	Seq    int64 `json:"seq"`
}

// Shift is one person's time at a counter with the cash. No is the number of its Z report, gapless per counter. Cashier, FloatApprover and HandedTo are staff ids.
//
// FloatFen is the counted float (备用金) and FloatDifferenceFen what it was over (above 0) or short of what the last
// close left; FloatApprover is who answered for a difference beyond the limit, "" for nobody. CountedFen, ExpectedFen
// and DifferenceFen are of the last count and say nothing of the drawer unless CountStands; Counts is how often it
// was counted. LeftFen, HandedFen and HandedTo are of the close. Moments are milliseconds since 1970 in UTC;
// ClosedSeq and ClosedMS are 0 while it is open.
type Shift struct {
	ShiftRef
	Counter            string        `json:"counter"`
	No                 int64         `json:"no"`
	Cashier            string        `json:"cashier"`
	BusinessOn         calendar.Date `json:"businessOn"`
	OpenedMS           int64         `json:"openedMS"`
	FloatFen           money.Fen     `json:"floatFen"`
	FloatDifferenceFen money.Fen     `json:"floatDifferenceFen"`
	FloatApprover      string        `json:"floatApprover"`
	Counts             int           `json:"counts"`
	CountStands        bool          `json:"countStands"`
	CountedSeq         int64         `json:"countedSeq"`
	CountedFen         money.Fen     `json:"countedFen"`
	ExpectedFen        money.Fen     `json:"expectedFen"`
	DifferenceFen      money.Fen     `json:"differenceFen"`
	ClosedSeq          int64         `json:"closedSeq"`
	ClosedMS           int64         `json:"closedMS"`
	// ReportedSeq is the event of its Z report, 0 while it is open.
	ReportedSeq int64 `json:"reportedSeq"`
	// Pieces is the last count by denomination, FloatPieces the float and LeftPieces what the close left; nil where only the sum is known.
	Pieces      *Count    `json:"pieces"`
	FloatPieces *Count    `json:"floatPieces,omitempty"`
	LeftPieces  *Count    `json:"leftPieces,omitempty"`
	LeftFen     money.Fen `json:"leftFen"`
	HandedFen   money.Fen `json:"handedFen"`
	HandedTo    string    `json:"handedTo"`
}

// newID returns a new UUID for the subject of a sealed record.
func newID() (string, error) {
	id, err := uuid.NewV7()
	if err != nil {
		return "", fmt.Errorf("make an id: %w", err)
	}
	return id.String(), nil
}

// shiftColumns are the columns of a shift in the order in which scanShift reads them.
const shiftColumns = `device, seq, counter, no, cashier, business_on, opened_ms, float_fen, float_difference_fen, float_approver, counts, ` + countStands + `,
	counted_seq, counted_fen, expected_fen, difference_fen, closed_seq, closed_ms, left_fen, handed_fen, handed_to, reported_seq, pieces, float_pieces, left_pieces`

func scanShift(scan func(dest ...any) error) (Shift, error) {
	var s Shift
	var pieces, float, left string
	err := scan(&s.Device, &s.Seq, &s.Counter, &s.No, &s.Cashier, &s.BusinessOn, &s.OpenedMS, &s.FloatFen, &s.FloatDifferenceFen, &s.FloatApprover,
		&s.Counts, &s.CountStands, &s.CountedSeq, &s.CountedFen, &s.ExpectedFen, &s.DifferenceFen, &s.ClosedSeq, &s.ClosedMS, &s.LeftFen, &s.HandedFen, &s.HandedTo,
		&s.ReportedSeq, &pieces, &float, &left)
	for _, one := range []struct {
		text string
		to   **Count
	}{{pieces, &s.Pieces}, {float, &s.FloatPieces}, {left, &s.LeftPieces}} {
		if err == nil && one.text != "" {
			err = json.Unmarshal([]byte(one.text), one.to)
		}
	}
	return s, err
}

// OpenShift returns the shift open at the counter, nil if there is none.
func OpenShift(tx *store.Tx, counter string) (*Shift, error) {
	return firstShift(tx, "SELECT "+shiftColumns+" FROM shifts WHERE counter = ? AND closed_seq = 0", counter)
}

// LastShift returns the newest shift of the counter, open or closed, nil if there was none yet.
func LastShift(tx *store.Tx, counter string) (*Shift, error) {
	return firstShift(tx, "SELECT "+shiftColumns+" FROM shifts WHERE counter = ? ORDER BY no DESC LIMIT 1", counter)
}

// shiftNo returns a shift by counter and number; till.no_shift if there is none.
func shiftNo(tx *store.Tx, counter string, no int64) (*Shift, error) {
	shift, err := firstShift(tx, "SELECT "+shiftColumns+" FROM shifts WHERE counter = ? AND no = ?", counter, no)
	if err == nil && shift == nil {
		err = store.Refuse(CodeNoShift)
	}
	return shift, err
}

// ShiftsOn returns the shifts of a business day in order.
func ShiftsOn(tx *store.Tx, day calendar.Date) ([]Shift, error) {
	return store.All(tx, "SELECT "+shiftColumns+" FROM shifts WHERE business_on = ? ORDER BY counter, no", []any{string(day)}, scanShift)
}

// firstShift returns the first shift that a query selects, nil where it selects none.
func firstShift(tx *store.Tx, query string, args ...any) (*Shift, error) {
	all, err := store.All(tx, query, args, scanShift)
	if err != nil || len(all) == 0 {
		return nil, err
	}
	return &all[0], nil
}

// workingShift is what a command that moves cash needs of the open shift. A whole Shift would be read more than twice as
// long while the owner waits (measured: 13 µs beside 5).
type workingShift struct {
	ref        ShiftRef
	cashier    string
	businessOn calendar.Date
	floatFen   money.Fen
}

// current returns the open shift of the counter for a command of by. Errors: till.no_shift; till.not_your_shift;
// staff.may_not for a person who may not collect, or has left since.
func (t *Till) current(tx *store.Tx, policies estate.Policies, by staff.Actor) (shift workingShift, err error) {
	if err := t.staff.Require(tx, by, staff.Collect); err != nil {
		return shift, err
	}
	found, err := tx.Get("SELECT device, seq, cashier, business_on, float_fen FROM shifts WHERE counter = ? AND closed_seq = 0", []any{policies.Counter},
		&shift.ref.Device, &shift.ref.Seq, &shift.cashier, &shift.businessOn, &shift.floatFen)
	switch {
	case err != nil:
		return shift, err
	case !found:
		return shift, store.Refuse(CodeNoShift)
	case shift.cashier != by.ID():
		return shift, store.Refuse(codeNotYourShift)
	}
	return shift, nil
}

// closable returns the open shift for counting and closing it. Who may staff.CloseOther, such as a supervisor, also
// does that for a cashier who went home: the counter must not stand still, and the report names who did it. A shift
// of an earlier business day may be counted and closed too.
func (t *Till) closable(tx *store.Tx, policies estate.Policies, by staff.Actor) (Shift, error) {
	_, err := t.current(tx, policies, by)
	if store.Code(err) == codeNotYourShift && t.staff.Require(tx, by, staff.CloseOther) == nil {
		err = nil
	}
	if err != nil {
		return Shift{}, err
	}
	shift, err := OpenShift(tx, policies.Counter)
	if err != nil {
		return Shift{}, err
	}
	return *shift, nil // current found it in this transaction
}

// working returns the open shift for a command that moves cash. A shift of an earlier business day takes no more of it
// (till.shift_past_cutoff), and one of a day far ahead neither (till.shift_ahead), see Takes: the money of today must not be booked on
// yesterday. Other errors are those of current.
func (t *Till) working(tx *store.Tx, policies estate.Policies, by staff.Actor) (workingShift, error) {
	shift, err := t.current(tx, policies, by)
	if err == nil {
		err = orNotTaking(shift.businessOn, t.today(policies))
	}
	return shift, err
}

// Closing is how a counted shift ends: LeftFen stays in the drawer as the next float, the rest is handed to Receiver, who
// confirms with the own PIN (an approval of staff.TakeOver). Approval and Reason are wanted when the difference is beyond
// the policy's limit; a reason given within it is kept too. LeftPieces has the notes and coins of what is left, nil where only
// its sum is known. SlipReason, one of SlipReasons, is wanted when the slips are not what the book has, and Approval when they differ by more than the
// limit too. Approval is wanted besides, for staff.CarryUnresolved, where electronic money is not settled: the report then names it, and
// the next shift goes on with it.
type Closing struct {
	LeftFen    money.Fen
	LeftPieces *Count
	Receiver   staff.Approval
	Approval   staff.Approval
	Reason     Reason
	SlipReason Reason
}

// Close ends the shift over its last count and freezes the Z report. Errors: till.not_counted when nothing was counted,
// till.count_stale when cash moved after the count, till.left when more is left than counted, till.whole_jiao when no coins
// make what is left, and staff.needs_approval for a difference beyond the limit or a hand-over nobody confirmed. Of slips:
// till.slips_not_counted, till.slips_stale, till.slip_reason. till.left_pieces for pieces that come to another sum than what is left, or
// were not counted. The card terminal is asked about the shift's orders first: what it does not answer holds up nothing and stands in the report.
func (t *Till) Close(ctx context.Context, by staff.Actor, closing Closing) (report ZReport, err error) {
	unconfirmed, err := t.confirm(ctx)
	if err != nil {
		return report, err
	}
	err = t.write(ctx, func(tx *store.Tx, policies estate.Policies) error {
		shift, err := t.closable(tx, policies, by)
		if err != nil {
			return err
		}
		body, err := t.closing(tx, by, shift, closing)
		if err != nil {
			return err
		}
		if report, err = t.zReport(tx, policies, shift, body); err != nil {
			return err
		}
		report.Unconfirmed = unconfirmed
		closed, err := t.journal.Append(tx, kindShiftClosed, body)
		if err != nil {
			return err
		}
		// The report prints the hash of the close, so it can only be written after it, as the next event of the same
		// transaction.
		report.HeadSeq, report.HeadHash = closed.Seq, hex.EncodeToString(closed.Hash[:])
		_, err = t.journal.Append(tx, kindReported, shiftReportedV1{Shift: shift.Seq, Report: report, Text: report.Text()})
		return err
	})
	return report, err
}

// closing checks a close and builds the body of shift.closed. What is handed over is what was counted and not what
// was expected: the difference is posted as over or short.
func (t *Till) closing(tx *store.Tx, by staff.Actor, shift Shift, closing Closing) (shiftClosedV1, error) {
	body := shiftClosedV1{Shift: shift.Seq, Counter: shift.Counter, CountedFen: shift.CountedFen, DifferenceFen: shift.DifferenceFen,
		LeftFen: closing.LeftFen, HandedFen: shift.CountedFen - closing.LeftFen, By: by.ID()}
	err := shift.closableOver(closing.LeftFen)
	if err == nil {
		body.LeftCount, err = shift.leaves(closing)
	}
	if err == nil {
		body.Slips, err = slipsForClose(tx, shift)
	}
	if err != nil {
		return body, err
	}
	// Nobody has to confirm a hand-over of nothing, where all of the cash stays in the drawer.
	if body.HandedFen > 0 {
		if body.HandedTo, err = t.staff.Authorize(tx, by, closing.Receiver, staff.Deed{Action: staff.TakeOver}); err != nil {
			return body, err
		}
	}
	gap, differs := SlipGap(body.Slips)
	others := []staff.Deed{{Action: staff.Difference, Fen: gap}}
	if body.Unresolved, err = UnresolvedMoney(tx); err != nil {
		return body, err
	}
	if deed, found := carryDeed(body.Unresolved); found {
		others = append(others, deed)
	}
	agreed, err := t.agree(tx, by, shift.DifferenceFen, closing.Approval, closing.Reason, others...)
	if err != nil {
		return body, err
	}
	body.Approver, body.Reason, body.Note = agreed.Approver, agreed.Reason, agreed.Note
	if !differs {
		return body, nil
	}
	if err := closing.SlipReason.check(SlipReasons); store.Code(err) == CodeReason {
		return body, store.Offer(CodeSlipReason, SlipReasons)
	} else if err != nil {
		return body, err
	}
	body.SlipReason = closing.SlipReason.Code
	body.SlipNote, err = t.note(tx, closing.SlipReason.Note, "")
	return body, err
}

// leaves returns the pieces that a close leaves, nil where only the sum is told: they come to what is left, and all of them were counted.
func (s Shift) leaves(closing Closing) (*Count, error) {
	if closing.LeftPieces == nil {
		return nil, nil
	}
	fen, err := closing.LeftPieces.Fen()
	if err != nil {
		return nil, err
	}
	short := slices.ContainsFunc(PiecesBeside(closing.LeftPieces, s.Pieces), func(d PieceDifference) bool { return d.Pieces > 0 })
	if fen != closing.LeftFen || short {
		return nil, store.Refuse(CodeLeftPieces, fen.Yuan(), closing.LeftFen.Yuan())
	}
	return closing.LeftPieces, nil
}

// Move puts cash into the drawer or takes it out between two counts, with a second person. Direction is MoveIn or
// MoveOut, Fen above 0, and Reason one of MoveReasons. RequestID is kept over retries.
type Move struct {
	RequestID string
	Direction string
	Fen       money.Fen
	Reason    Reason
}

// MoveCash books a move, with a second person. Errors: staff.beyond_limit over the limit of a move, till.drawer_short
// when more is taken out than should be there, till.safe_short and till.petty_cash_short when more is put in than is where it comes
// from, till.whole_jiao for a sum that no coins make, till.move_amount,
// till.direction and those of working. The same request again does nothing.
func (t *Till) MoveCash(ctx context.Context, by staff.Actor, approval staff.Approval, move Move) error {
	request, err := t.moveRequest(move)
	if err != nil {
		return err
	}
	_, err = once(ctx, t, request, journal.Nothing, func(tx *store.Tx, policies estate.Policies) (struct{}, error) {
		return struct{}{}, t.moveCash(tx, policies, request, by, approval, move, MoveReasonsOf(move.Direction))
	})
	return err
}

// moveCash checks a move for one of some reasons and appends its event, once it is known that the request has not happened yet.
func (t *Till) moveCash(tx *store.Tx, policies estate.Policies, request journal.Request, by staff.Actor, approval staff.Approval, move Move, reasons []string) error {
	shift, err := t.working(tx, policies, by)
	if err != nil {
		return err
	}
	// Only what the drawer has is told after somebody agreed.
	if err := move.Reason.check(reasons); err != nil {
		return err
	}
	blinded, err := t.vault.Blind(move.Reason.Note)
	if err != nil {
		return err
	}
	approver, err := t.staff.Authorize(tx, by, approval, staff.Deed{Action: staff.MoveCash, Fen: move.Fen, About: staff.PartOf(policies.Counter, move.Direction+"."+move.Reason.Code),
		Terms: staff.Standing(shift.ref.Seq, blinded), Note: move.Reason.Note})
	if err != nil {
		return err
	}
	if err := move.check(tx, policies, shift); err != nil {
		return err
	}
	note, err := t.note(tx, move.Reason.Note, "")
	if err != nil {
		return err
	}
	_, err = t.journal.Append(tx, kindCashMoved, cashMovedV1{Request: request, Shift: shift.ref.Seq, Counter: policies.Counter, Direction: move.Direction,
		Fen: move.Fen, Reason: move.Reason.Code, Note: note, Cashier: by.ID(), Approver: approver})
	return err
}

// check holds a move to whole 角 and to what is in the place that it takes cash from.
func (m Move) check(tx *store.Tx, policies estate.Policies, shift workingShift) error {
	if m.Fen <= 0 {
		return store.Refuse(codeMoveAmount)
	}
	if err := wholeJiao(m.Fen); err != nil {
		return err
	}
	switch m.Direction {
	case MoveIn:
		return m.placeHolds(tx)
	case MoveOut:
		drawer, err := Drawer(tx, policies.Counter, shift.ref, shift.floatFen)
		if err == nil && m.Fen > drawer {
			err = store.Refuse(CodeDrawerShort)
		}
		return err
	}
	return store.Refuse(codeDirection)
}

// wholeJiao refuses what no notes and coins make: such a drawer could never be counted right again.
func wholeJiao(fen money.Fen) error {
	if fen != fen.DownToJiao() {
		return store.Refuse(CodeWholeJiao, fen.Yuan())
	}
	return nil
}

// LogDrawer notes that the drawer is opened, by whom and why. It belongs into the transaction that queues the signal
// to the drawer, so that no drawer opens without an event. Opening it for a payment is a part of that; for anything else it takes
// the right staff.OpenDrawer. Errors: till.reason, staff.may_not, and those of current.
func (t *Till) LogDrawer(tx *store.Tx, by staff.Actor, reason string) error {
	// Nobody types a note to open a drawer; the dash stands for one, which check wants with "other".
	if err := (Reason{Code: reason, Note: "-"}).check(drawerReasons); err != nil {
		return err
	}
	if reason != drawerPayment {
		if err := t.staff.Require(tx, by, staff.OpenDrawer); err != nil {
			return err
		}
	}
	policies, err := estate.ReadPolicies(tx)
	if err != nil {
		return err
	}
	shift, err := t.current(tx, policies, by)
	if err != nil {
		return err
	}
	_, err = t.journal.Append(tx, kindDrawer, drawerV1{Shift: shift.ref.Seq, Reason: reason, By: by.ID()})
	return err
}
