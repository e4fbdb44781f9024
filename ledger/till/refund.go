package till

import (
	"context"
	"fmt"
	"strconv"
	"strings"

	"shouqi/ledger/calendar"
	"shouqi/ledger/estate"
	"shouqi/ledger/journal"
	"shouqi/ledger/money"
	"shouqi/ledger/staff"
	"shouqi/ledger/store"
)

// RefundState says how far a refund is.
type RefundState string

// The states. One person asks and another approves or refuses; who asked may withdraw it until it is paid.
const (
	RefundAsked     RefundState = "asked"
	RefundApproved  RefundState = "approved"
	RefundRefused   RefundState = "refused"
	RefundWithdrawn RefundState = "withdrawn"
	RefundPaid      RefundState = "paid"
)

// refundLinesMax bounds the lines of one refund, and refundDays is how long it may take where nobody says a day: 15 days, within
// which the house's own rules promise one.
const (
	refundLinesMax = 100
	refundDays     = 15
)

// RefundWish asks for a refund to a household. Way is Cash, Transfer to an account that Payee names, which goes to the vault, or the
// channel that the one payment came over which all lines are from (原路退回).
// DueOn is the day by which it is promised, "" for 15 days from today.
type RefundWish struct {
	RequestID string
	Room      string
	Lines     []RefundLine
	Way       TenderKind
	Payee     string
	Reason    Reason
	DueOn     calendar.Date
}

// RefundReasons are the reasons that screens offer, numbered from 1 in this order. "other" wants a note.
var RefundReasons = []string{"paid_too_much", "moved_out", "works_done", "service_ended", "owner_asks", "other"}

// Refund is a refund as the book has it. Number is by what people name it. Asker, Decider and Payer are staff ids, "" for
// nobody yet; Receipt is the number of its paper once it is paid.
type Refund struct {
	Number  string        `json:"number"`
	State   RefundState   `json:"state"`
	Object  string        `json:"object"`
	Fen     money.Fen     `json:"fen"`
	Way     TenderKind    `json:"way"`
	Reason  string        `json:"reason"`
	AskedOn calendar.Date `json:"askedOn"`
	DueOn   calendar.Date `json:"dueOn"`
	Asker   string        `json:"asker"`
	Decider string        `json:"decider"`
	Receipt string        `json:"receipt"`
	Lines   []RefundLine  `json:"lines"`

	deviceNo, seq int64
}

// Dueness says how near the day is for which a refund is promised.
type Dueness string

// A refund that waits is overdue once its day is past, and due soon from RefundSoonDays days before it; one that ended is neither.
const (
	NotDue  Dueness = ""
	DueSoon Dueness = "soon"
	Overdue Dueness = "overdue"
)

// RefundSoonDays is how many days before its day a refund is due soon.
const RefundSoonDays = 3

// Dueness returns how near its day is today.
func (r Refund) Dueness(today calendar.Date) Dueness {
	switch {
	case r.IsOverdue(today):
		return Overdue
	case (r.State == RefundAsked || r.State == RefundApproved) && r.DueOn <= today.AddDays(RefundSoonDays):
		return DueSoon
	}
	return NotDue
}

// IsOverdue reports whether a refund that is neither paid nor refused was promised for a day before today.
func (r Refund) IsOverdue(today calendar.Date) bool {
	return (r.State == RefundAsked || r.State == RefundApproved) && r.DueOn < today
}

// AskRefund asks for a refund and returns it: approved at once where a second person agreed on the spot, else asked, for
// somebody else to decide. The same request again returns the same refund. What is asked is held to what was paid, over all
// ways back together. Errors: till.refund_too_much with the line's item and what is left, till.refund_way, till.refund_lines,
// till.unverified_source, till.unknown_deposit, till.deposit_frozen, till.inspect_missing, till.inspect_failed, till.inspect_approver where who agrees on the
// spot has inspected, till.unknown_receipt, till.other_household, and those of Reason.check.
func (t *Till) AskRefund(ctx context.Context, by staff.Actor, approval staff.Approval, wish RefundWish) (Refund, error) {
	request, err := t.refundRequest(wish)
	if err != nil {
		return Refund{}, err
	}
	return once(ctx, t, request, RefundAt, func(tx *store.Tx, policies estate.Policies) (Refund, error) {
		body, err := t.refundAsked(tx, by, policies, approval, wish)
		if err != nil {
			return Refund{}, err
		}
		body.Request = request
		e, err := t.journal.Append(tx, kindRefundAsked, body)
		if err != nil {
			return Refund{}, err
		}
		return RefundAt(tx, e.DeviceNo, e.Seq)
	})
}

