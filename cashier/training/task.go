package training

import (
	"encoding/json"

	"shouqi/ledger/journal"
	"shouqi/ledger/store"
	"shouqi/ledger/till"
)

// Task names one of the ten tasks of a drill. Its words stand in assets/text behind "drill.task." and "desk.drill.".
type Task string

// The tasks, in the order in which they are shown. They may be done in any.
const (
	OpenShift Task = "open"
	ByRoom    Task = "room"
	ByInitial Task = "initials"
	PartByTel Task = "part"
	ByCode    Task = "code"
	Keep      Task = "keep"
	Reprint   Task = "reprint"
	Void      Task = "void"
	PayBack   Task = "refund"
	Close     Task = "close"
)

// deed is what the tasks look at of an event. Bodies are read loosely: they are of the rooms that wrote them.
type deed struct {
	kind     string
	By       string `json:"by"`
	Cashier  string `json:"cashier"`
	Object   string `json:"object"`
	Approver struct {
		Person string `json:"person"`
	} `json:"approver"`
	ChangeFen   int64             `json:"changeFen"`
	Tenders     []till.Tender     `json:"tenders"`
	Allocations []till.Allocation `json:"allocations"`
	Copy        int               `json:"copy"`
}

func deedOf(e journal.Event) (deed, error) {
	d := deed{kind: e.Kind}
	if err := json.Unmarshal(e.Body, &d); err != nil {
		return d, store.Fail(journal.CodeBody, err, e.Kind, e.Seq)
	}
	return d, nil
}

// by returns who did it: the cashier of what moves money, and who is named otherwise.
func (d deed) by() string { return d.Cashier + d.By }

// paid returns what a payment pays of bills, in fen, and kept what it puts by.
func (d deed) paid() (bills, kept int64) {
	for _, a := range d.Allocations {
		if a.Kind == till.ToPrepaid {
			kept += int64(a.Fen)
		} else {
			bills += int64(a.Fen)
		}
	}
	return bills, kept
}

// inCash and byOther report whether cash, or money that is no cash, came in.
func (d deed) inCash() bool {
	return d.has(func(kind till.TenderKind) bool { return kind == till.Cash })
}

func (d deed) byOther() bool {
	return d.has(func(kind till.TenderKind) bool {
		row, found := kind.Type()
		return found && row.Received && kind != till.Cash
	})
}

func (d deed) has(fits func(kind till.TenderKind) bool) bool {
	for _, tender := range d.Tenders {
		if fits(tender.Kind) {
			return true
		}
	}
	return false
}

// rule is a task with the kind of event that does it, and what that event must say. Whose is where the task is about a household.
type rule struct {
	task Task
	kind string
	// own says that the task has a household of its own.
	own  bool
	fits func(d deed, whose Target) bool
}

// The kinds of event that do a task, as books have them for good.
const (
	kindOpened   = "shift.opened"
	kindReceived = "payment.received"
	kindCopied   = "receipt.copied"
	kindVoided   = "payment.voided"
	kindRefunded = "payment.refunded"
	kindClosed   = "shift.closed"
)

// rules are the ten tasks.
var rules = []rule{
	{OpenShift, kindOpened, false, func(deed, Target) bool { return true }},
	{ByRoom, kindReceived, true, func(d deed, _ Target) bool { return d.inCash() && d.ChangeFen > 0 }},
	{ByInitial, kindReceived, true, func(d deed, whose Target) bool { bills, _ := d.paid(); return bills >= int64(whose.OwedFen) }},
	{PartByTel, kindReceived, true, func(d deed, whose Target) bool {
		bills, _ := d.paid()
		return bills > 0 && bills < int64(whose.OwedFen)
	}},
	{ByCode, kindReceived, true, func(d deed, _ Target) bool { return d.byOther() }},
	{Keep, kindReceived, false, func(d deed, _ Target) bool { bills, kept := d.paid(); return bills > 0 && kept > 0 && d.inCash() }},
	{Reprint, kindCopied, false, func(d deed, _ Target) bool { return d.Copy > 1 }},
	{Void, kindVoided, false, func(d deed, _ Target) bool { return d.Approver.Person != "" }},
	{PayBack, kindRefunded, false, func(deed, Target) bool { return true }},
	{Close, kindClosed, false, func(deed, Target) bool { return true }},
}

// Tasks are the ten tasks in their order.
func Tasks() []Task {
	tasks := make([]Task, len(rules))
	for i, rule := range rules {
		tasks[i] = rule.task
	}
	return tasks
}
