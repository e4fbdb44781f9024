package till

import (
	"context"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"regexp"
	"slices"
	"strings"

	"shouqi/ledger/billing"
	"shouqi/ledger/calendar"
	"shouqi/ledger/estate"
	"shouqi/ledger/journal"
	"shouqi/ledger/money"
	"shouqi/ledger/staff"
	"shouqi/ledger/store"
)

// One payment pays at most this many bills with at most this many tenders; a household never comes near it.
const (
	allocationsMax = 500
	tendersMax     = 10
)

// guardForm is what the code of a guard looks like: no words of a person's own come into an event.
var guardForm = regexp.MustCompile(`^[a-z0-9_]{1,40}$`)

// paperForm is what the number of a hand-written receipt looks like.
var paperForm = regexp.MustCompile(`^[0-9A-Za-z-]{1,32}$`)

// BillPart is a bill, by its id, and how much of it in fen is paid now: all that is owed, or less. Of a late fee that is paid in part
// OfFen is all of it; it is 0 where Fen is the whole.
type BillPart struct {
	Bill  string
	Fen   money.Fen
	OfFen money.Fen `json:",omitempty"`
}

// whole returns all of a late fee, of which Fen may be a part.
func (p BillPart) whole() money.Fen { return max(p.Fen, p.OfFen) }

// Order is what a person asks the till to take. Tenders are what was handed over. What is beyond Bills, LateFees and
// PrepayFen is returned as change, or kept as prepayment where KeepChange is set.
type Order struct {
	// RequestID is made when the tender is begun and kept over every retry: one id, one payment.
	RequestID string
	// Room is the household's object id.
	Room  string
	Bills []BillPart
	// LateFees are the late fees that are paid with this order, each of a bill named by its id and as it was shown. They
	// become bills of their own in the payment's transaction, up to its value date. Of a bill that is paid whole the late fee may be
	// paid in part (BillPart.OfFen), 0 included, as Allocate.Part shares a sum out: its own bill then stays open with the rest.
	LateFees []BillPart `json:",omitempty"`
	// PrepayFen is put by as prepayment (预存) with this payment, 0 for nothing, and kept for PrepayPurpose. What is kept of the
	// change is for any purpose.
	PrepayFen     money.Fen
	PrepayPurpose billing.Purpose `json:",omitempty"`
	Tenders       []Tender
	// KeepChange keeps what is over as the household's prepayment instead of giving it back.
	KeepChange bool
	// PayerName is set when somebody else pays on the debtor's behalf; it goes to the vault.
	PayerName string
	// Late makes it a late entry; nil for a payment of today.
	Late *Late
	// Approval is a second person's for everything in the order that takes one, such as a late entry. It is not part of what
	// identifies the request, because a retry may come with another one.
	Approval staff.Approval `json:"-"`
	// why is what a deduction is for, which its second person decides about; "" for any other payment.
	why string
	// Overridden lists the guards the cashier passed over (their codes), for the log.
	Overridden []string
}

// Second returns the actions of an order for which a second person may be wanted: what Order.Approval has to be for.
func (order Order) Second() (actions []staff.Action) {
	if order.Late != nil {
		actions = append(actions, staff.EnterLate)
	}
	if slices.ContainsFunc(order.Tenders, func(t Tender) bool { return t.Kind.IsUnverified() }) {
		actions = append(actions, staff.TakeUnverified)
	}
	if ofKind(order.Tenders, DepositOffset) > 0 {
		actions = append(actions, staff.DeductDeposit)
	}
	if order.PrepayFen > 0 || order.KeepChange {
		actions = append(actions, staff.PassLaw)
	}
	return actions
}

// Late makes the order a late entry (补录) of a hand-written receipt: dated in the past, with its number and a reason.
type Late struct {
	PaperNumber string
	ValueOn     calendar.Date
	Reason      Reason
}

