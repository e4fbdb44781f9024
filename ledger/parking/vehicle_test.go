package parking_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"shouqi/ledger/money"
	"shouqi/ledger/parking"
)

// fiveAnHour is 5 yuan an hour, at most 30 on the first day, 40 on the second and 50 on each further one; a large vehicle pays
// half as much again, one on new energy half.
func fiveAnHour(change func(*parking.Plan)) parking.Plan {
	plan := parking.Plan{
		Name: "每小时 5 元", DayCaps: []parking.Yuan{"30", "40", "50"}, LostTicket: "50",
		Windows:  []parking.Window{{Name: "全天", From: "00:00", To: "24:00", Rates: []parking.Rate{{BlockMinutes: 60, Price: "5"}}}},
		Vehicles: []parking.Vehicle{{Name: "小型车", Factor: "1"}, {Name: "大型车", Factor: "1.5"}, {Name: "新能源车", Factor: "0.5"}, {Name: "警车", Factor: "0"}},
	}
	if change != nil {
		change(&plan)
	}
	return plan
}

func by24(p *parking.Plan)      { p.Day = parking.Hours24 }
func sameCaps(p *parking.Plan)  { p.Day, p.SameCaps = parking.Hours24, true }
func hundred(p *parking.Plan)   { p.StayCap = "100" }
func freeHour(p *parking.Plan)  { p.Day, p.FreeMinutes = parking.Hours24, 60 }
func oneCap(p *parking.Plan)    { p.DayCaps = []parking.Yuan{"30"} }
func usualCap(p *parking.Plan)  { p.DayCap, p.DayCaps = "30", nil }
func leastFive(p *parking.Plan) { p.Least = "15" }
func leastSame(p *parking.Plan) { p.Least, p.SameCaps = "15", true }

func TestEachDayOfAStayHasItsOwnCap(t *testing.T) {
	month := []parking.Card{{FromOn: "2026-11-01", ToOn: "2026-11-21"}}
	for name, c := range map[string]struct {
		change      func(*parking.Plan)
		entry, exit string
		cards       []parking.Card
		vehicle     string
		want        money.Fen
	}{
		"four times 24 hours":                   {by24, "2026-11-20 09:00", "2026-11-24 09:00", nil, "", 170_00},
		"a minute of the fifth":                 {by24, "2026-11-20 09:00", "2026-11-24 09:01", nil, "", 175_00},
		"six days":                              {by24, "2026-11-20 09:00", "2026-11-26 09:00", nil, "", 270_00},
		"the second day by its own hours":       {by24, "2026-11-20 09:00", "2026-11-21 12:00", nil, "", 45_00},
		"three times 24 hours from noon":        {by24, "2026-11-20 12:00", "2026-11-23 12:00", nil, "", 120_00},
		"four dates from noon to noon":          {nil, "2026-11-20 12:00", "2026-11-23 12:00", nil, "", 170_00},
		"four whole dates":                      {nil, "2026-11-20 00:00", "2026-11-24 00:00", nil, "", 170_00},
		"two hours are the first date":          {nil, "2026-11-20 22:00", "2026-11-21 06:00", nil, "", 40_00},
		"a block counts where it begins":        {nil, "2026-11-20 22:30", "2026-11-22 00:00", nil, "", 50_00},
		"the stay's cap behind those of days":   {hundred, "2026-11-20 00:00", "2026-11-24 00:00", nil, "", 100_00},
		"days under a card are counted":         {nil, "2026-11-20 09:00", "2026-11-23 00:00", month, "", 50_00},
		"a free hour is of the first day":       {freeHour, "2026-11-20 09:00", "2026-11-21 10:00", nil, "", 35_00},
		"one cap is that of every day":          {oneCap, "2026-11-20 00:00", "2026-11-24 00:00", nil, "", 120_00},
		"a plan of one cap as before":           {usualCap, "2026-11-20 00:00", "2026-11-24 00:00", nil, "", 120_00},
		"a large one's caps grow":               {by24, "2026-11-20 09:00", "2026-11-24 09:00", nil, "大型车", 255_00},
		"a large one's first hours":             {by24, "2026-11-20 09:00", "2026-11-20 14:00", nil, "大型车", 37_50},
		"a large one under the same cap":        {sameCaps, "2026-11-20 09:00", "2026-11-20 14:00", nil, "大型车", 30_00},
		"new energy by half":                    {by24, "2026-11-20 09:00", "2026-11-24 09:00", nil, "新能源车", 85_00},
		"new energy under the same caps":        {sameCaps, "2026-11-20 09:00", "2026-11-24 09:00", nil, "新能源车", 170_00},
		"the least grows too":                   {leastFive, "2026-11-20 09:00", "2026-11-20 10:00", nil, "大型车", 22_50},
		"the least as it is":                    {leastSame, "2026-11-20 09:00", "2026-11-20 10:00", nil, "大型车", 15_00},
		"a kind that pays nothing":              {leastFive, "2026-11-20 09:00", "2026-11-24 10:00", nil, "警车", 0},
		"nobody says which kind: the first one": {by24, "2026-11-20 09:00", "2026-11-20 10:00", nil, "", 5_00},
	} {
		t.Run(name, func(t *testing.T) {
			got, err := parking.Price(fiveAnHour(c.change), at(t, c.entry), at(t, c.exit), parking.Options{Cards: c.cards, Vehicle: c.vehicle})
			require.NoError(t, err)
			require.Equal(t, c.want, got.AmountFen, got.Steps)
		})
	}
}

