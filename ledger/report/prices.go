package report

import (
	"encoding/json"
	"strings"

	"shouqi/ledger/calendar"
	"shouqi/ledger/journal"
	"shouqi/ledger/store"
	"shouqi/ledger/tariff"
	"shouqi/ledger/vault"
)

// PricesReport lists who changed a price (调价), the newest change last.
type PricesReport struct {
	Span
	Changes []PriceChange `json:"changes"`
}

// PriceChange is one change of a charge standard (收费标准). Before is what was charged on FromOn until the change,
// "" for the first price of a standard; After is what is charged since, "" for one that ends.
type PriceChange struct {
	Time   string        `json:"time"`
	Item   string        `json:"item"`
	Tariff string        `json:"tariff"`
	Before string        `json:"before"`
	After  string        `json:"after"`
	FromOn calendar.Date `json:"fromOn"`
	By     string        `json:"by"`
	// Approver is "" where one person was allowed to do it alone.
	Approver string `json:"approver"`
}

// priceEvent is what the two kinds of event about prices have in common. It is decoded loosely: their other fields
// are billing's own.
type priceEvent struct {
	Item     string          `json:"item"`
	Tariff   string          `json:"tariff"` // of a new version
	Name     string          `json:"name"`   // of an end
	FromOn   calendar.Date   `json:"fromOn"`
	ToOn     calendar.Date   `json:"toOn"`
	Rule     json.RawMessage `json:"rule"`
	By       string          `json:"by"`
	Approver struct {
		Person string `json:"person"`
	} `json:"approver"`
}

// Prices reads the price changes that were made on the days from..to, both included. They are calendar days, not
// business days. It reads the events: a price that was replaced before a bill was made by it is in no table any more.
// Errors: report.span.
func Prices(tx *store.Tx, v *vault.Vault, from, to calendar.Date) (r PricesReport, err error) {
	if r.Span, err = spanOf(tx, from, to); err != nil {
		return r, err
	}
	names, standing := newNameBook(tx, v), make(priceHistory)
	// All events about prices, from the first: what a change replaced may be years older than it. The condition has
	// to read as in the index events_prices, or SQLite refuses the query (INDEXED BY).
	err = tx.Each(`SELECT at_ms, body FROM events INDEXED BY events_prices WHERE kind IN ('tariff.ended', 'tariff.version_set') ORDER BY id`, nil,
		func(scan func(dest ...any) error) error {
			var atMS int64
			var body []byte
			if err := scan(&atMS, &body); err != nil {
				return err
			}
			var event priceEvent
			if err := json.Unmarshal(body, &event); err != nil {
				return store.Fail(journal.CodeBody, err, "tariff", 0)
			}
			// Also for a change outside the span: later ones replace it.
			change, err := standing.take(event)
			if on := calendar.OfMS(atMS); err != nil || on < from || on > to {
				return err
			}
			change.Time = moment(atMS)
			if change.By, err = names.person(event.By); err != nil {
				return err
			}
			change.Approver, err = names.person(event.Approver.Person)
			r.Changes = append(r.Changes, change)
			return err
		})
	return r, err
}

// priceHistory has the prices of each charge standard as they stand after the events read so far: by item and
// standard, then by first day.
type priceHistory map[[2]string]map[calendar.Date]string

// take returns what an event changed, and remembers the price that it set. An end is not remembered: a later price is
// shown as replacing the one before the end.
func (h priceHistory) take(event priceEvent) (PriceChange, error) {
	if event.Tariff == "" {
		event.Tariff = event.Name
	}
	key := [2]string{event.Item, event.Tariff}
	change := PriceChange{Item: event.Item, Tariff: event.Tariff, FromOn: event.FromOn}
	if len(event.Rule) == 0 { // it ends after a day
		change.FromOn = event.ToOn.AddDays(1)
		change.Before = h.on(key, change.FromOn)
		return change, nil
	}
	var rule tariff.Rule
	if err := json.Unmarshal(event.Rule, &rule); err != nil {
		return change, store.Fail(journal.CodeBody, err, "tariff", 0)
	}
	change.Before = h.on(key, event.FromOn)
	change.After = strings.Join(RuleLines(rule), "；")
	if h[key] == nil {
		h[key] = make(map[calendar.Date]string)
	}
	h[key][event.FromOn] = change.After
	return change, nil
}

// on returns the price that stood for a day, "" where there was none: that of the latest first day up to it.
func (h priceHistory) on(key [2]string, day calendar.Date) string {
	var best calendar.Date
	for from := range h[key] {
		if from <= day && from > best {
			best = from
		}
	}
	return h[key][best]
}

// Sheets returns the changes as one table.
func (r PricesReport) Sheets() []Sheet {
	const name, what = "调价记录", "调价记录"
	if len(r.Changes) == 0 {
		return r.nothing(name, what, "这段时间没有调价。")
	}
	s := Sheet{Name: name, Title: r.heading(what), Columns: columns(Moment, "时间", "收费项目", "收费标准")}
	s.Columns = append(s.Columns, columns(Widest, "原价", "新价")...)
	s.Columns = append(s.Columns, columns(Amount, "启用日期", "调价人", "批准人")...)
	for _, change := range r.Changes {
		before, after := change.Before, change.After
		if before == "" {
			before = "（新标准）"
		}
		if after == "" {
			after = "（停用）"
		}
		s.put(words(change.Time), words(change.Item), words(change.Tariff), words(before), words(after), words(string(change.FromOn)),
			words(change.By), words(change.Approver))
	}
	return []Sheet{s}
}
