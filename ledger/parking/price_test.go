package parking_test

import (
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"shouqi/ledger/calendar"
	"shouqi/ledger/money"
	"shouqi/ledger/parking"
)

// at reads a time in the book's zone.
func at(t *testing.T, text string) time.Time {
	t.Helper()
	moment, err := time.ParseInLocation("2006-01-02 15:04", text, calendar.Zone)
	require.NoError(t, err)
	return moment
}

func shipped(t *testing.T, name string) parking.Plan {
	t.Helper()
	text, err := os.ReadFile(filepath.Join("../../assets/parking", name+".json"))
	require.NoError(t, err)
	plan, err := parking.ReadPlan(text)
	require.NoError(t, err)
	return plan
}

func TestPublishedTariffs(t *testing.T) {
	for _, c := range []struct {
		plan, entry, exit string
		want              money.Fen
	}{
		// 北京: 2.50 for each full quarter of the first hour of the day, then 3.75; 1.00 for each full two hours of night.
		{"beijing-road-1", "2026-11-20 09:00", "2026-11-20 09:14", 0},
		{"beijing-road-1", "2026-11-20 09:00", "2026-11-20 09:15", 2_50},
		{"beijing-road-1", "2026-11-20 09:00", "2026-11-20 10:00", 10_00},
		{"beijing-road-1", "2026-11-20 09:00", "2026-11-20 12:10", 10_00 + 8*3_75},
		{"beijing-road-1", "2026-11-20 19:00", "2026-11-20 20:59", 0},
		{"beijing-road-1", "2026-11-20 19:00", "2026-11-21 07:00", 6_00},
		{"beijing-road-1", "2026-11-20 18:10", "2026-11-21 09:00", 7_50 + 6_00 + 25_00},
		// 深圳: half hours at 3.00, then 6.00 to three hours, then 10.00 on workdays; 1.20, 2.40, 4.00 on others.
		{"shenzhen-road-1", "2026-11-20 09:00", "2026-11-20 09:30", 3_00},
		{"shenzhen-road-1", "2026-11-20 09:00", "2026-11-20 12:00", 33_00},
		{"shenzhen-road-1", "2026-11-20 09:00", "2026-11-20 12:01", 43_00},
		{"shenzhen-road-1", "2026-11-20 05:00", "2026-11-20 07:30", 0},
		{"shenzhen-road-1", "2026-11-21 09:00", "2026-11-21 10:00", 0},
		{"shenzhen-road-1", "2026-11-21 09:00", "2026-11-21 13:30", 1_20 + 5*2_40 + 4_00},
		{"shenzhen-road-1", "2026-10-10 09:00", "2026-10-10 10:00", 9_00}, // a Saturday that is worked
		{"shenzhen-road-1", "2026-10-08 09:00", "2026-10-08 10:00", 9_00},
		{"shenzhen-road-1", "2026-10-07 09:00", "2026-10-07 11:00", 1_20 + 2_40}, // a Wednesday off
		// 免费 1.5 小时，2 小时以内 5 元，之后每小时 1 元，24 小时封顶 20 元.
		{"first-two-hours", "2026-11-20 09:00", "2026-11-20 10:30", 0},
		{"first-two-hours", "2026-11-20 09:00", "2026-11-20 10:31", 5_00},
		{"first-two-hours", "2026-11-20 09:00", "2026-11-20 11:00", 5_00},
		{"first-two-hours", "2026-11-20 09:00", "2026-11-20 11:01", 6_00},
		{"first-two-hours", "2026-11-20 09:00", "2026-11-21 08:59", 20_00},
	} {
		got, err := parking.Price(shipped(t, c.plan), at(t, c.entry), at(t, c.exit), parking.Options{})
		require.NoError(t, err)
		require.Equal(t, c.want, got.AmountFen, "%s: %s to %s: %s", c.plan, c.entry, c.exit, got.Steps)
	}
}

