package parking_test

import (
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"shouqi/ledger/calendar"
	"shouqi/ledger/parking"
)

func TestEveryShippedPlanIsOne(t *testing.T) {
	paths, err := filepath.Glob("../../assets/parking/*.json")
	require.NoError(t, err)
	require.NotEmpty(t, paths)
	for _, path := range paths {
		text, err := os.ReadFile(path)
		require.NoError(t, err)
		_, err = parking.ReadPlan(text)
		require.NoError(t, err, path)
	}
}

func requireRefusal(t *testing.T, err error, code string, args ...any) {
	t.Helper()
	var typed *parking.Error
	require.True(t, errors.As(err, &typed), "%v", err)
	require.Equal(t, code, typed.Code)
	require.Equal(t, args, typed.Args)
	require.Contains(t, err.Error(), code)
}

// Each spoils one place of a good plan; the refusal names it.
func TestASpoiltPlanIsRefusedAtItsPlace(t *testing.T) {
	const good = `{"name": "好", "windows": [
		{"name": "日", "from": "08:00", "to": "20:00", "rates": [{"minutes": 60, "blockMinutes": 15, "price": "1"}, {"blockMinutes": 30, "price": "2"}]},
		{"name": "夜", "from": "20:00", "to": "08:00", "rates": [{"price": "5"}]}]}`
	_, err := parking.ReadPlan([]byte(good))
	require.NoError(t, err)
	for name, c := range map[string]struct {
		from, to, code string
		args           []any
	}{
		"no name":                 {`"name": "好"`, `"name": ""`, "parking.value", []any{"name"}},
		"no JSON":                 {`"夜", "from"`, `"夜" "from"`, "parking.plan_json", []any{3}},
		"a number for a price":    {`"price": "5"`, `"price": 5`, "parking.plan_kind", []any{"windows.rates.price", 3}},
		"a field nobody knows":    {`"name": "夜"`, `"nom": "夜"`, "parking.plan_field", []any{"nom"}},
		"something behind":        {`"5"}]}]}`, `"5"}]}]} {}`, "parking.plan_json", []any{3}},
		"an hour nobody covers":   {`"from": "20:00"`, `"from": "21:00"`, "parking.gap", []any{calendar.Workday, "20:00", "21:00"}},
		"the morning uncovered":   {`"to": "08:00"`, `"to": "07:30"`, "parking.gap", []any{calendar.Workday, "07:30", "08:00"}},
		"an hour covered twice":   {`"from": "20:00"`, `"from": "19:00"`, "parking.overlap", []any{calendar.Workday, "19:00", "20:00"}},
		"weekends forgotten":      {`"name": "夜"`, `"name": "夜", "days": ["workday"]`, "parking.gap", []any{calendar.Weekend, "00:00", "08:00"}},
		"a kind of day unheard":   {`"name": "夜"`, `"name": "夜", "days": ["sunday"]`, "parking.value", []any{"windows[2].days"}},
		"a time of day unheard":   {`"from": "20:00"`, `"from": "8pm"`, "parking.value", []any{"windows[2].from"}},
		"minute sixty":            {`"from": "20:00"`, `"from": "19:60"`, "parking.value", []any{"windows[2].from"}},
		"beyond midnight":         {`"to": "20:00"`, `"to": "24:01"`, "parking.value", []any{"windows[1].to"}},
		"a window of no length":   {`"to": "08:00"`, `"to": "20:00"`, "parking.value", []any{"windows[2].to"}},
		"a price below nothing":   {`"price": "5"`, `"price": "-5"`, "parking.value", []any{"windows[2].rates[1].price"}},
		"a price too fine":        {`"price": "5"`, `"price": "5.0000001"`, "parking.value", []any{"windows[2].rates[1].price"}},
		"a price too high":        {`"price": "5"`, `"price": "10000.01"`, "parking.value", []any{"windows[2].rates[1].price"}},
		"no price":                {`"price": "5"`, `"price": ""`, "parking.value", []any{"windows[2].rates[1].price"}},
		"a rate that never ends":  {`"minutes": 60, `, ``, "parking.value", []any{"windows[1].rates[1].minutes"}},
		"a last rate that ends":   {`"price": "5"`, `"price": "5", "minutes": 60`, "parking.value", []any{"windows[2].rates[1].minutes"}},
		"a block below nothing":   {`"blockMinutes": 30`, `"blockMinutes": -30`, "parking.value", []any{"windows[1].rates[2].blockMinutes"}},
		"no rates":                {`[{"price": "5"}]`, `[]`, "parking.value", []any{"windows[2].rates"}},
		"a cap of nothing":        {`"name": "夜"`, `"name": "夜", "cap": "0"`, "parking.value", []any{"windows[2].cap"}},
		"a day's cap of nothing":  {`"name": "好"`, `"name": "好", "dayCap": "0.00"`, "parking.value", []any{"dayCap"}},
		"a least above the most":  {`"name": "好"`, `"name": "好", "stayCap": "5", "least": "6"`, "parking.value", []any{"least"}},
		"a rounding nobody knows": {`"name": "好"`, `"name": "好", "rounding": {"to": "cent"}`, "parking.value", []any{"rounding.to"}},
		"a mode nobody knows":     {`"name": "好"`, `"name": "好", "rounding": {"mode": "luck"}`, "parking.value", []any{"rounding.mode"}},
		"free for years":          {`"name": "好"`, `"name": "好", "freeMinutes": 999999`, "parking.value", []any{"freeMinutes"}},
		"a day nobody knows":      {`"name": "好"`, `"name": "好", "day": "25h"`, "parking.value", []any{"day"}},
		"a first nobody knows":    {`"name": "好"`, `"name": "好", "firstPer": "year"`, "parking.value", []any{"firstPer"}},
		"a day's cap twice":       {`"name": "好"`, `"name": "好", "dayCap": "30", "dayCaps": ["30"]`, "parking.value", []any{"dayCaps"}},
		"a second cap of nothing": {`"name": "好"`, `"name": "好", "dayCaps": ["30", "0"]`, "parking.value", []any{"dayCaps[2]"}},
		"a cap left empty":        {`"name": "好"`, `"name": "好", "dayCaps": ["", "40"]`, "parking.value", []any{"dayCaps[1]"}},
		"caps of two months":      {`"name": "好"`, `"name": "好", "dayCaps": ["1"` + strings.Repeat(`, "1"`, 31) + `]`, "parking.value", []any{"dayCaps"}},
		"a kind twice":            {`"name": "好"`, `"name": "好", "vehicles": [{"name": "大型车", "factor": "2"}, {"name": "大型车", "factor": "3"}]`, "parking.value", []any{"vehicles[2].name"}},
		"a kind without a factor": {`"name": "好"`, `"name": "好", "vehicles": [{"name": "大型车"}]`, "parking.value", []any{"vehicles[1].factor"}},
		"a factor too fine":       {`"name": "好"`, `"name": "好", "vehicles": [{"name": "大型车", "factor": "1.555"}]`, "parking.value", []any{"vehicles[1].factor"}},
		"a factor too high":       {`"name": "好"`, `"name": "好", "vehicles": [{"name": "大型车", "factor": "10.01"}]`, "parking.value", []any{"vehicles[1].factor"}},
		"larger than we read":     {`"name": "好"`, `"name": "` + strings.Repeat("大", 30_000) + `"`, "parking.plan_size", []any{64}},
	} {
		t.Run(name, func(t *testing.T) {
			require.Contains(t, good, c.from)
			_, err := parking.ReadPlan([]byte(strings.Replace(good, c.from, c.to, 1)))
			requireRefusal(t, err, c.code, c.args...)
		})
	}
}

