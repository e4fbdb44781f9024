package report

import (
	"cmp"
	"fmt"
	"strconv"
	"strings"
	"time"

	"shouqi/ledger/billing"
	"shouqi/ledger/calendar"
	"shouqi/ledger/estate"
	"shouqi/ledger/journal"
	"shouqi/ledger/law"
	"shouqi/ledger/lease"
	"shouqi/ledger/meter"
	"shouqi/ledger/money"
	"shouqi/ledger/staff"
	"shouqi/ledger/store"
	"shouqi/ledger/till"
	"shouqi/ledger/vault"
)

// trailReasons are the keys under which the catalogue has the reasons of each kind of event.
var trailReasons = map[string]string{
	"payment.voided": "receipts.reason.", "payment.reversed": "receipts.reason.", "payment.received": "desk.late.",
	"bill.undone": "run.reason.", "bill.reduced": "run.reduce.", "late_fee.waived": "desk.waive.",
	"meter.replaced": "readings.reason.", "reading.corrected": "readings.reason.", "reading.undone": "readings.reason.",
	"deposit.frozen": "refunds.freeze.", "deposit.unfrozen": "refunds.unfreeze.", "deposit.moved": "refunds.moving.",
	"refund.asked": "refunds.reason.", "drawer.opened": "trail.drawer.", "cash.moved": "shift.reason.",
	"cash.unbanked": "cash.reason.", "shift.opened": "shift.reason.", "shift.closed": "shift.reason.", "staff.agreed": "action.", "approval.asked": "action.",
	"prepayment.moved": "prepaid.reason.", "prepayment.frozen": "prepaid.reason.",
}

// trailTeller puts the events of a trail into words.
type trailTeller struct {
	tx       *store.Tx
	names    *nameBook
	say      Say
	counters map[int64]string
}

// tell returns an event in words. One that did not fit what another counter had done before it may speak of what there is not: of that its own words are told.
func (t trailTeller) tell(e trailEvent) (Deed, error) {
	deed, err := t.told(e)
	if err == nil || store.Code(err) == store.CodeInternal {
		return deed, err
	}
	if contested, other := t.tx.Get("SELECT 1 FROM conflicts WHERE device = ? AND seq = ?", []any{e.deviceNo, e.seq}, new(int)); other != nil || !contested {
		return deed, cmp.Or(other, err)
	}
	deed.Fen, deed.Receipts = cmp.Or(deed.Fen, e.moved()), strings.Join(e.numbers(), "、")
	deed.About, err = t.object(e)
	return deed, err
}

// moved returns what the tenders of an event brought in.
func (e trailEvent) moved() (sum money.Fen) {
	var tenders []till.Tender
	e.read("tenders", &tenders)
	for _, tender := range tenders {
		sum += tender.Fen
	}
	return sum - money.Fen(e.number("changeFen"))
}

// numbers are those of the receipts that an event gave out.
func (e trailEvent) numbers() (all []string) {
	var receipts []struct {
		Number string `json:"number"`
	}
	e.read("receipts", &receipts)
	for _, one := range receipts {
		all = append(all, one.Number)
	}
	return all
}

// told returns an event in words.
func (t trailTeller) told(e trailEvent) (deed Deed, err error) {
	deed = Deed{Time: time.UnixMilli(e.atMS).In(calendar.Zone).Format("2006-01-02 15:04:05"), Kind: e.kind, Fen: e.fen(), What: t.say("trail." + e.kind + variant(e))}
	if code := cmp.Or(e.text("reason"), e.text("late.reason"), e.text("action")); code != "" {
		deed.Reason = t.say(trailReasons[e.kind] + code)
	}
	if code := e.text("slipReason"); code != "" {
		deed.Reason = strings.TrimPrefix(deed.Reason+"；"+t.say("shift.slip.reason."+code), "；")
	}
	who := cmp.Or(e.text("by"), e.text("cashier"), e.text("promise.cashier"))
	if who == "" && strings.HasPrefix(e.kind, "staff.") {
		who = e.text("person")
	}
	if deed.By, err = t.names.person(who); err != nil {
		return deed, err
	}
	if deed.Approver, err = t.names.person(e.text("approver.person")); err != nil {
		return deed, err
	}
	if deed.Counter, err = t.counter(e); err != nil {
		return deed, err
	}
	if strings.HasPrefix(e.kind, "payment.") {
		return deed, t.payment(e, &deed)
	}
	deed.Receipts = e.text("number")
	if e.kind == "refund.decided" {
		refund, err := t.refundOf(e, "of")
		if err != nil {
			return deed, err
		}
		deed.Fen = refund.Fen
	}
	switch deed.About, err = t.about(e); e.kind {
	case "book.restored":
		deed.About = replacedWords(e)
	case "receipts.skipped":
		deed.About = skippedWords(e)
	case "counter.placed":
		deed.About = e.text("paper")
	}
	return deed, err
}