// Receive takes a payment and returns it with its receipt number, once it is on the disk. The same request again
// returns the same payment and takes nothing twice, also after a power cut; till.request_undone where it was undone
// since. Errors: till.amount, till.nothing, till.not_enough, till.change (change that no cash covers),
// till.cash_unneeded (cash that would only come back as change), till.cash_jiao, till.rounding, till.credit_short,
// till.late_fee (another sum by now), till.late_fee_left (a bill paid off without its late fee), till.overpays (a
// bill is owed less), till.reference_phone (a slip's number that is a phone of the household), till.reference_used (a slip that an earlier receipt has, unless ReferenceUsed was passed over),
// till.reference_twice, till.late_* and the errors of working.
func (t *Till) Receive(ctx context.Context, by staff.Actor, order Order) (payment Payment, err error) {
	// No cashier says that a channel's money came: only the channel does, see Promise.
	for _, tender := range order.Tenders {
		if tender.Kind.IsChannel() {
			return Payment{}, store.Refuse(CodeTender, tender.Kind.Name())
		}
	}
	request, err := t.OrderRequest(order)
	if err != nil {
		return Payment{}, err
	}
	return t.take(ctx, by, request, func(*store.Tx, estate.Policies) (Order, error) { return order, nil })
}

// take takes the payment of an order that is known once its transaction is open, once for its request.
func (t *Till) take(ctx context.Context, by staff.Actor, request journal.Request, orderOf func(tx *store.Tx, policies estate.Policies) (Order, error)) (Payment, error) {
	return once(ctx, t, request, replayed, func(tx *store.Tx, policies estate.Policies) (Payment, error) {
		order, err := orderOf(tx, policies)
		if err != nil {
			return Payment{}, err
		}
		body, err := t.received(tx, by, policies, order)
		if err != nil {
			return Payment{}, err
		}
		body.Request = request
		e, err := t.journal.Append(tx, kindReceived, body)
		return body.payment(e), err
	})
}

// replayed returns the payment that a request made before. One that was undone since is till.request_undone, with its
// number: returned as a payment, it would tell the cashier that the money is in the drawer.
func replayed(tx *store.Tx, deviceNo, seq int64) (Payment, error) {
	payment, err := PaymentAt(tx, deviceNo, seq)
	if err == nil && payment.UndoneBy != "" {
		err = store.Refuse(CodeRequestUndone, payment.Number)
	}
	return payment, err
}

// payment returns what PaymentAt would read back of the event, without three more queries while the owner waits.
// Whatever is added to Payment must be added here too.
func (body receivedV1) payment(e journal.Event) Payment {
	p := Payment{Seq: e.Seq, Kind: Paid, State: StateLive, Shift: ShiftRef{Device: e.DeviceNo, Seq: body.Shift}, BusinessOn: body.BusinessOn,
		ValueOn: body.ValueOn, AtMS: e.AtMS, Object: body.Object, Cashier: body.Cashier, ChangeFen: body.ChangeFen,
		CreditAfterFen: body.CreditAfterFen, Tenders: body.Tenders, Allocations: body.Allocations, Hash: hex.EncodeToString(e.Hash[:]),
		deviceNo: e.DeviceNo, payer: body.Payer.Person, payerVersion: body.Payer.Version}
	for _, r := range body.Receipts {
		p.Receipts = append(p.Receipts, Receipt{Number: r.Number, Book: r.Book, Fen: r.Fen, State: StateLive})
		p.TotalFen += r.Fen
	}
	p.Number, p.TenderedFen = p.Receipts[0].Number, p.TotalFen+p.ChangeFen
	if p.Approver = body.approver(); body.Late != nil {
		p.PaperNumber = body.Late.PaperNumber
	}
	return p
}

// received checks an order against the book and builds the body of the event. It writes the bills of the late fees
// and the sealed names and notes on the way; a refusal after that rolls them back with the rest.
func (t *Till) received(tx *store.Tx, by staff.Actor, policies estate.Policies, order Order) (body receivedV1, err error) {
	shift, err := t.working(tx, policies, by)
	if err != nil {
		return body, err
	}
	body = receivedV1{Shift: shift.ref.Seq, Counter: policies.Counter, Cashier: by.ID(), BusinessOn: shift.businessOn, ValueOn: shift.businessOn,
		Object: order.Room, Tenders: order.Tenders, Overridden: order.Overridden}
	if order.Late != nil {
		if body.ValueOn, body.Late, err = t.late(tx, policies, shift, order.Late); err != nil {
			return body, err
		}
	}
	if err := t.workOut(tx, policies, order, &body); err != nil {
		return body, err
	}
	if err := t.authorize(tx, by, policies, shift, order, &body); err != nil {
		return body, err
	}
	if body.Payer, err = t.payer(tx, body.Object, body.ValueOn, order.PayerName); err != nil {
		return body, err
	}
	return body, body.number(tx, policies)
}

