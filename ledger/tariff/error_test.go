package tariff_test

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"shouqi/ledger/calendar"
	"shouqi/ledger/tariff"
)

func TestWhatARoomDoesNotHaveIsNeverNought(t *testing.T) {
	measured := func(m tariff.Measure) tariff.Line { return tariff.Line{Measure: m, Price: "1"} }
	tiers := func(m tariff.Measure, first tariff.Tier) tariff.Line {
		return tariff.Line{Measure: m, Tiers: []tariff.Tier{first, {Price: "9"}}}
	}
	bands := tariff.Tier{UpTo: "5", Bands: []tariff.Band{{"峰", "1"}, {"谷", "2"}}}
	for name, c := range map[string]struct {
		line   tariff.Line
		change func(*tariff.Facts)
		code   string
		args   []any
	}{
		"no area":                  {measured(tariff.Area), nil, "tariff.no_area", []any{"面积"}},
		"no area inside":           {measured(tariff.InnerArea), nil, "tariff.no_area", []any{"套内面积"}},
		"an area inside of nought": {measured(tariff.InnerArea), func(f *tariff.Facts) { f.Fields["套内面积"] = "0" }, "tariff.no_area", []any{"套内面积"}},
		"an area inside in words":  {measured(tariff.InnerArea), func(f *tariff.Facts) { f.Fields["套内面积"] = "八十" }, "tariff.field_number", []any{"套内面积"}},
		"no heads":                 {measured(tariff.Heads), nil, "tariff.no_heads", nil},
		"fewer than no heads":      {measured(tariff.Heads), func(f *tariff.Facts) { f.Fields["人口"] = "-1" }, "tariff.negative", []any{"人口"}},
		"no storey":                {measured(tariff.Floor), nil, "tariff.no_floor", nil},
		"no turnover":              {measured(tariff.Turnover), nil, "tariff.no_turnover", nil},
		"no reading":               {measured("usage:水"), nil, "tariff.no_usage", []any{"水"}},
		"no reading of a band":     {measured("usage:电/峰"), nil, "tariff.no_usage", []any{"电/峰"}},
		"a reading gone back":      {measured("usage:水"), func(f *tariff.Facts) { f.Usage["水"] = number("-1") }, "tariff.negative", []any{"水"}},
		"a band gone back":         {measured("usage:电"), func(f *tariff.Facts) { f.Usage["电/谷"] = number("-1") }, "tariff.negative", []any{"电"}},
		"used less than nought": {tariff.Line{Measure: "usage:水", TierBy: tariff.TierYear, Tiers: []tariff.Tier{{Price: "1"}}}, func(f *tariff.Facts) {
			f.Usage["水"] = number("1")
			f.UsedBefore = map[string]tariff.Number{"水": number("-1")}
		}, "tariff.negative", []any{"水"}},
		"no other item":         {measured("item:水费"), nil, "tariff.no_item", []any{"水费"}},
		"no own field":          {measured("field:泳池"), nil, "tariff.no_field", []any{"泳池"}},
		"no own price":          {tariff.Line{Price: "[单价]"}, nil, "tariff.no_field", []any{"单价"}},
		"an own price in words": {tariff.Line{Price: "[单价]"}, func(f *tariff.Facts) { f.Fields["单价"] = "3元" }, "tariff.field_number", []any{"单价"}},
		"an own field in a condition that orders": {tariff.Line{Price: "1", When: []tariff.Condition{{"field:泳池", ">", []string{"1"}}}}, nil, "tariff.no_field", []any{"泳池"}},
		"no reading of a tier's band":             {tiers("usage:电", bands), func(f *tariff.Facts) { f.Usage["电"] = number("1"); f.Usage["电/峰"] = number("1") }, "tariff.no_usage", []any{"电/谷"}},
		"bands that used nothing": {tiers("usage:电", bands), func(f *tariff.Facts) {
			f.Usage["电"] = number("1")
			f.Usage["电/峰"], f.Usage["电/谷"] = number("0"), number("0")
		}, "tariff.bands", []any{"电"}},
		"an own limit of nought":    {tiers("usage:水", tariff.Tier{UpTo: "[限]", Price: "1"}), func(f *tariff.Facts) { f.Usage["水"] = number("1"); f.Fields["限"] = "0" }, "tariff.tiers", []any{1}},
		"tiers of less than nought": {tiers("field:量", tariff.Tier{UpTo: "5", Price: "1"}), func(f *tariff.Facts) { f.Fields["量"] = "-1" }, "tariff.negative", []any{"量"}},
	} {
		t.Run(name, func(t *testing.T) {
			facts := tariff.Facts{Fields: map[string]string{}, Usage: map[string]tariff.Number{}}
			if c.change != nil {
				c.change(&facts)
			}
			result, err := tariff.Price(one(lines(tariff.Line{Price: "1"}, c.line)), facts, "2026-01-01", "2026-01-31", nil)
			refused := requireCode(t, err, c.code)
			require.Equal(t, c.args, refused.Args)
			require.Equal(t, 2, refused.Line)
			require.Empty(t, result)
		})
	}
}

