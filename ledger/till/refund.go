package till

import (
	"context"
	"fmt"
	"strconv"
	"strings"

	"shouqi/ledger/billing"
	"shouqi/ledger/calendar"
	"shouqi/ledger/estate"
	"shouqi/ledger/journal"
	"shouqi/ledger/money"
	"shouqi/ledger/staff"
	"shouqi/ledger/store"
)

// RefundSource says where the money of a refund (退款) comes from.
type RefundSource string

// The sources: the household's prepayment, a deposit, and what a payment paid of a bill, which is owed again then.
const (
	FromPrepaid RefundSource = "prepaid"
	FromDeposit RefundSource = "deposit"
	FromPayment RefundSource = "payment"
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

// RefundLine is a part of a refund. Bill is the deposit's bill, or the bill that the payment with the receipt Of paid; both are
// "" for the prepayment. Fen is above zero.
type RefundLine struct {
	Source RefundSource `json:"source"`
	Bill   string       `json:"bill"`
	Of     string       `json:"of"`
	Fen    money.Fen    `json:"fen"`
	// Object and Item are the bill's, filled in by the till.
	Object string `json:"object"`
	Item   string `json:"item"`
	Book   Book   `json:"book"`

	ofRef journal.Ref
}

// RefundWish asks for a refund to a household. Way is Cash, or Transfer to an account that Payee names, which goes to the vault.
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

// IsOverdue reports whether a refund that is neither paid nor refused was promised for a day before today.
func (r Refund) IsOverdue(today calendar.Date) bool {
	return (r.State == RefundAsked || r.State == RefundApproved) && r.DueOn < today
}

// AskRefund asks for a refund and returns it: approved at once where a second person agreed on the spot, else asked, for
// somebody else to decide. The same request again returns the same refund. What is asked is held to what was paid, over all
// ways back together. Errors: till.refund_too_much with the line's item and what is left, till.refund_way, till.refund_lines,
// till.unverified_source, till.unknown_deposit, till.unknown_receipt, till.other_household, and those of Reason.check.
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
	for _, line := range lines {
		body.Lines = append(body.Lines, refundLineV1{line.Source, line.Bill, line.Object, line.Item, line.Book, line.Fen, line.ofRef})
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
	case wish.Way != Cash && wish.Way != Transfer, wish.Way == Transfer && strings.TrimSpace(wish.Payee) == "":
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

// refundLines fills the lines in from the book and holds each to what is left of its source.
func refundLines(tx *store.Tx, room estate.Object, asked []RefundLine) (lines []RefundLine, err error) {
	left := make(map[string]money.Fen) // of each source that the wish has named, in fen
	for _, line := range asked {
		var has money.Fen
		switch line.Source {
		case FromPrepaid:
			line.Bill, line.Of, line.Object, line.Item = "", "", room.ID, PrepaidItem
			has, err = freePrepaid(tx, room.ID)
		case FromDeposit:
			line.Of = ""
			has, err = line.fromDeposit(tx, room)
		case FromPayment:
			has, err = line.fromPayment(tx, room)
		default:
			err = store.Refuse(codeRefundLines, refundLinesMax)
		}
		if err == nil {
			err = line.verified(tx)
		}
		if err != nil {
			return nil, err
		}
		key := string(line.Source) + line.Bill + line.Of
		if _, known := left[key]; !known {
			left[key] = has
		}
		if line.Fen > left[key] {
			return nil, store.Refuse(CodeRefundTooMuch, line.Item, left[key].Yuan())
		}
		left[key] -= line.Fen
		lines = append(lines, line)
	}
	return lines, nil
}

// verified refuses a line whose money came by a code and is still unverified (till.unverified_source, with its receipt): nobody knows
// yet whether it came at all.
func (line RefundLine) verified(tx *store.Tx) error {
	var number string
	found, err := tx.Get("SELECT r.number"+openUnverified+` AND EXISTS (SELECT 1 FROM allocations a WHERE a.device = u.device AND a.seq = u.seq
		AND CASE ?1 WHEN 'prepaid' THEN a.kind = 'prepaid' AND a.object = ?2 ELSE a.bill = unhex(?3) END) LIMIT 1`,
		[]any{string(line.Source), line.Object, line.Bill}, &number)
	if err == nil && found {
		err = store.Refuse(codeUnverifiedSource, number)
	}
	return err
}

// freePrepaid returns what of a household's prepayment nobody asked back yet, in fen.
func freePrepaid(tx *store.Tx, room string) (money.Fen, error) {
	balance, err := Credit(tx, room)
	if err != nil {
		return 0, err
	}
	var asked money.Fen
	_, err = tx.Get(`SELECT coalesce(sum(l.fen), 0) FROM refund_lines l JOIN refunds r ON r.device = l.device AND r.seq = l.seq
		WHERE l.object = ? AND l.source = 'prepaid' AND r.state IN ('asked', 'approved')`, []any{room}, &asked)
	return max(0, balance-asked), err
}

// fromDeposit fills a line in from its deposit and returns what is free of that, in fen.
func (line *RefundLine) fromDeposit(tx *store.Tx, room estate.Object) (money.Fen, error) {
	deposit, err := DepositOf(tx, line.Bill)
	if err != nil {
		return 0, err
	}
	line.Object, line.Item, line.Book = deposit.Object, deposit.Item, DepositBook
	place, err := estate.PlaceOf(tx, deposit.Object)
	if err == nil && place.ID != room.ID && place.Room != room.ID {
		err = store.Refuse(codeOtherHousehold)
	}
	return deposit.FreeFen(), err
}

// fromPayment fills a line in from what a payment paid of a bill and returns what is left of that, in fen: less what earlier
// refunds took or ask, and nothing of a payment that is undone. What a deposit or the prepayment got goes back by its own
// source, and what the prepayment or a deposit paid does not go back in money.
func (line *RefundLine) fromPayment(tx *store.Tx, room estate.Object) (money.Fen, error) {
	of, err := ByNumber(tx, line.Of)
	if err != nil {
		return 0, err
	}
	if of.Object != room.ID {
		return 0, store.Refuse(codeOtherHousehold)
	}
	if of.Kind != Paid || of.UndoneBy != "" {
		return 0, store.Refuse(codeUndone, line.Of)
	}
	line.Of = of.Number
	device, err := journal.Device(tx, of.deviceNo)
	if err != nil {
		return 0, err
	}
	line.ofRef = journal.Ref{Device: device, Seq: of.Seq}
	shares := pair("", of.Tenders, of.Allocations, of.ChangeFen).shares
	var paid money.Fen
	for i, allocation := range of.Allocations {
		if allocation.Kind != ToBill || allocation.Bill != line.Bill || allocation.Book == DepositBook {
			continue
		}
		line.Object, line.Item, line.Book = allocation.Object, allocation.Item, allocation.Book
		for tender, fen := range shares[i] {
			if of.Tenders[tender].Kind.IsReceived() {
				paid += fen
			}
		}
	}
	if paid == 0 {
		return 0, store.Refuse(CodeRefundTooMuch, line.Item, money.Fen(0).Yuan())
	}
	var back, asked money.Fen
	_, err = tx.Get(`SELECT coalesce(sum(CASE WHEN l.of_device = ? AND l.of_seq = ? THEN l.fen END), 0), coalesce(sum(CASE WHEN r.state <> 'paid' THEN l.fen END), 0)
		FROM refund_lines l JOIN refunds r ON r.device = l.device AND r.seq = l.seq
		WHERE l.bill = unhex(?) AND l.source = 'payment' AND r.state IN ('asked', 'approved', 'paid')`, []any{of.deviceNo, of.Seq, line.Bill}, &back, &asked)
	if err != nil {
		return 0, err
	}
	// What was too much on the bill has become prepayment, and goes back from there.
	bill, err := billing.ByID(tx, line.Bill)
	return max(0, min(paid-back, bill.PaidFen-asked)), err
}

// DecideRefund approves or refuses a refund that somebody else asked for. Errors: till.refund_state for one that is decided,
// till.refund_own for one's own, staff.may_not for a person who may not agree to refunds, till.unknown_refund.
func (t *Till) DecideRefund(ctx context.Context, by staff.Actor, number string, approve bool) (refund Refund, err error) {
	err = t.db.Write(ctx, func(tx *store.Tx) error {
		refund, err = RefundByNumber(tx, number)
		switch {
		case err != nil:
			return err
		case !by.Role().MayAgree(staff.Refund):
			return store.Refuse(staff.CodeMayNot, string(staff.Refund))
		case refund.Asker == by.ID():
			return store.Refuse(codeRefundOwn)
		case refund.State != RefundAsked:
			return store.Refuse(codeRefundState, number)
		}
		if err := t.staff.Require(tx, by, staff.Refund); err != nil {
			return err
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
		case refund.Asker != by.ID() && !by.Role().MayAgree(staff.Refund):
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
		return Refund{}, store.Refuse(codeUnknownRefund)
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
		err = store.Refuse(codeUnknownRefund)
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
		all[i].Lines, err = store.All(tx, `SELECT l.source, coalesce(lower(hex(l.bill)), ''), l.object, l.item, l.book, l.fen,
			coalesce((SELECT number FROM receipts WHERE device = l.of_device AND seq = l.of_seq AND line = 1), '')
			FROM refund_lines l WHERE l.device = ? AND l.seq = ? ORDER BY l.line`, []any{all[i].deviceNo, all[i].seq},
			func(scan func(dest ...any) error) (l RefundLine, err error) {
				return l, scan(&l.Source, &l.Bill, &l.Object, &l.Item, &l.Book, &l.Fen, &l.Of)
			})
		if err != nil {
			return nil, err
		}
	}
	return all, nil
}
