package meter_test

import (
	"fmt"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"shouqi/ledger"
	"shouqi/ledger/calendar"
	"shouqi/ledger/estate"
	"shouqi/ledger/ledgertest"
	"shouqi/ledger/meter"
	"shouqi/ledger/store"
	"shouqi/ledger/tariff"
)

const today = calendar.Date("2026-11-21")

// office is a demo book with a manager, a cashier 101 and twelve rooms 1-1-101 … 1-1-112.
type office struct {
	*ledgertest.Desk
	requests int
}

func room(n int) string { return fmt.Sprintf("1-1-1%02d", n) }

func newOffice(t *testing.T) *office {
	t.Helper()
	var rooms []estate.Row
	for n := 1; n <= 12; n++ {
		rooms = append(rooms, estate.Row{Code: room(n), Building: "1", Unit: "1", AreaCentiM2: 9830})
	}
	return &office{Desk: ledgertest.New(t, time.Date(2026, 11, 21, 9, 0, 0, 0, calendar.Zone), ledger.Register{Rooms: rooms})}
}

func (o *office) read(work func(tx *store.Tx)) {
	require.NoError(o, o.Book.Store.Read(o.Ctx, func(tx *store.Tx) error {
		work(tx)
		return nil
	}))
}

func (o *office) request() string {
	o.requests++
	return fmt.Sprintf("request-%d", o.requests)
}

func number(text string) tariff.Number {
	n, err := tariff.ParseNumber(text)
	if err != nil {
		panic(err)
	}
	return n
}

// offer is a reading of a sheet; "" leaves a cell empty.
func offer(line, n int, kind, previous, value string, on calendar.Date) meter.Offer {
	o := meter.Offer{Line: line, Room: room(n), Kind: kind, On: on}
	if previous != "" {
		was := number(previous)
		o.Previous = &was
	}
	if value != "" {
		is := number(value)
		o.Value = &is
	}
	return o
}

// take takes a sheet with a decision and gives what came of it.
func (o *office) take(sheet meter.Sheet, decided meter.Taking) (batch meter.Batch, code string) {
	decided.Sheet = sheet
	if decided.RequestID == "" {
		decided.RequestID = o.request()
	}
	code = o.Write(func(tx *store.Tx) (err error) {
		batch, err = o.Book.Meters.In(tx).Take(tx.Context(), o.Manager, decided)
		return err
	})
	return batch, code
}

func (o *office) judge(offers ...meter.Offer) []meter.Judged {
	o.Helper()
	var judged []meter.Judged
	o.read(func(tx *store.Tx) {
		var err error
		judged, err = o.Book.Meters.Judge(tx, meter.Sheet{Offers: offers})
		require.NoError(o, err)
	})
	return judged
}

// codes lists the reasons of a judged reading.
func codes(j meter.Judged) []string {
	var all []string
	for _, reason := range j.Reasons {
		all = append(all, store.Code(reason))
	}
	return all
}

// months reads a room's meter at the end of each month from 2025-12, by these usages, and gives the day and the figure it
// came to.
func (o *office) months(n int, kind string, start int64, usages ...int64) (calendar.Date, int64) {
	on, value := calendar.Date("2025-11-28"), start
	for _, used := range usages {
		next := calendar.Of(on.Time().AddDate(0, 1, 0))
		_, code := o.take(meter.Sheet{Offers: []meter.Offer{offer(2, n, kind, fmt.Sprint(value), fmt.Sprint(value+used), next)}}, meter.Taking{KeepAll: true})
		require.Empty(o, code)
		on, value = next, value+used
	}
	return on, value
}

func (o *office) usage(n int, kinds []string, from, to calendar.Date) map[string]string {
	texts := make(map[string]string)
	o.read(func(tx *store.Tx) {
		used, err := meter.Usage(tx, estate.ObjectID(estate.Room, room(n)), kinds, from, to)
		require.NoError(o, err)
		for kind, n := range used {
			texts[kind] = n.Used.String()
		}
	})
	return texts
}

func (o *office) meter(n int, kind string) (m meter.Meter) {
	o.Helper()
	o.read(func(tx *store.Tx) {
		var err error
		m, err = meter.InRoom(tx, room(n), kind, "")
		require.NoError(o, err)
	})
	return m
}
