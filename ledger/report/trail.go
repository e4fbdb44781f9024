package report

import (
	"encoding/json"
	"fmt"
	"strings"
	"time"

	"shouqi/ledger/calendar"
	"shouqi/ledger/estate"
	"shouqi/ledger/journal"
	"shouqi/ledger/money"
	"shouqi/ledger/store"
	"shouqi/ledger/vault"
)

// trailMax is how many deeds one trail has at most: some weeks of a busy counter.
const trailMax = 20_000

// TrailReport lists who did what, when, at which counter and for whom, as the journal has it, in the order in which the book got to
// know of it.
type TrailReport struct {
	Span
	Deeds []Deed `json:"deeds"`
	// More says that there were over 20,000: a shorter span shows the rest.
	More bool `json:"more"`
}

// Deed is one event in words. Time is local, to the second; Counter is "" for what was done before a first shift of that device.
// About names the room, bill, person or setting; of owners it holds no more than a masked name. Fen is 0 where no money
// or more than one sum is meant.
type Deed struct {
	Time     string    `json:"time"`
	Counter  string    `json:"counter"`
	Kind     string    `json:"kind"`
	What     string    `json:"what"`
	About    string    `json:"about"`
	Receipts string    `json:"receipts"`
	Fen      money.Fen `json:"fen"`
	Reason   string    `json:"reason"`
	By       string    `json:"by"`
	Approver string    `json:"approver"`
}

// Say returns the words of a key of the catalogue (assets/text). A key that has none is returned as it is.
type Say func(key string) string

// unheardKinds are the events that a trail leaves out: parts of what another event names as a whole, and what the program writes
// by itself after it.
const unheardKinds = "'counter.heard', 'bills.issued', 'readings.recorded', 'shift.reported', 'intent.moved', 'intent.booked', 'return.moved'"

// Trail reads what was done on the business days from..to, both included. Errors: report.span.
func Trail(tx *store.Tx, v *vault.Vault, from, to calendar.Date, say Say) (r TrailReport, err error) {
	if r.Span, err = spanOf(tx, from, to); err != nil {
		return r, err
	}
	policies, err := estate.ReadPolicies(tx)
	if err != nil {
		return r, err
	}
	cutoff := time.Duration(policies.CutoffHour) * time.Hour
	teller := trailTeller{tx: tx, names: newNameBook(tx, v), say: say, counters: make(map[int64]string)}
	// The order is that of the book: a clock can be wrong. What a body holds is read of those alone that the days have.
	err = tx.Each(`SELECT device, seq, kind, at_ms, body FROM events WHERE at_ms >= ? AND at_ms < ? AND kind NOT IN (`+unheardKinds+`) ORDER BY id LIMIT ?`,
		[]any{from.Time().Add(cutoff).UnixMilli(), to.AddDays(1).Time().Add(cutoff).UnixMilli(), trailMax + 1}, func(scan func(dest ...any) error) error {
			e := trailEvent{}
			var body []byte
			if err := scan(&e.deviceNo, &e.seq, &e.kind, &e.atMS, &body); err != nil {
				return err
			}
			if err := json.Unmarshal(body, &e.body); err != nil {
				return store.Fail(journal.CodeBody, err, e.kind, e.seq)
			}
			if e.isHelp() {
				return nil
			}
			deed, err := teller.tell(e)
			r.Deeds = append(r.Deeds, deed)
			return err
		})
	if r.More = len(r.Deeds) > trailMax; r.More {
		r.Deeds = r.Deeds[:trailMax]
	}
	return r, err
}

// trailEvent is an event whose body is decoded loosely: its fields are those of the room that wrote it.
type trailEvent struct {
	deviceNo, seq, atMS int64
	kind                string
	body                map[string]json.RawMessage
}

// isHelp reports whether the event only serves another: a PIN that was accepted for what stands in the next event.
func (e trailEvent) isHelp() bool {
	return e.kind == "staff.pin_accepted" && e.text("purpose") != "sign_in"
}

// text returns a field that is text, "" where it is missing or something else. A field within another is named by both, with a
// dot between.
func (e trailEvent) text(field string) (value string) {
	e.read(field, &value)
	return value
}

// number returns a field that is a whole number, 0 where it is missing or something else.
func (e trailEvent) number(field string) (value int64) {
	e.read(field, &value)
	return value
}

// isSet reports whether a field is true.
func (e trailEvent) isSet(field string) (value bool) {
	e.read(field, &value)
	return value
}

// read decodes a field into what dest points at and leaves it as it was where the field is missing or of another kind.
func (e trailEvent) read(field string, dest any) {
	outer, inner, nested := strings.Cut(field, ".")
	raw, found := e.body[outer]
	if nested {
		var within map[string]json.RawMessage
		if json.Unmarshal(raw, &within) != nil {
			return
		}
		raw, found = within[inner]
	}
	if found {
		_ = json.Unmarshal(raw, dest) // of another kind: it is not what is looked for
	}
}

// amountFields are the fields that hold what an event moved, the first that is there.
var amountFields = []string{"fen", "sumFen", "handedFen", "countedFen", "floatFen"}

// fen returns what the event moved, in fen.
func (e trailEvent) fen() money.Fen {
	for _, field := range amountFields {
		if _, found := e.body[field]; found {
			return money.Fen(e.number(field))
		}
	}
	var lines []struct {
		Fen money.Fen `json:"fen"`
	}
	e.read("lines", &lines)
	var sum money.Fen
	for _, line := range lines {
		sum += line.Fen
	}
	return sum
}

// Sheets returns the deeds as one table.
func (r TrailReport) Sheets() []Sheet {
	const name, what = "操作记录", "操作记录"
	if len(r.Deeds) == 0 {
		return r.nothing(name, what, "这段时间没有操作。")
	}
	s := Sheet{Name: name, Title: r.heading(what), Columns: columns(Moment, "时间")}
	s.Columns = append(s.Columns, columns(Amount, "经办人", "操作")...)
	s.Columns = append(s.Columns, columns(Widest, "对象")...)
	s.Columns = append(s.Columns, columns(Amount, "金额", "原因", "批准人")...)
	s.Columns = append(s.Columns, columns(Moment, "收据号")...)
	s.Columns = append(s.Columns, columns(Narrow, "柜台")...)
	for _, deed := range r.Deeds {
		sum := words("")
		if deed.Fen != 0 {
			sum = amount(deed.Fen)
		}
		s.put(words(deed.Time), words(deed.By), words(deed.What), words(deed.About), sum, words(deed.Reason), words(deed.Approver),
			words(deed.Receipts), words(deed.Counter))
	}
	if r.More {
		s.note(fmt.Sprintf("只列出前 %d 条：请把日期缩短。", trailMax))
	}
	return []Sheet{s}
}
