package estate

import (
	"shouqi/cashier/household"
	"shouqi/cashier/register"
	"shouqi/cashier/ui/forms"
	"shouqi/cashier/ui/shell"
	"shouqi/ledger/billing"
	"shouqi/ledger/estate"
	"shouqi/ledger/meter"
)

// sampleEntry is the household of the galleries.
func sampleEntry() register.Entry {
	return register.Entry{
		Object: estate.Object{ID: "r1", Kind: estate.Room, Code: "3-2-1201", Building: "3", Unit: "2", Floor: 12, Number: "1201", Use: "住宅", Layout: "三室两厅",
			AreaCentiM2: 9830, State: "自住", HandoverOn: "2019-06-30", Fields: map[string]string{"产权性质": "商品房"}},
		Seen: "seen",
		Parties: []register.Party{{Person: household.Person{ID: "p1", Name: "张建国", Role: estate.Owner, Phones: []string{"138****6621"}, Share: wholeShare}, FromOn: "2019-06-30"},
			{Person: household.Person{ID: "p2", Name: "林晓", Role: estate.Tenant, Phones: []string{"139****0417"}}, FromOn: "2026-03-01", ToOn: "2027-02-28"}},
		Spaces:  []estate.Object{{ID: "s1", Kind: estate.Space, Code: "B1-047", Location: "地下一层 A 区", State: "已租"}},
		Meters:  []meter.Meter{{Kind: "水", Number: "WS-20190017"}},
		Plates:  []string{"京A3K517"},
		Remark:  "老人独居，缴费请念一遍金额",
		DeedNo:  "京（20****3 号",
		NoteID:  "note",
		Steward: household.Steward{Name: "周婷", Phone: "137****2208"},
	}
}

// Gallery returns the pictures of this package.
func Gallery() []shell.Picture {
	sample := func(frame *shell.Shell) *Screen {
		screen := New(frame, nil, Deps{Explain: func(error) string { return "" }, Changed: func() {}})
		forms.Sample(frame, screen, "estate")
		return screen
	}
	return []shell.Picture{
		{Name: "estate-empty", Draw: func(frame *shell.Shell) { sample(frame) }},
		{Name: "estate", Draw: func(frame *shell.Shell) { sample(frame).show(sampleEntry(), false) }},
		{Name: "estate-use", Draw: func(frame *shell.Shell) {
			screen := sample(frame)
			screen.show(sampleEntry(), false)
			screen.askField(roomFields[2])
		}},
		{Name: "estate-hits", Draw: func(frame *shell.Shell) {
			screen := sample(frame)
			screen.query, screen.hits, screen.at = "zjg", []estate.Hit{{Code: "3-2-1201", Name: "张建国"}, {Code: "1-1-0602", Name: "郑金贵"}}, 0
			screen.search.SetText("zjg")
			screen.draw()
		}},
		{Name: "estate-second", Draw: func(frame *shell.Shell) {
			screen := sample(frame)
			screen.show(sampleEntry(), false)
			screen.askSecond("3-2-1201 · "+screen.text("estate.owner"), billing.Mending{On: "2026-12-01"},
				estate.Change{Owing: true, Fields: []estate.FieldChange{{Name: "owner", Old: "张建国", New: "李四"}}})
		}},
	}
}