// refundAsked checks a wish against the book and builds the body of its event.
func (t *Till) refundAsked(tx *store.Tx, by staff.Actor, policies estate.Policies, approval staff.Approval, wish RefundWish) (body refundAskedV1, err error) {
	room, err := estate.PlaceOf(tx, wish.Room)
	if err != nil {
		return body, err
	}
	today := t.today(policies)
	body = refundAskedV1{Object: room.ID, Way: wish.Way, Reason: wish.Reason.Code, AskedOn: today, DueOn: wish.DueOn, By: by.ID()}
	if body.DueOn == "" {
		body.DueOn = today.AddDays(refundDays)
	}
	if err := wish.check(today, body.DueOn); err != nil {
		return body, err
	}
	// Who may not agree on the spot may still ask: somebody else decides later.
	body.Approver, err = t.staff.Authorize(tx, by, approval, staff.Deed{Action: staff.Refund})
	if store.Code(err) == staff.CodeNeedsApproval {
		err = nil
	}
	if err != nil {
		return body, err
	}
	lines, err := refundLines(tx, room, wish.Lines)
	if err != nil {
		return body, err
	}
	if err := mayApproveBack(tx, lines, body.Approver.Person); err != nil {
		return body, err
	}
	if wish.Way.GoesBack() {
		if _, err := wayBack(tx, wish.Way, room.ID, lines); err != nil {
			return body, err
		}
	}
	for _, line := range lines {
		body.Lines = append(body.Lines, refundLineV1{line.Source, line.Bill, line.Object, line.Item, line.Book, line.Fen, line.ofRef, line.Purpose})
	}
	if body.Payee, err = t.note(tx, strings.TrimSpace(wish.Payee), ""); err != nil {
		return body, err
	}
	body.Note, err = t.note(tx, wish.Reason.Note, "")
	return body, err
}

// check looks at a wish by itself.
func (wish RefundWish) check(today, dueOn calendar.Date) error {
	if err := wish.Reason.check(RefundReasons); err != nil {
		return err
	}
	_, err := calendar.ParseDate(string(dueOn))
	switch {
	case len(wish.Lines) == 0 || len(wish.Lines) > refundLinesMax:
		return store.Refuse(codeRefundLines, refundLinesMax)
	case wish.Way != Cash && wish.Way != Transfer && !wish.Way.GoesBack(), wish.Way == Transfer && strings.TrimSpace(wish.Payee) == "":
		return store.Refuse(codeRefundWay)
	case err != nil || dueOn < today:
		return store.Refuse(codeRefundDue)
	case len([]rune(wish.Payee)) > noteMax:
		return store.Refuse(codeNote, noteMax)
	}
	sum := money.Fen(0)
	for _, line := range wish.Lines {
		if line.Fen <= 0 || line.Fen > money.MaxFen {
			return store.Refuse(CodeAmount)
		}
		if sum, err = money.Add(sum, line.Fen); err != nil {
			return store.Fail(CodeAmount, err)
		}
	}
	if wish.Way == Cash {
		return wholeJiao(sum)
	}
	return nil
}

// DecideRefund approves or refuses a refund that somebody else asked for. Errors: till.refund_state for one that is decided,
// till.refund_own for one's own, staff.may_not for a person who may not agree to refunds, till.inspect_approver for who inspected for a
// deposit of it and approves, till.unknown_refund.
func (t *Till) DecideRefund(ctx context.Context, by staff.Actor, number string, approve bool) (refund Refund, err error) {
	err = t.db.Write(ctx, func(tx *store.Tx) error {
		if refund, err = RefundByNumber(tx, number); err != nil {
			return err
		}
		if err := t.staff.RequireAgree(tx, by, staff.Refund); err != nil {
			return err
		}
		if err := t.staff.Require(tx, by, staff.Refund); err != nil {
			return err
		}
		switch {
		case refund.Asker == by.ID():
			return store.Refuse(codeRefundOwn)
		case refund.State != RefundAsked:
			return store.Refuse(codeRefundState, number)
		}
		if approve {
			if err := mayApproveBack(tx, refund.Lines, by.ID()); err != nil {
				return err
			}
		}
		return t.refundMoves(tx, &refund, refundDecidedV1{Approved: approve, By: by.ID()})
	})
	return refund, err
}

