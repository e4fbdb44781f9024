package desk

import (
	"context"
	"slices"
	"strings"
	"time"

	"shouqi/cashier/charging"
	"shouqi/cashier/collecting"
	"shouqi/cashier/household"
	"shouqi/cashier/paper"
	"shouqi/cashier/people"
	"shouqi/cashier/printing"
	"shouqi/cashier/scanning"
	"shouqi/cashier/session"
	"shouqi/cashier/spool"
	"shouqi/cashier/taking"
	"shouqi/cashier/words"
	"shouqi/ledger/billing"
	"shouqi/ledger/calendar"
	"shouqi/ledger/estate"
	"shouqi/ledger/law"
	"shouqi/ledger/money"
	"shouqi/ledger/payment"
	"shouqi/ledger/staff"
	"shouqi/ledger/store"
	"shouqi/ledger/tariff"
	"shouqi/ledger/till"
)

// sampleFlows answers the gallery's desk from plain structs: a household like the one the design was drawn with, and a
// till that takes whatever it is given.
type sampleFlows struct {
	state   session.State
	people  []estate.Hit
	printed printing.Printed
	taken   *till.Payment
	poor    bool // the household owes nothing
	rich    bool // its prepayment covers everything
	offered bool // it is offered two packages
	gives   bool // who pays ahead for the parking space is given a month
	order   *collecting.Order
	failure string // what the channel fails at
	// said is what the rules of the law say of a payment ahead.
	said law.Findings
}

var sampleNow = time.Date(2026, 11, 21, 10, 24, 0, 0, calendar.Zone)

func newSampleFlows() *sampleFlows {
	return &sampleFlows{
		state: session.State{Mine: true, Cashier: "王丽", BusinessOn: "2026-11-21",
			Shift:    &till.Shift{ShiftRef: till.ShiftRef{Device: 1, Seq: 7}, No: 3, BusinessOn: "2026-11-21", OpenedMS: sampleNow.Add(-2 * time.Hour).UnixMilli()},
			Policies: estate.Policies{Estate: "阳光花园", Counter: "01"}, Bounds: staff.Bounds{staff.RoundingMax: 9, staff.WaiverMax: 10_00}},
		people: []estate.Hit{
			{Object: "r1", Code: "3-2-1201", Name: "张建国", By: estate.ByName},
			{Object: "r2", Code: "1-1-0602", Name: "郑金贵", By: estate.ByName},
			{Object: "r3", Code: "5-1-0301", Name: "张静高", By: estate.ByName},
			{Object: "r4", Code: "商铺-07", Name: "中建广物业服务有限公司", Kind: estate.Company, By: estate.ByName},
		},
	}
}

func (f *sampleFlows) State(context.Context) (session.State, error) {
	f.state.Last = f.taken
	return f.state, nil
}

func (f *sampleFlows) OwedOf(context.Context, []string) (map[string]money.Fen, error) {
	owed := map[string]money.Fen{}
	for index, hit := range f.people {
		owed[hit.Object] = money.Fen(index%3) * 926_47 // every third owes nothing
	}
	return owed, nil
}

func (f *sampleFlows) Actor() (staff.Actor, bool) { return staff.Actor{}, false }

func (f *sampleFlows) Find(text string, limit int) estate.Found {
	var found estate.Found
	for _, hit := range f.people {
		if strings.HasPrefix("zjg", text) || household.IsWholeRoom(hit.Code, text) {
			if household.IsWholeRoom(hit.Code, text) {
				hit.By = estate.ByRoom
			}
			found.Hits = append(found.Hits, hit)
		}
	}
	found.Total = len(found.Hits)
	found.Hits = found.Hits[:min(limit, len(found.Hits))]
	return found
}

func sampleLine(id, item, place string, from, to calendar.Date, fen money.Fen, why string) household.Line {
	return household.Line{Bill: billing.Bill{ID: id, Item: item, FromOn: from, ToOn: to, DueOn: from, AmountFen: fen, Steps: strings.Split(why, "；")},
		Place: place, Period: words.Period(from, to), Future: from > "2026-11-21", Steps: strings.Split(why, "；")}
}