// workOut works out what an order pays, to the value date of the body, and holds it to the book: the bills, the late fees, what is paid
// with what, and whether it was paid before.
func (t *Till) workOut(tx *store.Tx, policies estate.Policies, order Order, body *receivedV1) error {
	room, err := estate.PlaceOf(tx, order.Room)
	if err != nil {
		return err
	}
	if err := order.noOpenOrder(tx); err != nil {
		return err
	}
	// The late fees become bills first, so that from here on they are parts like all others, behind the bills of the
	// order.
	late, left, err := t.lateFees(tx, body.Cashier, policies, order, body.ValueOn)
	if err != nil {
		return err
	}
	body.LateLeft = left
	asked := len(order.Bills)
	order.Bills = append(slices.Clone(order.Bills), late...)
	if err := body.allocate(tx, room, order); err != nil {
		return err
	}
	for i := range late {
		body.Allocations[asked+i].Made = true
	}
	if err := settle(tx, room.ID, order, body); err != nil {
		return err
	}
	if err := order.freshReferences(tx); err != nil {
		return err
	}
	if err := t.noPhones(tx, room.ID, body.BusinessOn, order.Tenders, order.Late); err != nil {
		return err
	}
	if err := body.checkGifts(tx, order); err != nil {
		return err
	}
	return order.checkDeposits(tx, room.ID, body.Allocations)
}

// number gives a payment its receipts, and what the household has prepaid after it. It comes last and in the payment's transaction: an
// order that is refused leaves no gap among the receipts.
func (body *receivedV1) number(tx *store.Tx, policies estate.Policies) (err error) {
	if body.CreditAfterFen, err = creditAfter(tx, body.Object, body.Tenders, body.Allocations, 1); err != nil {
		return err
	}
	body.Receipts, err = nextReceipts(tx, policies.Counter, body.BusinessOn, divided(policies, body.Allocations))
	return err
}

// authorize asks in one call for the right to everything that a payment does: collecting, the rounding (抹零) if
// there is one, a late entry, a deposit that is spent, money on the cashier's word, and what rules of the law are passed by what is put by.
// It keeps in the body who agreed.
func (t *Till) authorize(tx *store.Tx, by staff.Actor, policies estate.Policies, shift workingShift, order Order, body *receivedV1) (err error) {
	deeds := []staff.Deed{{Action: staff.Collect}}
	if fen := ofKind(body.Tenders, Rounding); fen > 0 {
		deeds = append(deeds, staff.Deed{Action: staff.Round, Fen: fen})
	}
	if order.Late != nil {
		deed, err := t.lateDeed(order, body)
		if err != nil {
			return err
		}
		deeds = append(deeds, deed)
	}
	if fen := ofKind(body.Tenders, DepositOffset); fen > 0 {
		deeds = append(deeds, order.deductionDeed(body, fen))
	}
	deed, found, err := order.unverifiedDeed(tx, shift)
	if err != nil {
		return err
	}
	if found {
		deed.About = body.Object
		deed.Terms = staff.NewTerms("number", order.unverifiedReferences(), "content", body.content())
		deeds = append(deeds, deed)
	}
	said, of, err := t.lawOf(tx, policies, body)
	if err != nil {
		return err
	}
	body.Law = said.Passed()
	body.Approver, err = billing.Authorize(t.staff, tx, by, order.Approval, said, of, deeds...)
	return err
}

// creditAfter returns all that a household has prepaid, whatever it is kept for, in fen, after tenders and allocations: taken as they are with
// sign 1, undone with sign -1.
func creditAfter(tx *store.Tx, room string, tenders []Tender, allocations []Allocation, sign money.Fen) (money.Fen, error) {
	balance, err := Held(tx, room)
	balance -= sign * ofKind(tenders, Prepaid)
	for _, a := range allocations {
		if a.Kind == ToPrepaid {
			balance += sign * a.Fen
		}
	}
	return balance, err
}

