package audit

import (
	"encoding/json"
	"slices"
	"strings"
	"time"

	"shouqi/ledger/billing"
	"shouqi/ledger/calendar"
	"shouqi/ledger/estate"
	"shouqi/ledger/journal"
	"shouqi/ledger/money"
	"shouqi/ledger/staff"
	"shouqi/ledger/till"
	"shouqi/ledger/vault"
)

// body is what bodies of all kinds say of who did something, and of what decides whether that took two people. A kind has some of it.
type body struct {
	at   place
	atMS int64

	By           string          `json:"by"`
	Cashier      string          `json:"cashier"`
	Person       string          `json:"person"`
	Approver     staff.Consent   `json:"approver"`
	HandedTo     staff.Consent   `json:"handedTo"`
	Agreed       string          `json:"agreed"`
	AgreedBefore string          `json:"agreedBefore"`
	Alone        bool            `json:"alone"`
	Kept         bool            `json:"kept"`
	Recovery     bool            `json:"recovery"`
	Role         staff.Role      `json:"role"`
	Active       bool            `json:"active"`
	Action       staff.Action    `json:"action"`
	Purpose      json.RawMessage `json:"purpose"`
	About        string          `json:"about"`
	Device       json.RawMessage `json:"device"`
	Slot         vault.Version   `json:"slot"`
	Terms        json.RawMessage `json:"terms"`
	State        string          `json:"state"`
	Of           json.RawMessage `json:"of"`
	Refund       journal.Ref     `json:"refund"`
	Limit        staff.LimitName `json:"limit"`
	Name         json.RawMessage `json:"name"`
	Value        json.RawMessage `json:"value"`
	Item         json.RawMessage `json:"item"`
	Tariff       string          `json:"tariff"`
	Reason       string          `json:"reason"`
	Place        string          `json:"place"`
	Copy         int             `json:"copy"`
	Frozen       bool            `json:"frozen"`
	Approved     bool            `json:"approved"`
	Withdrawn    bool            `json:"withdrawn"`
	First        bool            `json:"first"`
	Shift        int64           `json:"shift"`
	BusinessOn   calendar.Date   `json:"businessOn"`
	FromOn       calendar.Date   `json:"fromOn"`
	ToOn         calendar.Date   `json:"toOn"`
	Fen          money.Fen       `json:"fen"`
	Difference   money.Fen       `json:"differenceFen"`
	Handed       money.Fen       `json:"handedFen"`
	Run          string          `json:"run"`
	Settled      string          `json:"settled"`
	Law          []string        `json:"law"`
	Late         json.RawMessage `json:"late"`
	Tenders      []till.Tender   `json:"tenders"`
	Slips        []till.SlipSum  `json:"slips"`
	Unresolved   []struct{}      `json:"unresolved"`
	Bills        []billSeen      `json:"bills"`
	Promise      struct {
		Cashier string        `json:"cashier"`
		Tenders []till.Tender `json:"tenders"`
	} `json:"promise"`
}

// billSeen is what decides of a bill who may make it.
type billSeen struct {
	Item   string         `json:"item"`
	Kind   string         `json:"kind"`
	Origin billing.Origin `json:"origin"`
	OfBill string         `json:"ofBill"`
	Ahead  bool           `json:"ahead"`
}

// runSeen is what the parts of a run have: bills by hand, and bills of an item's rules that nobody pays ahead.
type runSeen struct {
	id               string
	isByHand, isRule bool
}

// refund is one that was asked for: by whom, and whether somebody agreed.
type refund struct {
	asker      string
	isApproved bool
}

// text reads a field that is a text, "" for any other.
func text(raw json.RawMessage) (said string) {
	if json.Unmarshal(raw, &said) != nil {
		return ""
	}
	return said
}

// ref reads a field that names an event, the zero one for any other.
func ref(raw json.RawMessage) (said journal.Ref) {
	if json.Unmarshal(raw, &said) != nil {
		return journal.Ref{}
	}
	return said
}

// isBeyond reports whether fen, over or short, is more than one person does alone.
func (w *rights) isBeyond(limit staff.LimitName, fen money.Fen) bool {
	return w.limits.IsBeyond(limit, fen)
}