func (f *sampleFlows) ReadOn(_ context.Context, object string, _ calendar.Date) (household.Household, error) {
	past := func(day calendar.Date, fen money.Fen, items ...string) till.Payment {
		p := till.Payment{Kind: till.Paid, ValueOn: day, BusinessOn: day, TotalFen: fen, Tenders: []till.Tender{{Kind: till.Cash, Fen: fen}}}
		for _, item := range items {
			p.Allocations = append(p.Allocations, till.Allocation{Kind: till.ToBill, Item: item})
		}
		return p
	}
	h := household.Household{
		Room:    estate.Object{ID: "r1", Code: "3-2-1201", AreaCentiM2: 9830, State: "自住"},
		People:  []household.Person{{ID: "p1", Name: "张建国", Role: estate.Owner, Share: 10000}},
		Steward: household.Steward{Name: "周婷", Phone: "137****2208"},
		Spaces:  []string{"B1-047"}, Plates: []string{"京A·3K51"}, CreditFen: 500_00, HeldFen: 500_00, UsualFen: 840_47,
		Notes:   []household.Note{{Key: "note.remark", Args: []any{"老人独居，缴费请念一遍金额"}}},
		History: []till.Payment{past("2026-07-03", 1140_47, "物业费", "地下月租"), past("2026-04-02", 840_47, "物业费"), past("2026-01-05", 840_47, "物业费")},
	}
	h.People[0].SetPhones("13800006621")
	if f.rich {
		h.CreditFen, h.HeldFen, h.Auto = 5000_00, 5300_00, true
		h.Kept = []till.Kept{{Purpose: billing.PropertyFee, CreditFen: 300_00}}
		h.Prepayments = []till.Prepayment{{Fen: 5000_00}, {Purpose: billing.PropertyFee, Fen: 300_00}}
	}
	if f.offered {
		h.Packages = []billing.Package{{Name: "季度常缴（物业费、车位、水费）", Items: []string{"物业费", "地下月租", "水费"}}, {Name: "只缴水费", Items: []string{"水费"}}}
	}
	if f.gives {
		h.Offers = map[string]billing.Offer{"地下月租": {Item: "地下月租", Pay: 11, Free: 1}}
	}
	if object == "r2" {
		h.Room.ID, h.Room.Code, h.People[0].Name = "r2", "1-1-0602", "郑金贵"
	}
	if f.poor || f.taken != nil {
		h.CreditFen, h.HeldFen, h.Kept, h.Prepayments = 0, 0, nil, nil
	}
	if f.poor {
		return h, nil
	}
	lines := []household.Line{
		sampleLine("b1", "物业费", "3-2-1201", "2026-07-01", "2026-09-30", 840_47, "面积 98.30 m² × 2.85 元 × 3 月 = 840.465；840.465 → 840.47；收费标准“住宅”，自 2026-01-01 起"),
		sampleLine("b3", "物业费", "3-2-1201", "2026-10-01", "2026-12-31", 840_47, "面积 98.30 m² × 2.85 元 × 3 月 = 840.465；840.465 → 840.47；收费标准“住宅”，自 2026-01-01 起"),
		sampleLine("b4", "水费", "3-2-1201", "2026-10-01", "2026-10-31", 205_00, "用量 326 → 367，41 m³ × 5.00 元 = 205.00；收费标准“居民水价”，自 2025-07-01 起"),
		sampleLine("b5", "地下月租", "B1-047", "2026-11-01", "2026-11-30", 300_00, "每月 300"),
		sampleLine("b6", "地下月租", "B1-047", "2026-12-01", "2026-12-31", 300_00, "每月 300"),
	}
	lines[0].LateFen, lines[0].OverdueDays, lines[0].LateSteps = 12_86, 51, []string{"840.47 元 × 51 天 × 0.03% = 12.859191", "12.859191 → 12.86"}
	h.EarliestOn, h.LateOn, h.LateFen = "2026-07-01", "2026-11-21", 12_86
	if f.taken != nil {
		lines = lines[4:]
		h.EarliestOn, h.LateFen = "2026-12-01", 0
		h.History = append([]till.Payment{*f.taken}, h.History...)
	}
	h.Lines = lines
	for _, line := range lines {
		h.OwedFen += line.WholeFen()
	}
	return h, nil
}