// skippedWords says which receipts, or which shifts of a counter, no paper of this book will have.
func skippedWords(e trailEvent) string {
	if counter, ok := strings.CutSuffix(e.text("series"), till.ShiftSeries("")); ok {
		return fmt.Sprintf("%s 号柜台第 %d 至 %d 班", counter, e.number("from"), e.number("to"))
	}
	return fmt.Sprintf("%s-%06d 至 %06d", e.text("series"), e.number("from"), e.number("to"))
}

// replacedWords says what took the place of a book, and what of it is gone.
func replacedWords(e trailEvent) string {
	from := e.text("from")
	if from != "" {
		from = "用 " + from + " "
	}
	switch {
	case e.isSet("rebuilt"):
		return from + "自己的记录推算，没有少"
	case e.number("seq") == 0:
		return from + "原处没有读得出的账本，比不出少了什么"
	case e.number("payments") > 0:
		return fmt.Sprintf("%s少了 %d 条记录，其中收款、退款 %d 笔", from, e.number("discarded"), e.number("payments"))
	}
	return fmt.Sprintf("%s少了 %d 条记录", from, e.number("discarded"))
}

// variant returns what follows the kind in the key of its words, where one kind is several deeds.
func variant(e trailEvent) string {
	switch {
	case e.kind == "payment.received" && e.text("late.reason") != "":
		return ".late"
	case e.kind == "vault.slot_set":
		return slotVariant(e)
	case e.isSet("recovery"): // nobody else could approve, and the recovery key was brought
		return ".recovery"
	case e.isSet("rebuilt"):
		return ".rebuilt"
	case e.isSet("alone"): // nobody else could approve
		return ".alone"
	case e.kind == "receipts.skipped" && strings.HasSuffix(e.text("series"), till.ShiftSeries("")):
		return ".shifts"
	case e.kind == "cash.moved":
		return "." + e.text("direction")
	case e.kind == "deposit.inspected" && e.isSet("passed"):
		return ".passed"
	case e.kind == "cash.counterfeit":
		return "." + e.text("what")
	case e.kind == "refund.decided" && e.isSet("withdrawn"):
		return ".withdrawn"
	case e.kind == "refund.decided" && e.isSet("approved"):
		return ".approved"
	case e.kind == "package.set" && !e.isSet("active"):
		return ".ended"
	case e.kind == "approval.moved":
		return "." + e.text("state")
	case e.kind == "prepayment.frozen" && !e.isSet("frozen"):
		return ".released"
	case e.kind == "prepayment.auto_set" && e.isSet("auto"), e.kind == "receipt.large_set" && e.isSet("large"):
		return ".on"
	}
	return ""
}

// slotVariant says which key of the book was set; a recovery key that was set before is void from then on.
func slotVariant(e trailEvent) string {
	words, _, _ := strings.Cut(strings.Replace(e.text("slot.subject"), "slot/", ".", 1), "@")
	if words != "."+vault.SlotRecovery || e.number("slot.version") < 2 {
		return words
	}
	switch {
	case e.isSet("alone"):
		return words + ".alone"
	case e.isSet("kept"):
		return words + ".kept"
	}
	return words + ".again"
}

// counter returns the counter of an event: the one that it names, or that of the last shift of its device.
func (t trailTeller) counter(e trailEvent) (string, error) {
	if named := e.text("counter"); named != "" {
		t.counters[e.deviceNo] = named
	}
	counter, known := t.counters[e.deviceNo]
	if known {
		return counter, nil
	}
	_, err := t.tx.Get("SELECT counter FROM shifts WHERE device = ? AND seq < ? ORDER BY seq DESC LIMIT 1", []any{e.deviceNo, e.seq}, &counter)
	t.counters[e.deviceNo] = counter
	return counter, err
}

