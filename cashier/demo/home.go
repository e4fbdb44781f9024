package demo

import (
	"context"
	"fmt"

	"shouqi/ledger"
	"shouqi/ledger/billing"
	"shouqi/ledger/calendar"
	"shouqi/ledger/estate"
	"shouqi/ledger/money"
	"shouqi/ledger/till"
)

// How buildings are: two units of 18 floors with four rooms each, and 6 floors in a small estate.
const (
	unitsPerBuilding = 2
	roomsPerFloor    = 4
	floorsHigh       = 18
	floorsLow        = 6
	smallEstate      = 200
	shopsInHundred   = 2
	wholeShare       = 10_000
)

// What a m² costs a month.
const (
	flatFen = 285
	shopFen = 560
)

// home is a room as the demo's history needs it.
type home struct {
	code, object, space string
	areaCentiM2         int64
	priceFen            int64 // per m² and month
	empty               bool  // unsold: no water, and nobody comes to pay
	company             bool
	never               bool  // does not pay
	dial, tons          int64 // what the water meter shows, and what they use in a month, m³
}

func (m *maker) register(ctx context.Context) error {
	register := ledger.Register{FileHash: fmt.Sprintf("%016x", m.options.Seed)}
	shops := m.options.Rooms * shopsInHundred / 100
	for i := range m.options.Rooms {
		row := m.flat(m.placeOf(i, m.options.Rooms-shops))
		if i >= m.options.Rooms-shops {
			row = m.shop(i - (m.options.Rooms - shops) + 1)
		}
		h := home{code: row.Code, object: estate.ObjectID(estate.Room, row.Code), areaCentiM2: row.AreaCentiM2, priceFen: flatFen, never: chance(m.random, 6),
			dial: int64(200 + m.random.IntN(900)), tons: int64(5 + m.random.IntN(14))}
		if row.Use == "商铺" {
			h.priceFen = shopFen
		}
		row.Fields = map[string]string{"物业费单价": money.Fen(h.priceFen).String()}
		m.settle(&row, &h, register.Rooms)
		makeExample(&row, &h, i+1)
		m.opening(&register, h)
		register.Rooms = append(register.Rooms, row)
		m.homes = append(m.homes, h)
	}
	if _, err := m.book.TakeRegister(ctx, m.manager, register, false); err != nil {
		return err
	}
	m.made.Rooms = len(m.homes)
	return nil
}

func (m *maker) flat(at place) estate.Row {
	layouts := []string{"三室两厅", "两室一厅", "两室两厅", "三室一厅"}
	areas := []int64{12860, 8935, 9830, 11542}
	return estate.Row{Code: at.code(), Building: fmt.Sprint(at.building), Unit: fmt.Sprint(at.unit), Floor: at.floor,
		Number: fmt.Sprintf("%d%02d", at.floor, at.number), Use: "住宅", Layout: layouts[at.number-1],
		AreaCentiM2: areas[at.number-1] + int64(at.building%7)*12, State: "自住",
		HandoverOn: calendar.Date(fmt.Sprintf("%d-%02d-18", 2014+at.building%5, 1+at.building%12))}
}

func (m *maker) shop(number int) estate.Row {
	return estate.Row{Code: fmt.Sprintf("商铺-%02d", number), Number: fmt.Sprintf("%02d", number), Use: "商铺",
		AreaCentiM2: int64(3200 + m.random.IntN(12000)), State: "营业"}
}

// settle says who lives there: nobody yet, a company, a family of one or two owners, somebody who owns another home too,
// and perhaps a tenant and a car.
func (m *maker) settle(row *estate.Row, h *home, before []estate.Row) {
	switch {
	case chance(m.random, 5):
		h.empty, row.State = true, "未售"
		return
	case row.Use == "商铺":
		h.company = true
		row.Owners = []estate.RowParty{{Kind: estate.Company, Name: pick(m.random, companyNames) + "有限公司", Phones: []string{m.phone()}, ShareBasisPoints: wholeShare}}
	case len(before) > 0 && chance(m.random, 3) && len(before[len(before)-1].Owners) > 0:
		row.Owners = before[len(before)-1].Owners
	case chance(m.random, 20):
		row.Owners = []estate.RowParty{m.person(wholeShare / 2), m.person(wholeShare / 2)}
	default:
		row.Owners = []estate.RowParty{m.person(wholeShare)}
	}
	if row.Use == "住宅" && chance(m.random, 12) {
		row.State, row.Tenants = "出租", []estate.RowParty{m.person(0)}
	}
	if row.Use == "住宅" && chance(m.random, 35) {
		h.space = fmt.Sprintf("B1-%03d", len(before)+1)
		row.Spaces = []string{h.space}
		row.Plates = []string{fmt.Sprintf("京%c%c%04d", plateLetters[m.random.IntN(len(plateLetters))], plateLetters[m.random.IntN(len(plateLetters))], m.random.IntN(10_000))}
	}
	if chance(m.random, 2) {
		row.Remark = "老人独居，请用大字收据"
	}
}

func (m *maker) person(share int) estate.RowParty {
	return estate.RowParty{Kind: estate.Natural, Name: pick(m.random, surnames) + pick(m.random, givenNames), Phones: []string{m.phone()}, ShareBasisPoints: share}
}

func (m *maker) phone() string {
	return fmt.Sprintf("%s00%06d", pick(m.random, phoneHeads), m.random.IntN(1_000_000))
}

// opening says what was owed and prepaid before the book began.
func (m *maker) opening(register *ledger.Register, h home) {
	if h.empty {
		return
	}
	monthly := h.areaCentiM2 * h.priceFen / 100
	switch {
	case h.never || chance(m.random, 10):
		register.Arrears = append(register.Arrears, billing.OpeningArrears{Room: h.code, Item: "期初欠费", Fen: money.Fen(monthly * int64(3+m.random.IntN(18)))})
	case chance(m.random, 8):
		register.Credits = append(register.Credits, till.OpeningCredit{Room: h.code, Fen: money.Fen(int64(1+m.random.IntN(20)) * 100_00)})
	}
}