func TestStaysThatAreNone(t *testing.T) {
	plan, entry := shipped(t, "per-entry"), at(t, "2026-11-20 09:00")
	price := func(entry, exit time.Time, options parking.Options) error {
		_, err := parking.Price(plan, entry, exit, options)
		return err
	}
	card := parking.Card{FromOn: "2026-11-01", ToOn: "2026-11-30"}
	requireRefusal(t, price(entry, entry.Add(-time.Minute), parking.Options{}), "parking.backwards")
	require.NoError(t, price(entry, entry.Add(366*24*time.Hour), parking.Options{}))
	requireRefusal(t, price(entry, entry.Add(366*24*time.Hour+time.Minute), parking.Options{}), "parking.too_long", 366)
	requireRefusal(t, price(time.Time{}, entry, parking.Options{}), "parking.time")
	requireRefusal(t, price(at(t, "2999-12-31 23:00"), at(t, "2999-12-31 23:00").Add(2*time.Hour), parking.Options{}), "parking.time")
	for _, spoil := range []func(*parking.Card){
		func(c *parking.Card) { c.FromOn = "2026-02-30" },
		func(c *parking.Card) { c.ToOn = "2026-10-31" },
		func(c *parking.Card) { c.From = "20:00" },
		func(c *parking.Card) { c.From, c.To = "20:00", "20:00" },
	} {
		spoilt := card
		spoil(&spoilt)
		requireRefusal(t, price(entry, entry.Add(time.Hour), parking.Options{Cards: []parking.Card{card, spoilt}}), "parking.card", 2)
	}
	requireRefusal(t, price(entry, entry, parking.Options{Cards: make([]parking.Card, 101)}), "parking.cards", 100)
	plan.LostTicket = ""
	requireRefusal(t, price(entry, entry, parking.Options{LostTicket: true}), "parking.no_lost_price")
	plan = parking.Plan{Name: "贵", Windows: []parking.Window{{Name: "全天", From: "00:00", To: "24:00", Rates: []parking.Rate{{BlockMinutes: 1, Price: "10000"}}}}}
	requireRefusal(t, price(entry, entry.Add(366*24*time.Hour), parking.Options{}), "parking.too_large")
}