// WithdrawRefund takes back a refund that is not paid yet, by who asked for it or somebody who may agree to refunds. Errors as of
// DecideRefund.
func (t *Till) WithdrawRefund(ctx context.Context, by staff.Actor, number string) (refund Refund, err error) {
	err = t.db.Write(ctx, func(tx *store.Tx) error {
		refund, err = RefundByNumber(tx, number)
		switch {
		case err != nil:
			return err
		case refund.Asker != by.ID() && t.staff.RequireAgree(tx, by, staff.Refund) != nil:
			return store.Refuse(staff.CodeMayNot, string(staff.Refund))
		case refund.State != RefundAsked && refund.State != RefundApproved:
			return store.Refuse(codeRefundState, number)
		}
		if err := t.staff.Require(tx, by, staff.Refund); err != nil {
			return err
		}
		return t.refundMoves(tx, &refund, refundDecidedV1{Withdrawn: true, By: by.ID()})
	})
	return refund, err
}

// refundMoves appends what was decided of a refund and reads it anew.
func (t *Till) refundMoves(tx *store.Tx, refund *Refund, body refundDecidedV1) error {
	device, err := journal.Device(tx, refund.deviceNo)
	if err != nil {
		return err
	}
	body.Of = journal.Ref{Device: device, Seq: refund.seq}
	if _, err := t.journal.Append(tx, kindRefundDecided, body); err != nil {
		return err
	}
	*refund, err = RefundAt(tx, refund.deviceNo, refund.seq)
	return err
}

// refundNumber returns the number by which people name a refund: T, the counter's device, and the event that asked for it.
func refundNumber(deviceNo, seq int64) string { return fmt.Sprintf("T%d-%d", deviceNo, seq) }

// RefundByNumber returns a refund; till.unknown_refund for a number that none has.
func RefundByNumber(tx *store.Tx, number string) (Refund, error) {
	device, seq, found := strings.Cut(strings.TrimPrefix(strings.ToUpper(number), "T"), "-")
	deviceNo, notDevice := strconv.ParseInt(device, 10, 64)
	seqNo, notSeq := strconv.ParseInt(seq, 10, 64)
	if !found || notDevice != nil || notSeq != nil {
		return Refund{}, store.Refuse(CodeUnknownRefund)
	}
	return RefundAt(tx, deviceNo, seqNo)
}

// RefundAt returns the refund that an event asked for, by the small number of its device and its sequence number;
// till.unknown_refund where it asked for none.
func RefundAt(tx *store.Tx, deviceNo, seq int64) (Refund, error) {
	return oneRefund(refunds(tx, "WHERE r.device = ? AND r.seq = ?", deviceNo, seq))
}

// oneRefund returns the first of what refunds returned; till.unknown_refund where there is none.
func oneRefund(all []Refund, err error) (Refund, error) {
	if err == nil && len(all) == 0 {
		err = store.Refuse(CodeUnknownRefund)
	}
	if err != nil {
		return Refund{}, err
	}
	return all[0], nil
}

// OpenRefunds returns the refunds that are asked for or approved and not paid, those due first first, at most limit and never
// over 1,000.
func OpenRefunds(tx *store.Tx, limit int) ([]Refund, error) {
	return refunds(tx, "WHERE r.state IN ('asked', 'approved') ORDER BY r.due_on, r.device, r.seq LIMIT ?", listed(limit))
}

// DueRefunds returns the refunds that are asked for or approved and promised for on or a day before, those due first first, at most
// limit and never over 1,000.
func DueRefunds(tx *store.Tx, on calendar.Date, limit int) ([]Refund, error) {
	return refunds(tx, "WHERE r.state IN ('asked', 'approved') AND r.due_on <= ? ORDER BY r.due_on, r.device, r.seq LIMIT ?", string(on), listed(limit))
}

// WaitingRefunds counts the refunds that others than a person asked for and nobody has decided, and those that are approved and not paid.
func WaitingRefunds(tx *store.Tx, person string) (toDecide, toPay int, err error) {
	_, err = tx.Get("SELECT count(*) FILTER (WHERE state = 'asked' AND person <> ?), count(*) FILTER (WHERE state = 'approved') FROM refunds WHERE state IN ('asked', 'approved')",
		[]any{person}, &toDecide, &toPay)
	return toDecide, toPay, err
}

// RefundsOf returns a household's refunds, the newest first, at most limit and never over 1,000.
func RefundsOf(tx *store.Tx, room string, limit int) ([]Refund, error) {
	return refunds(tx, "WHERE r.object = ? ORDER BY r.asked_on DESC, r.device DESC, r.seq DESC LIMIT ?", room, listed(limit))
}