func TestCapsMidnightAndCards(t *testing.T) {
	night := parking.Card{FromOn: "2026-11-01", ToOn: "2026-11-30", From: "20:00", To: "08:00"}
	month := parking.Card{FromOn: "2026-11-01", ToOn: "2026-11-30"}
	for name, c := range map[string]struct {
		plan, entry, exit string
		cards             []parking.Card
		want              money.Fen
	}{
		"the free hour to the minute":             {"hourly", "2026-11-20 09:00", "2026-11-20 10:00", nil, 0},
		"a minute over the free hour":             {"hourly", "2026-11-20 09:00", "2026-11-20 10:01", nil, 2_00},
		"24 hours from the entry":                 {"hourly", "2026-11-20 09:00", "2026-11-21 09:00", nil, 20_00},
		"a minute into the next 24 hours":         {"hourly", "2026-11-20 09:00", "2026-11-21 09:01", nil, 22_00},
		"an hour and a minute of the next":        {"hourly", "2026-11-20 09:00", "2026-11-21 10:01", nil, 24_00},
		"midnight is nothing to 24 hours":         {"hourly", "2026-11-20 20:00", "2026-11-21 08:00", nil, 20_00},
		"free time counts when it is overstayed":  {"day-night", "2026-11-20 09:00", "2026-11-20 09:31", nil, 3_00},
		"a night costs once over midnight":        {"day-night", "2026-11-20 20:30", "2026-11-21 07:30", nil, 5_00},
		"a natural day's cap":                     {"day-night", "2026-11-21 08:00", "2026-11-21 20:00", nil, 50_00},
		"two natural days' caps":                  {"day-night", "2026-11-21 08:00", "2026-11-22 20:00", nil, 100_00},
		"an entry for each natural day":           {"per-entry", "2026-11-20 23:00", "2026-11-21 01:00", nil, 10_00},
		"a month's card":                          {"hourly", "2026-11-20 09:00", "2026-11-29 09:00", []parking.Card{month}, 0},
		"a night card by night":                   {"day-night", "2026-11-20 20:00", "2026-11-21 08:00", []parking.Card{night}, 0},
		"a night card within its grace":           {"day-night", "2026-11-20 20:00", "2026-11-21 08:30", []parking.Card{night}, 0},
		"a night card beyond its grace":           {"day-night", "2026-11-19 20:00", "2026-11-20 08:31", []parking.Card{night}, 3_00},
		"the last night goes on into the morning": {"day-night", "2026-11-30 21:00", "2026-12-01 08:10", []parking.Card{night}, 0},
		"the night before the first day is none":  {"day-night", "2026-10-31 23:00", "2026-11-01 07:00", []parking.Card{night}, 5_00},
		"a card that ends while the car stays":    {"hourly", "2026-11-30 20:00", "2026-12-01 03:00", []parking.Card{month}, 4_00},
		"in and out within a minute":              {"per-entry", "2026-11-20 09:00", "2026-11-20 09:00", nil, 0},
	} {
		t.Run(name, func(t *testing.T) {
			got, err := parking.Price(shipped(t, c.plan), at(t, c.entry), at(t, c.exit), parking.Options{Cards: c.cards})
			require.NoError(t, err)
			require.Equal(t, c.want, got.AmountFen, got.Steps)
		})
	}
}