func (f *sampleFlows) Take(_ context.Context, asked taking.Order) (taking.Taken, error) {
	order := asked.Order
	if tender, isChannel := till.ChannelTender(order.Tenders); isChannel {
		f.order = &collecting.Order{Room: "3-2-1201"}
		f.order.Order = payment.Order{No: "SQ7K3M2Q4NZD5VXA6TBY2CWEHJ", Way: asked.Way, Fen: tender.Fen, MadeMS: time.Now().UnixMilli(),
			ExpiresMS: time.Now().Add(5 * time.Minute).UnixMilli()}
		f.order.Channel, f.order.State, f.order.Object = payment.Channel(tender.Kind), payment.Created, order.Room
		begun := *f.order
		return taking.Taken{Order: &begun}, nil
	}
	h, err := f.ReadOn(context.Background(), order.Room, "")
	if err != nil {
		return taking.Taken{}, err
	}
	f.taken = &till.Payment{Seq: 42, Kind: till.Paid, Number: "01-2026-004320", AtMS: sampleNow.UnixMilli(), BusinessOn: "2026-11-21", ValueOn: "2026-11-21",
		Tenders: order.Tenders}
	item := make(map[string]string)
	for _, line := range h.Lines {
		item[line.ID] = line.Item
	}
	for _, part := range order.Bills {
		f.taken.Allocations = append(f.taken.Allocations, till.Allocation{Kind: till.ToBill, Item: item[part.Bill], Fen: part.Fen})
		f.taken.TotalFen += part.Fen
	}
	for _, fee := range order.LateFees {
		f.taken.TotalFen += fee.Fen
	}
	for _, tender := range order.Tenders {
		f.taken.TenderedFen += tender.Fen
	}
	f.taken.ChangeFen = f.taken.TenderedFen - f.taken.TotalFen
	return taking.Taken{Payment: *f.taken}, nil
}

func (f *sampleFlows) Orders() orders { return sampleOrders{f} }

// sampleOrders answers for a channel that shows its code, or fails.
type sampleOrders struct{ flows *sampleFlows }

func (o sampleOrders) Read(context.Context, string) (collecting.Order, error) {
	return *o.flows.order, nil
}

func (o sampleOrders) Show(ctx context.Context, no string) (collecting.Order, error) {
	if o.flows.order.State, o.flows.order.Failure = payment.Pending, o.flows.failure; o.flows.failure == "" {
		o.flows.order.Code = "weixin://wxpay/bizpayurl?pr=" + no
	} else {
		o.flows.order.State = payment.Unknown
	}
	return o.Read(ctx, no)
}

func (o sampleOrders) Charge(ctx context.Context, no, _ string) (collecting.Order, error) {
	o.flows.order.State = payment.Pending
	return o.Read(ctx, no)
}

func (o sampleOrders) Stop(ctx context.Context, no string) (collecting.Order, error) {
	return collecting.Order{}, store.Refuse(payment.CodeTooEarly, 12)
}

func (f *sampleFlows) UsedSlips(context.Context, []till.Tender) ([]till.UsedSlip, error) {
	return []till.UsedSlip{{Reference: "00128834", Receipt: "01-2026-004312"}}, nil
}

func (f *sampleFlows) Printed(context.Context, string) (printing.Printed, error) {
	return f.printed, nil
}

func (f *sampleFlows) PrintAgain(context.Context, string) (int, error) { return 2, nil }

func (f *sampleFlows) GiveCodes(_ context.Context, numbers []string) (given []printing.ByCode, err error) {
	f.printed = printing.Printed{State: spool.Electronic, Copy: 1}
	for _, number := range numbers {
		given = append(given, printing.ByCode{Number: number, Fen: f.taken.Part(number).Sums().ReceivedFen, Code: "SHOUQI1 " + number +
			" CNY 2198.80 2026-11-21 10:24:00 01 DVNAOCTT KKXG7OXXJUUKZT6GZB54WAAW3E2UATC4PL5SIJTKUIFI7WSLTTSKLNVVG3WAEAWOMZUBTYVTMIGFUYZBCDFLKLBTN2KMC26JTJJQEDQ"})
	}
	return given, nil
}