// allocate checks each part of an order against what its bill is owed at this moment and whether the household owes
// it, and writes the allocations (核销): the bills in the order of the parts, then the prepayment. A bill that is
// paid off by the value date must have its late fee paid off too; a fee that nobody waived would be lost otherwise.
func (body *receivedV1) allocate(tx *store.Tx, room estate.Object, order Order) error {
	if err := order.check(room); err != nil {
		return err
	}
	seen := make(map[string]bool, len(order.Bills))
	body.Allocations = make([]Allocation, 0, len(order.Bills)+1)
	var paidOff []billing.Bill
	bills, err := order.bills(tx)
	if err != nil {
		return err
	}
	for i, part := range order.Bills {
		bill := bills[i]
		if err := ofHousehold(tx, room, bill); err != nil {
			return err
		}
		if part.Fen <= 0 || seen[part.Bill] {
			return store.Refuse(CodeAmount)
		}
		// Another counter may have taken the bill, or the office undone it, since the screen read it.
		if bill.Undone || part.Fen > bill.OwedFen() {
			return store.Refuse(CodeOverpays, bill.Item, bill.OwedFen().Yuan())
		}
		if seen[part.Bill] = true; part.Fen == bill.OwedFen() {
			paidOff = append(paidOff, bill)
		}
		body.Allocations = append(body.Allocations, Allocation{Kind: ToBill, Bill: part.Bill, Object: bill.Object, Item: bill.Item, Fen: part.Fen, Book: BookOf(bill.Kind)})
	}
	if order.PrepayFen > 0 {
		body.Allocations = append(body.Allocations, Allocation{Kind: ToPrepaid, Object: room.ID, Fen: order.PrepayFen, Purpose: order.PrepayPurpose})
	}
	return noLateFeeLeft(tx, paidOff, body.ValueOn)
}

// bills reads what each part of an order pays, in their order.
func (order Order) bills(tx *store.Tx) ([]billing.Bill, error) {
	ids := make([]string, len(order.Bills))
	for i, part := range order.Bills {
		ids[i] = part.Bill
	}
	return billing.Payable(tx, ids)
}

// noLateFeeLeft refuses (till.late_fee_left) to pay bills off without their late fees. The refusal has the first such
// bill's item, its late fee, what it owes without the fee and with it.
func noLateFeeLeft(tx *store.Tx, paidOff []billing.Bill, valueOn calendar.Date) error {
	left, err := billing.LateFees(tx, paidOff, valueOn)
	if err != nil || len(left) == 0 {
		return err
	}
	owed, fee := left[0].Bill.OwedFen(), left[0].Fen
	return store.Refuse(codeLateFeeLeft, left[0].Bill.Item, fee.Yuan(), owed.Yuan(), (owed + fee).Yuan())
}

// ofHousehold refuses a bill that is neither the room's nor one of its spaces'.
func ofHousehold(tx *store.Tx, room estate.Object, bill billing.Bill) error {
	if bill.Object == room.ID {
		return nil
	}
	space, err := estate.PlaceOf(tx, bill.Object)
	if err == nil && space.Room != room.ID {
		err = store.Refuse(codeOtherHousehold)
	}
	return err
}

// check looks at an order by itself: its size, the codes of its guards and whether the room is one that pays. Errors:
// till.too_many, till.overridden, till.other_household, till.amount.
func (order Order) check(room estate.Object) error {
	gifts := 0
	for _, tender := range order.Tenders {
		if tender.Kind == OfferGift {
			gifts++
		}
	}
	if len(order.Bills) > allocationsMax || len(order.Tenders)-gifts > tendersMax || gifts > allocationsMax || len(order.Overridden) > tendersMax {
		return store.Refuse(codeTooMany, allocationsMax)
	}
	for _, guard := range order.Overridden {
		if !guardForm.MatchString(guard) {
			return store.Refuse(codeOverridden)
		}
	}
	if room.Kind == estate.Space && room.Room != "" {
		return store.Refuse(codeOtherHousehold) // its credit would be nobody's: the room it belongs to pays
	}
	if order.PrepayFen < 0 {
		return store.Refuse(CodeAmount)
	}
	if !order.PrepayPurpose.IsKnown() {
		return store.Refuse(codePurpose, string(order.PrepayPurpose))
	}
	return nil
}

// payer returns who pays: the debtor of the room on that day, or a typed name sealed for this payment alone
// (till.payer_name if too long).
func (t *Till) payer(tx *store.Tx, room string, on calendar.Date, name string) (payerV1, error) {
	if name = strings.TrimSpace(name); name != "" {
		if len([]rune(name)) > 60 {
			return payerV1{}, store.Refuse(codePayerName, 60)
		}
		return t.typedPayer(tx, name)
	}
	debtor, version, err := estate.Debtor(tx, room, on)
	return payerV1{Person: debtor, Version: version}, err
}