// payment tells of what moved money: the room, the sum, the receipts, and the one that it undoes.
func (t trailTeller) payment(e trailEvent, deed *Deed) error {
	p, err := till.PaymentAt(t.tx, e.deviceNo, e.seq)
	if err != nil {
		return err
	}
	deed.Fen = p.TotalFen
	received := p.Kind != till.Paid
	for _, tender := range p.Tenders {
		received = received || tender.Kind.IsReceived()
	}
	if !received { // a deposit or a prepayment was used: no money came
		deed.What = t.say("trail.payment.received.used")
	}
	var numbers []string
	for _, receipt := range p.Receipts {
		numbers = append(numbers, receipt.Number)
	}
	deed.Receipts = strings.Join(numbers, "、")
	if deed.About, err = t.names.room(p.Object); err != nil {
		return err
	}
	if p.Of != "" {
		deed.About += "，原收据 " + p.Of
	}
	if passed := t.passed(e); passed != "" {
		deed.About += "，" + passed
	}
	if p.Kind != till.Refunded {
		return nil
	}
	refund, err := t.refundOf(e, "refund")
	if err != nil {
		return err
	}
	deed.About += " " + refund.Number
	deed.Approver, err = t.names.person(refund.Decider)
	return err
}

// about names what an event is about.
func (t trailTeller) about(e trailEvent) (string, error) {
	var parts []string
	for _, part := range []func(trailEvent) (string, error){t.object, t.bill, t.move, t.lease, t.meter, t.refund, t.prepaid, t.person, t.shift} {
		words, err := part(e)
		if err != nil {
			return "", err
		}
		if words != "" {
			parts = append(parts, words)
		}
	}
	for _, field := range []string{"item", "item.name", "tariff", "building", "unit", "slip", "serial"} {
		if words := e.text(field); words != "" {
			parts = append(parts, words)
		}
	}
	return strings.Join(append(parts, t.settings(e)...), "，"), nil
}

// settings are the names and values of what an event sets, and how many it made.
func (t trailTeller) settings(e trailEvent) (parts []string) {
	name := e.text("name")
	if e.kind == "policy.set" {
		value := e.text("value")
		if name == estate.PolicyReceiptLayout { // a page of settings and a picture, which nobody reads as text
			value = ""
		}
		if name == estate.PolicyRulePack {
			value = packName(value)
		}
		name = strings.TrimSpace(t.say("trail.policy."+name) + " " + value)
	}
	if limit, found := staff.LimitCalled(staff.LimitName(e.text("limit"))); found {
		name = t.say("settings.limit."+string(limit.Name)) + " " + limit.Words(e.number("value"))
	}
	if name != "" {
		parts = append(parts, name)
	}
	if role := e.text("role"); role != "" {
		parts = append(parts, t.say("role."+role))
	}
	if passed := t.passed(e); passed != "" {
		parts = append(parts, passed)
	}
	for _, field := range []string{"count", "rooms"} {
		if count := e.number(field); count > 0 {
			parts = append(parts, "共 "+strconv.FormatInt(count, 10))
		}
	}
	return parts
}

// passed are the rules of the law that the two people passed, "" for none.
func (t trailTeller) passed(e trailEvent) string {
	var ids []string
	if e.read("law", &ids); len(ids) == 0 {
		return ""
	}
	return t.say("trail.law") + " " + strings.Join(ids, "、")
}

// packName is the place of the rules that a policy chooses, "-" for none.
func packName(text string) string {
	pack, err := law.Parse(text)
	if err != nil || pack.Name == "" {
		return "-"
	}
	return pack.Name
}

func (t trailTeller) object(e trailEvent) (string, error) {
	if object := cmp.Or(e.text("object"), e.text("promise.object")); object != "" {
		return t.names.room(object)
	}
	return "", nil
}

func (t trailTeller) bill(e trailEvent) (string, error) {
	id := e.text("bill")
	if id == "" || e.text("object") != "" { // its room stands there already
		return "", nil
	}
	bill, err := billing.ByID(t.tx, id)
	if err != nil {
		return "", err
	}
	room, err := t.names.room(bill.Object)
	return room + " " + bill.Item + " " + string(bill.FromOn), err
}