func TestARuleThatCannotBeWorkedOutIsRefused(t *testing.T) {
	when := func(c tariff.Condition) tariff.Rule {
		return tariff.Rule{When: []tariff.Condition{c}, Lines: []tariff.Line{{Price: "1"}}}
	}
	water := func(tiers ...tariff.Tier) tariff.Rule { return lines(tariff.Line{Measure: "usage:水", Tiers: tiers}) }
	long := strings.Repeat("长", 41)
	for name, c := range map[string]struct {
		rule tariff.Rule
		code string
	}{
		"no lines":                      {tariff.Rule{}, "tariff.lines"},
		"too many lines":                {lines(make([]tariff.Line, 21)...), "tariff.lines"},
		"an unknown proration":          {fixed("1", "weeks"), "tariff.proration"},
		"an unknown rounding":           {tariff.Rule{Lines: []tariff.Line{{Price: "1"}}, Rounding: tariff.Rounding{To: "li"}}, "tariff.rounding"},
		"an unknown way of rounding":    {tariff.Rule{Lines: []tariff.Line{{Price: "1"}}, Rounding: tariff.Rounding{Mode: "random"}}, "tariff.rounding"},
		"bounds by the day":             {tariff.Rule{Lines: []tariff.Line{{Price: "1"}}, LimitPer: tariff.Day}, "tariff.per"},
		"a least above the most":        {tariff.Rule{Lines: []tariff.Line{{Price: "1"}}, Least: "3", Most: "2"}, "tariff.bounds"},
		"no price":                      {lines(tariff.Line{}), "tariff.one_price"},
		"two prices":                    {lines(tariff.Line{Price: "1", Formula: "1"}), "tariff.one_price"},
		"a formula beside a measure":    {lines(tariff.Line{Measure: tariff.Area, Formula: "1"}), "tariff.formula_alone"},
		"a price with two points":       {lines(tariff.Line{Price: "1.2.3"}), "tariff.number"},
		"a price with an exponent":      {lines(tariff.Line{Price: "1e3"}), "tariff.number"},
		"a price of no field":           {lines(tariff.Line{Price: "[]"}), "tariff.name"},
		"a name too long":               {lines(tariff.Line{Name: long, Price: "1"}), "tariff.name"},
		"an unknown measure":            {lines(tariff.Line{Measure: "weight", Price: "1"}), "tariff.measure"},
		"a meter without a name":        {lines(tariff.Line{Measure: "usage:", Price: "1"}), "tariff.measure"},
		"an unknown time":               {lines(tariff.Line{Per: "hour", Price: "1"}), "tariff.per"},
		"usage by the month":            {lines(tariff.Line{Measure: "usage:水", Per: tariff.Month, Price: "1"}), "tariff.per"},
		"overlapping tiers":             {water(tariff.Tier{UpTo: "5", Price: "1"}, tariff.Tier{UpTo: "5", Price: "2"}, tariff.Tier{Price: "3"}), "tariff.tiers"},
		"a first tier of nothing":       {water(tariff.Tier{UpTo: "0", Price: "1"}, tariff.Tier{Price: "3"}), "tariff.tiers"},
		"a last tier with a limit":      {water(tariff.Tier{UpTo: "5", Price: "1"}), "tariff.tiers"},
		"a tier in the middle without":  {water(tariff.Tier{Price: "1"}, tariff.Tier{Price: "2"}), "tariff.tiers"},
		"a tier without a price":        {water(tariff.Tier{}), "tariff.one_price"},
		"too many tiers":                {water(make([]tariff.Tier, 21)...), "tariff.tier_count"},
		"tiers of a year over an area":  {lines(tariff.Line{Measure: tariff.Area, TierBy: tariff.TierYear, Tiers: []tariff.Tier{{Price: "1"}}}), "tariff.tier_by"},
		"an unknown time of tiers":      {lines(tariff.Line{Measure: "usage:水", TierBy: "week", Tiers: []tariff.Tier{{Price: "1"}}}), "tariff.tier_by"},
		"a thirteenth month":            {lines(tariff.Line{Measure: "usage:水", TierBy: tariff.TierYear, TierYearFrom: 13, Tiers: []tariff.Tier{{Price: "1"}}}), "tariff.tier_year"},
		"two tier years over one meter": {lines(tariff.Line{Measure: "usage:水", TierBy: tariff.TierYear, Tiers: []tariff.Tier{{Price: "1"}}}, tariff.Line{Measure: "usage:水", TierBy: tariff.TierYear, TierYearFrom: 7, Tiers: []tariff.Tier{{Price: "1"}}}), "tariff.tier_year"},
		"settings of tiers without any": {lines(tariff.Line{Price: "1", TierWhole: true}), "tariff.no_tiers"},
		"bands over an area":            {lines(tariff.Line{Measure: tariff.Area, Tiers: []tariff.Tier{{Bands: []tariff.Band{{"峰", "1"}}}}}), "tariff.band_line"},
		"a band twice":                  {water(tariff.Tier{Bands: []tariff.Band{{"峰", "1"}, {"峰", "2"}}}), "tariff.band_line"},
		"a band without a price":        {water(tariff.Tier{Bands: []tariff.Band{{"峰", ""}}}), "tariff.one_price"},
		"an unknown field":              {when(tariff.Condition{"colour", "=", []string{"red"}}), "tariff.condition"},
		"an empty field":                {when(tariff.Condition{"", "=", []string{"1"}}), "tariff.condition"},
		"an unknown comparison":         {when(tariff.Condition{"use", "like", []string{"1"}}), "tariff.condition"},
		"an order of words":             {when(tariff.Condition{"use", "<", []string{"1"}}), "tariff.condition"},
		"two values for one":            {when(tariff.Condition{"area", "=", []string{"1", "2"}}), "tariff.condition"},
		"one value between":             {when(tariff.Condition{"area", "between", []string{"1"}}), "tariff.condition"},
		"between upside down":           {when(tariff.Condition{"area", "between", []string{"2", "1"}}), "tariff.condition"},
		"in nothing":                    {when(tariff.Condition{"use", "in", nil}), "tariff.condition"},
		"a month of thirteen":           {when(tariff.Condition{"month", "=", []string{"13"}}), "tariff.condition"},
		"an area in words":              {when(tariff.Condition{"area", ">", []string{"大"}}), "tariff.condition"},
		"too many conditions":           {tariff.Rule{When: make([]tariff.Condition, 21), Lines: []tariff.Line{{Price: "1"}}}, "tariff.conditions"},
	} {
		t.Run(name, func(t *testing.T) {
			requireCode(t, c.rule.Check(), c.code)
			_, err := tariff.Price(one(c.rule), home(), "2026-01-01", "2026-01-31", nil)
			requireCode(t, err, c.code)
			c.rule.Needs()
		})
	}
	refused := requireCode(t, lines(tariff.Line{Price: "1"}, tariff.Line{Formula: "1 +* 2"}).Check(), "tariff.syntax")
	require.Equal(t, [2]int{2, 4}, [2]int{refused.Line, refused.Column})
	refused = requireCode(t, lines(tariff.Line{Price: "1"}, water(tariff.Tier{UpTo: "9", Price: "1"}, tariff.Tier{UpTo: "5", Price: "2"}, tariff.Tier{Price: "3"}).Lines[0]).Check(), "tariff.tiers")
	require.Equal(t, tariff.Error{Code: "tariff.tiers", Args: []any{2}, Line: 2}, refused)
}