// typedPayer seals a typed name as the record of a subject of its own, "payer/" and an id. Whoever pays on behalf of
// a debtor need not be a party of the estate, and two payments with the same name are not known to be by the same
// person.
func (t *Till) typedPayer(tx *store.Tx, name string) (payerV1, error) {
	subject, err := newID()
	if err != nil {
		return payerV1{}, err
	}
	content, err := json.Marshal(estate.Profile{Name: name})
	if err != nil {
		return payerV1{}, store.Fail(journal.CodeBody, err, "payer", 0)
	}
	record, err := t.vault.Put(tx, "payer/"+subject, "", content)
	return payerV1{Person: record.Subject, Version: record.Version, Record: record}, err
}

// late checks a late entry and returns its value date and what the event keeps of it. A paper of this morning may come late too: the power was off,
// or the book that gave it is lost. Errors: till.late_date for a day that is none or after the shift's, till.late_closed for one in a closed month, till.late_paper for a
// number that is none, till.late_twice, with the receipt, for one that a payment has already, and those of
// Reason.check.
func (t *Till) late(tx *store.Tx, policies estate.Policies, shift workingShift, late *Late) (calendar.Date, *lateV1, error) {
	valueOn, err := calendar.ParseDate(string(late.ValueOn))
	if err != nil || valueOn > shift.businessOn {
		return "", nil, store.Refuse(CodeLateDate, string(shift.businessOn))
	}
	// Months compare as text; ClosedMonth "" closes none.
	if valueOn.Month() <= policies.ClosedMonth {
		return "", nil, store.Refuse(CodeLateClosed, policies.ClosedMonth)
	}
	if !paperForm.MatchString(late.PaperNumber) {
		return "", nil, store.Refuse(CodeLatePaper)
	}
	if err := late.Reason.check(LateReasons); err != nil {
		return "", nil, err
	}
	if err := notOurs(tx, policies.Counter, late.PaperNumber); err != nil {
		return "", nil, err
	}
	number := ""
	// A paper number may be entered again once the payment that has it is undone: the entry itself may have been
	// wrong.
	taken, err := tx.Get(`SELECT r.number FROM payments p JOIN receipts r ON r.device = p.device AND r.seq = p.seq AND r.line = 1
		WHERE p.paper_number = ? AND p.paper_number <> '' AND NOT EXISTS (SELECT 1 FROM undoings WHERE of_device = p.device AND of_seq = p.seq)`,
		[]any{late.PaperNumber}, &number)
	if err != nil {
		return "", nil, err
	}
	if taken {
		return "", nil, store.Refuse(CodeLateTwice, late.PaperNumber, number)
	}
	note, err := t.note(tx, late.Reason.Note, "")
	return valueOn, &lateV1{PaperNumber: late.PaperNumber, Reason: late.Reason.Code, Note: note}, err
}

// notOurs returns till.late_own for a number of this counter's own receipts that one has, or that one will have. One that was skipped may be
// entered: its paper was given by a book that is lost.
func notOurs(tx *store.Tx, counter, paper string) error {
	series, no, ok := parseNumber(TypedNumber(paper))
	if !ok || !strings.HasPrefix(series, counter+"-") {
		return nil
	}
	skipped, err := tx.Get("SELECT 1 FROM skipped_receipts WHERE series = ? AND ? BETWEEN from_no AND to_no", []any{series, no}, new(int))
	if err != nil || skipped {
		return err
	}
	last, err := lastNumber(tx, series)
	given, unread := tx.Get("SELECT 1 FROM receipts WHERE series = ? AND no = ?", []any{series, no}, new(int))
	if err = errors.Join(err, unread); err == nil && (given || no > last) {
		err = store.Refuse(codeLateOwn, paper)
	}
	return err
}

// nextReceipts returns receipts for parts with the next numbers of the counter's series of the year, as in 01-2026-000123. It
// reserves nothing: the projector writes the receipts in the same transaction, in which nobody else can write.
func nextReceipts(tx *store.Tx, counter string, on calendar.Date, parts []receiptFen) ([]receiptV1, error) {
	series := fmt.Sprintf("%s-%d", counter, on.Year())
	last, err := lastNumber(tx, series)
	if err != nil {
		return nil, err
	}
	receipts := make([]receiptV1, len(parts))
	for i, part := range parts {
		last++
		receipts[i] = receiptV1{Series: series, No: last, Number: receiptNumber(series, last), Fen: part.fen, Book: part.book}
	}
	return receipts, nil
}