// move names the two households of a deposit that was moved, and the number on its slip.
func (t trailTeller) move(e trailEvent) (string, error) {
	if e.kind != "deposit.moved" {
		return "", nil
	}
	move, err := till.DepositMoveAt(t.tx, e.deviceNo, e.seq)
	if err != nil {
		return "", err
	}
	from, err := t.names.room(move.FromObject)
	if err != nil {
		return "", err
	}
	to, err := t.names.room(move.ToObject)
	return from + " → " + to + " " + move.Number, err
}

func (t trailTeller) lease(e trailEvent) (string, error) {
	id := cmp.Or(e.text("lease"), e.text("contract.id"))
	if id == "" {
		return "", nil
	}
	l, err := lease.ByID(t.tx, id)
	if err != nil || len(l.Contract.Objects) == 0 {
		return "", err
	}
	room, err := t.names.room(l.Contract.Objects[0])
	return room + " 合同 " + l.Contract.Number, err
}

func (t trailTeller) meter(e trailEvent) (string, error) {
	id := cmp.Or(e.text("meter"), e.text("reading.meter"), e.text("final.meter"))
	if id == "" {
		return "", nil
	}
	m, err := meter.ByID(t.tx, id)
	if err != nil {
		return "", err
	}
	room, err := t.names.room(m.Object)
	return room + " " + m.Kind + "表", err
}

// prepaid names the prepayments that an event is about: by what each is kept for, and by its room where the event has two.
func (t trailTeller) prepaid(e trailEvent) (string, error) {
	switch e.kind {
	case "prepayment.frozen":
		return till.KeptItem(billing.Purpose(e.text("purpose"))), nil
	case "prepayment.moved":
		from, err := t.names.room(e.text("from.object"))
		if err != nil {
			return "", err
		}
		to, err := t.names.room(e.text("to.object"))
		return from + " " + till.KeptItem(billing.Purpose(e.text("from.purpose"))) + " → " + to + " " + till.KeptItem(billing.Purpose(e.text("to.purpose"))), err
	}
	return "", nil
}

// refund names the refund that is asked for or decided by its number, and by its room where the event does not.
func (t trailTeller) refund(e trailEvent) (string, error) {
	switch e.kind {
	case "refund.asked":
		refund, err := till.RefundAt(t.tx, e.deviceNo, e.seq)
		return refund.Number, err
	case "refund.decided":
		refund, err := t.refundOf(e, "of")
		if err != nil {
			return "", err
		}
		room, err := t.names.room(refund.Object)
		return room + " " + refund.Number, err
	}
	return "", nil
}

// refundOf returns the refund that a field of an event refers to.
func (t trailTeller) refundOf(e trailEvent, field string) (till.Refund, error) {
	var of journal.Ref
	e.read(field, &of)
	deviceNo, err := journal.DeviceNo(t.tx, of.Device)
	if err != nil {
		return till.Refund{}, err
	}
	return till.RefundAt(t.tx, deviceNo, of.Seq)
}

// person names whom an event is about: a member of staff, or an owner by no more than the masked name.
func (t trailTeller) person(e trailEvent) (string, error) {
	person, isStaff := e.text("person"), strings.HasPrefix(e.kind, "staff.")
	switch {
	case person == "", e.kind == "staff.pin_accepted", e.kind == "staff.pin_refused":
		return "", nil // it is who did it
	case isStaff:
		return t.names.person(person)
	case !strings.HasPrefix(e.kind, "person."):
		return "", nil // somebody outside the book's staff and owners, such as a steward: the building says which
	}
	profile, err := estate.ProfileOf(t.tx, t.names.vault, person, 0)
	if err != nil || profile.Name == "" {
		return "—", err
	}
	kind, err := estate.KindOf(t.tx, person)
	return estate.MaskName(profile.Name, kind), err
}

func (t trailTeller) shift(e trailEvent) (string, error) {
	no := e.number("no")
	if shift := e.number("shift"); shift != 0 {
		if _, err := t.tx.Get("SELECT no FROM shifts WHERE device = ? AND seq = ?", []any{e.deviceNo, shift}, &no); err != nil {
			return "", err
		}
	}
	if no == 0 {
		return "", nil
	}
	return "第 " + strconv.FormatInt(no, 10) + " 班", nil
}