func TestAVehiclesFactorIsRoundedOnceWithTheSum(t *testing.T) {
	plan := parking.Plan{
		Name: "每小时 0.33 元", Vehicles: []parking.Vehicle{{Name: "新能源车", Factor: "0.85"}},
		Windows: []parking.Window{{Name: "全天", From: "00:00", To: "24:00", Rates: []parking.Rate{{BlockMinutes: 60, Price: "0.33"}}}},
	}
	got, err := parking.Price(plan, at(t, "2026-11-20 08:00"), at(t, "2026-11-20 18:00"), parking.Options{Vehicle: "新能源车"})
	require.NoError(t, err)
	require.Equal(t, money.Fen(2_81), got.AmountFen, "10 × 0.2805 = 2.805; hour by hour it would be 2.80")
	require.Equal(t, []string{
		"新能源车按 0.85 倍计：单价和封顶都已乘 0.85",
		"周五 全天 08:00–18:00 10 小时，10 个 1 小时 × 0.2805 元 = 2.805", "2.805 四舍五入到分 = 2.81"}, got.Steps)
}

func TestALostTicketOfAKindOfVehicle(t *testing.T) {
	for vehicle, want := range map[string]money.Fen{"": 50_00, "大型车": 75_00, "警车": 0} {
		got, err := parking.Price(fiveAnHour(nil), time.Time{}, time.Time{}, parking.Options{LostTicket: true, Vehicle: vehicle})
		require.NoError(t, err)
		require.Equal(t, want, got.AmountFen, got.Steps)
	}
	got, err := parking.Price(fiveAnHour(sameCaps), time.Time{}, time.Time{}, parking.Options{LostTicket: true, Vehicle: "大型车"})
	require.NoError(t, err)
	require.Equal(t, money.Fen(50_00), got.AmountFen)
}

func TestAKindThatThePlanDoesNotNameIsRefused(t *testing.T) {
	entry := at(t, "2026-11-20 09:00")
	_, err := parking.Price(fiveAnHour(nil), entry, entry.Add(time.Hour), parking.Options{Vehicle: "摩托车"})
	requireRefusal(t, err, "parking.vehicle", "摩托车", "小型车、大型车、新能源车、警车")
	_, err = parking.Price(shipped(t, "hourly"), entry, entry.Add(time.Hour), parking.Options{Vehicle: "大型车"})
	requireRefusal(t, err, "parking.one_price", "大型车")
}

func TestEachStretchIsCalledByItsNameAndItsTimes(t *testing.T) {
	for name, c := range map[string]struct {
		plan        parking.Plan
		entry, exit string
		vehicle     string
		steps       []string
	}{
		"the plan's own names": {shipped(t, "by-vehicle"), "2026-11-20 09:10", "2026-11-20 13:00", "大型车", []string{
			"大型车按 1.5 倍计：单价和封顶都已乘 1.5", "超过免费的 30 分钟，从头计费",
			"周五 全天 09:10–13:00 3 小时 50 分，首两小时 15.00 元 + 两小时后 2 个 1 小时 × 4.50 元 = 24.00"}},
		"days, each with its cap": {fiveAnHour(sameCaps), "2026-11-20 09:00", "2026-11-25 10:00", "大型车", []string{
			"大型车按 1.5 倍计：单价已乘 1.5，封顶不变",
			"11月20日 周五 全天 09:00–次日 09:00 1 天，24 个 1 小时 × 7.50 元 = 180.00", "11月20日 周五 第 1 个 24 小时封顶 30.00",
			"11月21日 周六 全天 09:00–次日 09:00 1 天，24 个 1 小时 × 7.50 元 = 180.00", "11月21日 周六 第 2 个 24 小时封顶 40.00",
			"11月22日至11月24日 3 天，每天：全天 09:00–次日 09:00 1 天，24 个 1 小时 × 7.50 元 = 180.00",
			"11月22日至11月24日 3 天，每天：第 3 个 24 小时起，每 24 小时封顶 50.00",
			"11月25日 周三 全天 09:00–10:00 1 小时，1 个 1 小时 × 7.50 元 = 7.50"}},
		"names that the plan leaves out": {parking.Plan{Name: "试", Windows: []parking.Window{
			{Name: "日间", From: "08:00", To: "20:00", Rates: []parking.Rate{{Minutes: 60, BlockMinutes: 60, Price: "0"}, {Minutes: 120, BlockMinutes: 60, Price: "4"}, {BlockMinutes: 60, Price: "2"}}},
			{Name: "夜间", From: "20:00", To: "08:00", Rates: []parking.Rate{{Price: "6"}}}}}, "2026-11-20 14:00", "2026-11-21 06:30", "", []string{
			"11月20日 周五 日间 08:00–20:00，其中 14:00–20:00 6 小时，首 1 小时 免费 + 其后 2 小时 2 个 1 小时 × 4.00 元 + 以后 3 个 1 小时 × 2.00 元 = 14.00",
			"11月20日 周五 夜间 20:00–08:00，其中 20:00–次日 06:30 10 小时 30 分，按次 6.00 元 = 6.00"}},
		"weeks without a cap": {fiveAnHour(func(p *parking.Plan) { p.DayCaps = nil }), "2026-11-20 09:00", "2026-11-24 10:00", "", []string{
			"11月20日 周五 全天 11月20日 09:00 至 11月24日 10:00 4 天 1 小时，97 个 1 小时 × 5.00 元 = 485.00"}},
	} {
		t.Run(name, func(t *testing.T) {
			got, err := parking.Price(c.plan, at(t, c.entry), at(t, c.exit), parking.Options{Vehicle: c.vehicle})
			require.NoError(t, err)
			require.Equal(t, c.steps, got.Steps)
		})
	}
}