// lawful adds that rules of the law were passed, which takes a second person.
func (b *body) lawful(must ...staff.Action) []staff.Action {
	if len(b.Law) > 0 {
		must = append(must, staff.PassLaw)
	}
	return must
}

// paying returns what of a payment takes a second person by itself, and whether a channel collected it.
func (w *rights) paying(tenders []till.Tender, isLate bool) (must []staff.Action, isCollected bool) {
	var unverified money.Fen
	for _, tender := range tenders {
		isCollected = isCollected || tender.Kind.IsChannel()
		if tender.Kind == till.DepositOffset {
			must = append(must, staff.DeductDeposit)
		}
		if tender.Kind.IsUnverified() {
			unverified += tender.Fen
		}
	}
	if isLate {
		must = append(must, staff.EnterLate)
	}
	if w.isBeyond(staff.UnverifiedMax, unverified) {
		must = append(must, staff.TakeUnverified)
	}
	return must, isCollected
}

// isFromDeposit reports whether a deposit pays.
func isFromDeposit(tenders []till.Tender) bool {
	return slices.ContainsFunc(tenders, func(tender till.Tender) bool { return tender.Kind == till.DepositOffset })
}

// making returns the actions one of which allows to make a bill.
func (b billSeen) making() []staff.Action {
	switch {
	case b.Kind == billing.Opening:
		return []staff.Action{staff.Import}
	case b.OfBill != "" && b.Origin != billing.FromLateFee:
		return []staff.Action{staff.ReduceBill, staff.IssueBills}
	case b.Origin == billing.FromLateFee:
		return []staff.Action{staff.Collect, staff.ReduceBill}
	case b.Ahead:
		return []staff.Action{staff.Collect, staff.IssueBills}
	case b.Origin == billing.FromPerson:
		return []staff.Action{staff.AddBill}
	}
	return []staff.Action{staff.IssueBills}
}

// farMonths is how many months of an item's bills one person issues at once, or ahead.
const farMonths = 13

// isFar reports whether the run that ends with the event reaches so far that two people issue it. The day of the event is that of the clock,
// which may be one after the business day.
func (w *rights) isFar(b *body) bool {
	if w.run.id != b.Run || !w.run.isRule || b.FromOn == "" {
		return false
	}
	after := func(on calendar.Date) calendar.Date { return calendar.Of(on.Time().AddDate(0, farMonths, 0)) }
	return b.ToOn > after(calendar.Of(time.UnixMilli(b.atMS)).AddDays(1)) || b.ToOn >= after(b.FromOn)
}

// itemOf returns the name of the item of item.set, and all that it says beside whether it is charged.
func itemOf(b *body) (name, rest string) {
	var item map[string]any
	if json.Unmarshal(b.Item, &item) != nil {
		return "", ""
	}
	name, _ = item["name"].(string)
	delete(item, "active")
	whole, err := json.Marshal(item)
	if err != nil {
		return name, ""
	}
	return name, string(whole)
}

// alsoIn are the actions that were asked for: the first, and those that its terms add.
func alsoIn(b *body) []staff.Action {
	actions := []staff.Action{b.Action}
	for _, term := range staff.Terms(text(b.Terms)).All() {
		if term.Name == "also" {
			actions = append(actions, staff.Action(term.Value))
		}
	}
	return actions
}

// purposes are the actions that a PIN was given for.
func purposes(b *body) (actions []staff.Action) {
	for _, word := range strings.Fields(text(b.Purpose)) {
		actions = append(actions, staff.Action(word))
	}
	return actions
}

// policyTakesTwo reports whether setting a policy to another value took a second person, once somebody was asked for money: those that let
// one person do more alone than before.
func (w *rights) policyTakesTwo(name, value string) bool {
	before := w.policies[name]
	switch name {
	case estate.PolicyCutoffHour:
		return w.hasAsked
	case estate.PolicyClosedMonth:
		return w.hasAsked && value < before
	}
	return w.hasAsked && before != "" && slices.Contains([]string{estate.PolicyRulePack, estate.PolicyFeeMode, estate.PolicyContractOn}, name)
}