// refunds returns what where selects, each with its lines.
func refunds(tx *store.Tx, where string, args ...any) ([]Refund, error) {
	all, err := store.All(tx, `SELECT r.device, r.seq, r.state, r.object, r.fen, r.way, r.reason, r.asked_on, r.due_on, r.person, r.decider,
		coalesce((SELECT number FROM receipts WHERE device = r.paid_device AND seq = r.paid_seq AND line = 1), '') FROM refunds r `+where, args,
		func(scan func(dest ...any) error) (r Refund, err error) {
			err = scan(&r.deviceNo, &r.seq, &r.State, &r.Object, &r.Fen, &r.Way, &r.Reason, &r.AskedOn, &r.DueOn, &r.Asker, &r.Decider, &r.Receipt)
			r.Number = refundNumber(r.deviceNo, r.seq)
			return r, err
		})
	if err != nil {
		return nil, err
	}
	for i := range all {
		all[i].Lines, err = store.All(tx, `SELECT l.source, coalesce(lower(hex(l.bill)), ''), l.object, l.item, l.book, l.fen, l.purpose,
			coalesce((SELECT number FROM receipts WHERE device = l.of_device AND seq = l.of_seq ORDER BY book = l.book DESC, book = '' DESC, line LIMIT 1), '')
			FROM refund_lines l WHERE l.device = ? AND l.seq = ? ORDER BY l.line`, []any{all[i].deviceNo, all[i].seq},
			func(scan func(dest ...any) error) (l RefundLine, err error) {
				return l, scan(&l.Source, &l.Bill, &l.Object, &l.Item, &l.Book, &l.Fen, &l.Purpose, &l.Of)
			})
		if err != nil {
			return nil, err
		}
	}
	return all, nil
}

// refundRequest identifies a wish for a refund, with the payee and the typed note blinded.
func (t *Till) refundRequest(wish RefundWish) (request journal.Request, err error) {
	if wish.Reason.Note, err = t.vault.Blind(wish.Reason.Note); err != nil {
		return request, err
	}
	if wish.Payee, err = t.vault.Blind(wish.Payee); err != nil {
		return request, err
	}
	return journal.NewRequest(wish.RequestID, wish)
}

// applyRefundAsked writes a refund that was asked for, with its lines.
func applyRefundAsked(tx *store.Tx, e journal.Event, body refundAskedV1) error {
	if err := body.Request.Record(tx, e); err != nil {
		return err
	}
	if err := body.Approver.Use(tx, e); err != nil {
		return err
	}
	for _, sealed := range []interface {
		Refer(tx *store.Tx, deviceNo, seq int64) error
	}{body.Note, body.Payee} {
		if err := sealed.Refer(tx, e.DeviceNo, e.Seq); err != nil {
			return err
		}
	}
	state := RefundAsked
	if body.Approver.Person != "" {
		state = RefundApproved
	}
	var sum money.Fen
	for _, line := range body.Lines {
		sum += line.Fen
	}
	if _, err := tx.Exec(`INSERT INTO refunds (device, seq, object, fen, way, reason, asked_on, due_on, person, state, decider) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
		e.DeviceNo, e.Seq, body.Object, int64(sum), string(body.Way), body.Reason, string(body.AskedOn), string(body.DueOn), body.By, string(state), body.Approver.Person); err != nil {
		return err
	}
	for i, line := range body.Lines {
		if err := line.insert(tx, e, i+1); err != nil {
			return err
		}
	}
	return nil
}

// applyRefundDecided moves a refund on. One that is decided already stays as it is: of two decisions the one folded first holds,
// and a withdrawal ends one that is not paid.
func applyRefundDecided(tx *store.Tx, e journal.Event, body refundDecidedV1) error {
	device, err := journal.DeviceNo(tx, body.Of.Device)
	if err != nil {
		return err
	}
	if body.Withdrawn {
		_, err = tx.Exec("UPDATE refunds SET state = ?, decider = ? WHERE device = ? AND seq = ? AND state IN ('asked', 'approved')",
			string(RefundWithdrawn), body.By, device, body.Of.Seq)
		return err
	}
	state := RefundRefused
	if body.Approved {
		state = RefundApproved
	}
	_, err = tx.Exec("UPDATE refunds SET state = ?, decider = ? WHERE device = ? AND seq = ? AND state = 'asked'", string(state), body.By, device, body.Of.Seq)
	return err
}