func (f *sampleFlows) Unmask(context.Context, string) (estate.Profile, error) {
	return estate.Profile{}, nil
}

// PaidOnPaper finds one bill paid.
func (f *sampleFlows) PaidOnPaper(context.Context, scanning.Slip) (household.Paid, error) {
	return household.Paid{PaidOf: till.PaidOf{Newest: till.Payment{Number: "01-2026-004312", BusinessOn: "2026-11-18"}, Bills: 1}, By: "王丽"}, nil
}

// PrintNotice prints nothing.
func (f *sampleFlows) PrintNotice(_ context.Context, _ string, bills []string) (paper.Notice, error) {
	return paper.Notice{Bills: len(bills)}, nil
}

// SetLargePrint changes nothing.
func (f *sampleFlows) SetLargePrint(context.Context, string, bool) error { return nil }

// Prepaid changes nothing.
func (f *sampleFlows) Prepaid() prepaid { return nil }

// PlanAhead returns three months of two charges; the third cannot be worked out.
func (f *sampleFlows) PlanAhead(_ context.Context, code string, toOn calendar.Date, _ bool) (charging.AheadPlan, error) {
	plan := charging.AheadPlan{Law: f.said, Order: billing.Order{ToOn: toOn}, LeftOut: []billing.Exception{{Code: code, Err: store.Refuse(tariff.CodeNoArea, "公摊面积")}}}
	propose := func(item, place string, from, to calendar.Date, fen money.Fen, steps ...string) {
		plan.Bills = append(plan.Bills, billing.Proposed{Code: place, AllSteps: steps,
			NewBill: billing.NewBill{Item: item, FromOn: from, ToOn: to, AmountFen: fen}})
		plan.SumFen += fen
	}
	propose("物业费", code, "2027-01-01", "2027-03-31", 840_47, "面积 98.30 m² × 2.85 元 × 3 月 = 840.465", "840.465 → 840.47")
	propose("地下月租", "B1-047", "2027-01-01", "2027-01-31", 300_00, "每月 300")
	propose("地下月租", "B1-047", "2027-02-01", "2027-02-28", 300_00, "每月 300")
	propose("地下月租", "B1-047", "2027-03-01", "2027-03-31", 300_00, "每月 300")
	return plan, nil
}

func (f *sampleFlows) RunWith(context.Context, billing.Order, session.Second) (billing.RunResult, error) {
	return billing.RunResult{}, nil
}

// Singles returns what a counter often takes once.
func (f *sampleFlows) Singles(context.Context) ([]charging.Single, error) {
	return []charging.Single{{Item: "装修押金", Name: "装修押金", Kind: billing.Deposit}, {Item: "门禁卡押金", Name: "门禁卡押金", Kind: billing.Deposit},
		{Item: "装修垃圾清运费", Name: "装修垃圾清运费", Kind: billing.Income}, {Item: "水费", Name: "水费", Kind: billing.Agency}}, nil
}

func (f *sampleFlows) AddBill(context.Context, billing.ByHand, session.Second) (billing.Bill, error) {
	return billing.Bill{}, nil
}

func (f *sampleFlows) Waive(context.Context, string, money.Fen, calendar.Date, string, session.Second) error {
	return nil
}

// sampleRules are the rules of a kind at a place, none where the program has none of it.
func sampleRules(place string, kind law.Check) (rules []law.Rule) {
	pack, err := people.Pack(place)
	if err != nil {
		return nil
	}
	return slices.DeleteFunc(pack.Rules, func(r law.Rule) bool { return r.Check != kind })
}

// lawOfSample is what the rules of a place say of a payment thirteen months ahead.
func lawOfSample() law.Findings {
	pack := law.Pack{Rules: sampleRules("杭州", law.PrepayMonths)}
	return pack.Judge(law.Figures{Today: "2026-11-21", UntilOn: "2027-12-31"}, law.PrepayMonths)
}