func TestASpanWithoutAPriceIsRefused(t *testing.T) {
	version := func(from calendar.Date) tariff.Version { return tariff.Version{FromOn: from, Rule: fixed("1", "")} }
	for name, c := range map[string]struct {
		versions    []tariff.Version
		concessions []tariff.Concession
		from, to    calendar.Date
		code        string
	}{
		"no version":              {nil, nil, "2026-01-01", "2026-01-31", "tariff.no_price"},
		"a version in the middle": {[]tariff.Version{version("2026-01-02")}, nil, "2026-01-01", "2026-01-31", "tariff.no_price"},
		"two of one day":          {[]tariff.Version{version("2026-01-01"), version("2025-01-01"), version("2026-01-01")}, nil, "2026-01-01", "2026-01-31", "tariff.versions"},
		"a version of no day":     {[]tariff.Version{version("2026-13-01")}, nil, "2026-01-01", "2026-01-31", "tariff.versions"},
		"an end before the start": {[]tariff.Version{version("2026-01-01")}, nil, "2026-01-31", "2026-01-01", "tariff.span"},
		"a concession of no days": {[]tariff.Version{version("2026-01-01")}, []tariff.Concession{{FromOn: "2026-01-09", ToOn: "2026-01-08"}}, "2026-01-01", "2026-01-31", "tariff.concession"},
		"a concession below 0":    {[]tariff.Version{version("2026-01-01")}, []tariff.Concession{{Factor: number("-1")}}, "2026-01-01", "2026-01-31", "tariff.concession"},
		"a concession of no date": {[]tariff.Version{version("2026-01-01")}, []tariff.Concession{{FromOn: "soon"}}, "2026-01-01", "2026-01-31", "tariff.concession"},
	} {
		t.Run(name, func(t *testing.T) {
			_, err := tariff.Price(c.versions, home(), c.from, c.to, c.concessions)
			requireCode(t, err, c.code)
		})
	}
	_, err := tariff.Price(nil, home(), "2026-01-05", "2026-01-31", nil)
	require.Equal(t, []any{"2026-01-05"}, requireCode(t, err, "tariff.no_price").Args)
}

