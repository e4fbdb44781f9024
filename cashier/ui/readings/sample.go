package readings

import (
	"fmt"

	"shouqi/cashier/intake"
	"shouqi/cashier/metering"
	"shouqi/cashier/ui/month"
	"shouqi/cashier/ui/shell"
	"shouqi/ledger/calendar"
	"shouqi/ledger/meter"
	"shouqi/ledger/store"
	"shouqi/ledger/tariff"
)

// sampleJudged is one reading of a sheet.
func sampleJudged(line int, room, kind string, previous, value int64, state meter.State, reasons ...error) meter.Judged {
	now := tariff.Whole(value)
	return meter.Judged{Offer: meter.Offer{Line: line, Room: room, Kind: kind, Number: "W0" + room[len(room)-3:], Value: &now, On: "2026-10-28"}, State: state, Reasons: reasons,
		Previous: tariff.Whole(previous), PreviousOn: "2026-09-28", Usage: tariff.Whole(max(value-previous, 0))}
}

// samplePlan is a sheet with a bit of everything.
func samplePlan() *metering.Plan {
	plan := &metering.Plan{Readings: &intake.Readings{FileName: "阳光花园抄表2026-10.xlsx", Kinds: []string{"水", "电"},
		Refused: []intake.Refusal{{Line: 8, Issues: []intake.Issue{{Cell: "E8", Text: "E8 单元格“水表本期”写的是“抄不到”，不是读数。"}}}}}, Absent: []string{"2-1-402"}, AbsentCount: 1}
	plan.Judged = []meter.Judged{
		sampleJudged(11, "1-1-401", "水", 551, 548, meter.Refused, store.Refuse(meter.CodeGoesBack, "548", "551")),
		sampleJudged(22, "1-1-703", "电", 20625, 61625, meter.Odd, store.Refuse(meter.CodeSlip, "41000", "402", "21035", "410", "20625", "2026-09-28")),
		sampleJudged(42, "1-2-702", "水", 99995, 7, meter.Odd, store.Refuse(meter.CodeRolledGuess, "5", "99995", "7", "12")),
		sampleJudged(43, "1-2-703", "水", 214, 214, meter.Good, store.Refuse(meter.CodeStill))}
	plan.Judged[2].Usage = tariff.Whole(12)
	for floor := int64(1); floor <= 9; floor++ {
		plan.Judged = append(plan.Judged, sampleJudged(50+int(floor), fmt.Sprintf("2-1-%d01", floor), "水", 300+floor*17, 312+floor*18, meter.Good))
	}
	for _, j := range plan.Judged {
		plan.Rows = append(plan.Rows, intake.Reading{Line: j.Line, Room: j.Room, Kind: j.Kind})
	}
	return plan
}

func sampleExplain(err error) string {
	return map[string]string{meter.CodeGoesBack: "本期 548 比上期 551 小，读数倒走了：请重抄；换过表的请先登记换表。",
		meter.CodeSlip:        "用量 41000，平常是 402，像是点错了位：如果是 21035，用量就是 410。请核对后改正，没错的确认保留。",
		meter.CodeRolledGuess: "看来是 5 位的表走满一圈：99995 → 7，用量 12。核对后确认保留，或写明表的位数。",
		meter.CodeStill:       "没有走字：空置，还是表停了？"}[store.Code(err)]
}

// sampleMeters are a room's meters with a year behind them.
func sampleMeters() []metering.RoomMeters {
	past := func(usages ...int64) (all []meter.Reading) {
		at := int64(20625)
		for index, usage := range usages {
			on := month.FirstOf("2026-09-28", -index).AddDays(27)
			all = append(all, meter.Reading{On: on, ForOn: month.LastOf(on, 0), Value: tariff.Whole(at), Previous: tariff.Whole(at - usage), Usage: tariff.Whole(usage), Kept: index == 2})
			at -= usage
		}
		return all
	}
	terms := meter.Plain("2024-01-01")
	large := meter.Terms{FromOn: "2024-01-01", Digits: 6, Multiplier: tariff.Whole(40), LossPercent: tariff.Whole(3)}
	return []metering.RoomMeters{
		{Meter: meter.Meter{ID: "a", Kind: "电", Number: "E0703", StartOn: "2024-01-01", Terms: large}, Readings: past(402, 388, 731, 655, 410, 377, 352, 366, 420, 512, 480, 391)},
		{Meter: meter.Meter{ID: "b", Kind: "水", Number: "W0703", StartOn: "2024-01-01", Terms: terms}, Readings: past(12, 11, 13)},
		{Meter: meter.Meter{ID: "c", Kind: "水", Number: "W0001", StartOn: "2018-05-01", EndOn: "2024-01-01", Terms: terms}}}
}