func TestAStayTellsItsDriverWhy(t *testing.T) {
	plan := shipped(t, "day-night")
	for name, c := range map[string]struct {
		entry, exit     string
		steps, warnings []string
	}{
		"a Saturday afternoon": {"2026-11-21 08:00", "2026-11-21 10:15",
			[]string{"超过免费的 30 分钟，从头计费", "周六 白天 08:00–20:00，其中 08:00–10:15 2 小时 15 分，9 个 15 分钟 × 2.00 元 = 18.00"}, nil},
		"free": {"2026-11-21 08:00", "2026-11-21 08:30", []string{"未超过免费的 30 分钟，不收费"}, nil},
		"a worked Saturday": {"2026-10-10 08:00", "2026-10-10 09:00",
			[]string{"超过免费的 30 分钟，从头计费", "周六（国庆节调休上班） 白天 08:00–20:00，其中 08:00–09:00 1 小时，4 个 15 分钟 × 1.00 元 = 4.00"}, nil},
		"days that read the same": {"2026-10-04 20:00", "2026-10-07 20:00", []string{
			"超过免费的 30 分钟，从头计费",
			"10月4日 周日（国庆节） 夜间 20:00–08:00 12 小时，按次 5.00 元 = 5.00",
			"10月5日至10月6日 2 天，每天：白天 08:00–20:00 12 小时，48 个 15 分钟 × 3.00 元 = 144.00",
			"10月5日至10月6日 2 天，每天：夜间 20:00–08:00 12 小时，按次 5.00 元 = 5.00",
			"10月5日至10月6日 2 天，每天：当日封顶 50.00",
			"10月7日 周三（国庆节） 白天 08:00–20:00 12 小时，48 个 15 分钟 × 3.00 元 = 144.00",
			"10月7日 周三（国庆节） 当日封顶 50.00"}, nil},
		"a year without a schedule": {"2027-10-01 08:00", "2027-10-01 09:00",
			[]string{"超过免费的 30 分钟，从头计费", "周五 白天 08:00–20:00，其中 08:00–09:00 1 小时，4 个 15 分钟 × 1.00 元 = 4.00"},
			[]string{"没有 2027 年的放假安排：周一至周五按工作日、周六周日按周末计算，节假日和调休没有计入"}},
	} {
		t.Run(name, func(t *testing.T) {
			got, err := parking.Price(plan, at(t, c.entry), at(t, c.exit), parking.Options{})
			require.NoError(t, err)
			require.Equal(t, c.steps, got.Steps)
			require.Equal(t, c.warnings, got.Warnings)
		})
	}
}

func TestTheEstatesOwnDaysPriceToo(t *testing.T) {
	own, err := calendar.StateCouncil().With([]byte(`[{"year": 2027, "spans": [{"name": "国庆节", "from": "2027-10-01", "to": "2027-10-01"}]}]`))
	require.NoError(t, err)
	got, err := parking.Price(shipped(t, "day-night"), at(t, "2027-10-01 08:00"), at(t, "2027-10-01 09:00"), parking.Options{Workdays: own})
	require.NoError(t, err)
	require.Equal(t, money.Fen(12_00), got.AmountFen)
	require.Empty(t, got.Warnings)
}

func TestALostTicket(t *testing.T) {
	got, err := parking.Price(shipped(t, "hourly"), time.Time{}, time.Time{}, parking.Options{LostTicket: true})
	require.NoError(t, err)
	require.Equal(t, money.Fen(20_00), got.AmountFen)
	require.Equal(t, []string{"丢失凭证，按 20.00 元收"}, got.Steps)
}

func TestTheLeastTheRoundingAndTheStaysCap(t *testing.T) {
	plan := parking.Plan{
		Name: "按分钟", Least: "1", StayCap: "30", Rounding: parking.Rounding{To: "jiao"},
		Windows: []parking.Window{{Name: "全天", From: "00:00", To: "24:00", Rates: []parking.Rate{{BlockMinutes: 1, Price: "0.0333"}}}},
	}
	for minutes, want := range map[int]struct {
		fen   money.Fen
		steps []string
	}{
		10:  {1_00, []string{"周五 全天 08:00–08:10 10 分钟，10 分钟 × 0.0333 元 = 0.333", "最低收 1.00"}},
		45:  {1_50, []string{"周五 全天 08:00–08:45 45 分钟，45 分钟 × 0.0333 元 = 1.4985", "1.4985 四舍五入到角 = 1.50"}},
		905: {30_00, []string{"周五 全天 08:00–23:05 15 小时 5 分，905 分钟 × 0.0333 元 = 30.1365", "本次停车封顶 30.00"}},
	} {
		entry := at(t, "2026-11-20 08:00")
		got, err := parking.Price(plan, entry, entry.Add(time.Duration(minutes)*time.Minute), parking.Options{})
		require.NoError(t, err)
		require.Equal(t, want.fen, got.AmountFen)
		require.Equal(t, want.steps, got.Steps)
	}
}