func TestConditions(t *testing.T) {
	for name, c := range map[string]struct {
		condition tariff.Condition
		holds     bool
	}{
		"of that use":                {tariff.Condition{"use", "=", []string{"住宅"}}, true},
		"not of that use":            {tariff.Condition{"use", "≠", []string{"住宅"}}, false},
		"in one of the buildings":    {tariff.Condition{"building", "in", []string{"1", "3"}}, true},
		"in none of the buildings":   {tariff.Condition{"building", "in", []string{"1", "2"}}, false},
		"the owner":                  {tariff.Condition{"party", "=", []string{"owner"}}, true},
		"above the sixth storey":     {tariff.Condition{"floor", ">", []string{"6"}}, true},
		"an area between":            {tariff.Condition{"area", "between", []string{"98.30", "120"}}, true},
		"an area below":              {tariff.Condition{"area", "<", []string{"98.3"}}, false},
		"an area up to":              {tariff.Condition{"area", "≤", []string{"98.3"}}, true},
		"an area from":               {tariff.Condition{"area", "≥", []string{"98.31"}}, false},
		"an area that is":            {tariff.Condition{"area", "=", []string{"98.300"}}, true},
		"an area that is not":        {tariff.Condition{"area", "≠", []string{"98.300"}}, false},
		"heads in":                   {tariff.Condition{"heads", "in", []string{"1", "3"}}, true},
		"an own number":              {tariff.Condition{"field:系数", "=", []string{"1.20"}}, true},
		"an own word":                {tariff.Condition{"field:等级", "in", []string{"乙", "甲"}}, true},
		"an own field that is not":   {tariff.Condition{"field:没有", "empty", nil}, true},
		"an own field that would be": {tariff.Condition{"field:没有", "filled", nil}, false},
		"a use that is":              {tariff.Condition{"use", "filled", nil}, true},
		"a use that is empty":        {tariff.Condition{"use", "empty", nil}, false},
		"an own number above":        {tariff.Condition{"field:系数", ">", []string{"1"}}, true},
		"usage above":                {tariff.Condition{"usage:电", ">", []string{"199"}}, true},
	} {
		t.Run(name, func(t *testing.T) {
			result := price(t, tariff.Rule{When: []tariff.Condition{c.condition}, Lines: []tariff.Line{{Price: "1"}}}, home(), "2026-01-01", "2026-01-31")
			require.Equal(t, c.holds, result.Applies)
			require.Equal(t, c.holds, result.AmountFen == 100)
			result = price(t, lines(tariff.Line{Price: "1", When: []tariff.Condition{c.condition}}), home(), "2026-01-01", "2026-01-31")
			require.True(t, result.Applies)
			require.Equal(t, c.holds, result.AmountFen == 100)
			require.NotEmpty(t, result.Steps)
		})
	}
}