// Gallery returns the pictures of this package.
func Gallery() []shell.Picture {
	draw := func(set func(s *Screen)) func(frame *shell.Shell) {
		return func(frame *shell.Shell) {
			screen := New(frame, nil, Deps{Explain: sampleExplain, Back: func() {}, ToRun: func(string, calendar.Date, calendar.Date) {}}, "2026-11-21")
			month.Sample(frame, screen)
			set(screen)
		}
	}
	review := func(s *Screen) *reviewPage {
		page := newReview(s, nil, metering.Options{ForOn: "2026-10-31"}, samplePlan())
		page.past.rooms["1-1-703"] = sampleMeters()
		s.GoTo(page)
		page.table.SetCursor(4)
		return page
	}
	room := func(s *Screen) *roomPage {
		page := newRoomPage(s)
		page.code, page.meters = "1-1-703", sampleMeters()
		s.GoTo(page)
		return page
	}
	route := func(s *Screen) {
		page := newRoutePage(s, meter.Walk{})
		page.route, page.ready, page.at, page.told = sampleRoute(), true, 4, 1
		s.GoTo(page)
	}
	return []shell.Picture{
		{Name: "readings-route", Draw: draw(route)},
		{Name: "readings-choose", Draw: draw(func(s *Screen) { s.choice.entry.SetText("/home/wangli/桌面/阳光花园抄表2026-10.xlsx") })},
		{Name: "readings-review", Draw: draw(func(s *Screen) { review(s).toggle(5) })},
		{Name: "readings-refused", Draw: draw(func(s *Screen) {
			s.choice.path = "/home/wangli/桌面/阳光花园抄表2026-10.xlsx"
			review(s).saveRefused()
		})},
		{Name: "readings-correct", Draw: draw(func(s *Screen) { room(s).correct() })},
		{Name: "readings-undo", Draw: draw(func(s *Screen) { room(s).undo() })},
		{Name: "readings-take", Draw: draw(func(s *Screen) { review(s).take() })},
		{Name: "readings-done", Draw: draw(func(s *Screen) {
			page := review(s)
			s.GoTo(&donePage{screen: s, forOn: "2026-10-31", ready: true, batch: meter.Batch{Taken: 246, Installed: 246, LeftOut: 6}, left: leftOut(page.rows, page.keep),
				need: metering.AfterReadings{Items: []string{"水费"}, Missing: []metering.MissingReading{{Code: "1-1-703", Kind: "电"}, {Code: "3-2-402", Kind: "水"}}}})
		})},
		{Name: "readings-room", Draw: draw(func(s *Screen) { room(s) })},
		{Name: "readings-replace", Draw: draw(func(s *Screen) { room(s).replace() })},
		{Name: "readings-install", Draw: draw(func(s *Screen) { room(s).install() })},
	}
}

// sampleRoute is a route in the middle of being typed: a good figure, one to look at, one that cannot be.
func sampleRoute() *metering.Route {
	route := &metering.Route{Walk: meter.Walk{Kind: "水", Building: "1", On: "2026-11-20", ForOn: "2026-11-30"}}
	for floor := int64(1); floor <= 18; floor++ {
		for door := int64(1); door <= 2; door++ {
			route.Lines = append(route.Lines, metering.RouteLine{Stand: meter.Stand{Room: fmt.Sprintf("1-1-%d0%d", floor, door), Previous: tariff.Whole(300 + floor*17 + door),
				PreviousOn: "2026-10-28", Usual: tariff.Whole(8 + floor%5), HasUsual: floor > 1, Read: floor == 18, Meter: meter.Meter{ID: fmt.Sprint(floor, door), Kind: "水", Number: fmt.Sprintf("W%02d%02d", floor, door)}}})
		}
	}
	for line, typed := range []string{"330", "99999", "12", "345"} {
		_ = route.Type(line, typed)
	}
	used := func(line int, state meter.State, usage int64, reasons ...error) meter.Judged {
		return meter.Judged{Offer: meter.Offer{Line: line + 1, Meter: route.Lines[line].Meter.ID, Value: route.Lines[line].Value, On: route.On}, State: state, Usage: tariff.Whole(usage), Reasons: reasons}
	}
	route.Judge([]meter.Judged{used(0, meter.Good, 12), used(1, meter.Odd, 99680, store.Refuse(meter.CodeSlip, "99680", "12", "21035", "12", "320", "2026-09-28")), used(2, meter.Refused, 0, store.Refuse(meter.CodeGoesBack, "548", "551")), used(3, meter.Good, 9)})
	return route
}
