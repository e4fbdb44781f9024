package ledger_test

import (
	"math/rand/v2"
	"testing"

	"github.com/stretchr/testify/require"

	"shouqi/ledger"
	"shouqi/ledger/billing"
	"shouqi/ledger/calendar"
	"shouqi/ledger/estate"
	"shouqi/ledger/staff"
	"shouqi/ledger/store"
	"shouqi/ledger/tariff"
)

// seen is the digest of a room or space as it is now.
func (c *counter) seen(kind, code string) (digest string) {
	c.Helper()
	require.NoError(c, c.book.Store.Read(c.ctx, func(tx *store.Tx) error {
		object, err := estate.ByCodeOf(tx, kind, code)
		if store.Code(err) == "estate.unknown_room" {
			return nil
		}
		require.NoError(c, err)
		digest, err = estate.Digest(tx, object.ID)
		return err
	}))
	return digest
}

// mend edits what is there now, alone or with the supervisor.
func (c *counter) mend(request, kind string, on calendar.Date, row estate.Row, two bool) (estate.Change, error) {
	var approval staff.Approval
	if two {
		approval = c.agreed(staff.ChangeOwing)
	}
	return c.book.MendRegister(c.ctx, c.manager, approval, billing.Mending{RequestID: request, Kind: kind, Seen: c.seen(kind, row.Code), On: on, Row: row})
}

func person(name, phone string) estate.RowParty {
	return estate.RowParty{Kind: estate.Natural, Name: name, Phones: []string{phone}, ShareBasisPoints: 10000}
}

// mends puts one of each edit into the rich book: a sold room, a space with its place, a deed number, two stewards.
func (c *counter) mends() {
	for i, edit := range []struct {
		kind string
		row  estate.Row
	}{
		{estate.Room, estate.Row{Code: roomCode(4), Owners: []estate.RowParty{person("新业主", "13900000004")}, DeedNo: "京(2026)朝阳区不动产权第0001234号"}},
		{estate.Space, estate.Row{Code: "B1-047", Location: "地下一层 A 区", State: "已售"}},
		{estate.Room, estate.Row{Code: roomCode(5), Fields: map[string]string{"门禁卡": "3 张"}, Clear: []string{"plate"}}},
	} {
		_, err := c.mend("mend"+string(rune('0'+i)), edit.kind, calendar.Of(c.clock), edit.row, true)
		require.NoError(c, err)
	}
	for _, steward := range []estate.Steward{{Building: "3", FromOn: "2026-01-01"}, {Building: "3", Unit: "2", FromOn: "2026-06-01"}} {
		_, err := c.book.SetSteward(c.ctx, c.manager, steward, estate.Profile{Name: "管家" + steward.Unit, Phones: []string{"13600000001"}})
		require.NoError(c, err)
	}
	_, err := c.book.TakeRegister(c.ctx, c.manager, ledger.Register{FileHash: "1122334455667788", Mending: c.agreed(staff.ChangeOwing),
		Rooms: []estate.Row{{Code: roomCode(6), Owners: []estate.RowParty{person("表里的新业主", "13900000006")}}}}, false)
	require.NoError(c, err)
}

func mendCounter(t *testing.T) *counter {
	c := newCounter(t)
	c.register()
	return c
}

func (c *counter) debtorOn(on calendar.Date) (name string) {
	c.Helper()
	require.NoError(c, c.book.Store.Read(c.ctx, func(tx *store.Tx) error {
		object, err := estate.ByCode(tx, "3-2-1201")
		require.NoError(c, err)
		who, _, err := estate.Debtor(tx, object.ID, on)
		require.NoError(c, err)
		profile, err := estate.ProfileOf(tx, c.book.Vault, who, 0)
		name = profile.Name
		return err
	}))
	return name
}

func TestASoldRoomOwesByItsDay(t *testing.T) {
	c := mendCounter(t)
	_, before, _ := c.household()
	sale := estate.Row{Code: "3-2-1201", Owners: []estate.RowParty{person("李四", "13900008888")}}
	_, err := c.mend("sale", estate.Room, "2026-11-10", sale, false)
	require.Equal(t, "staff.needs_approval", store.Code(err))
	require.Equal(t, "张建国", c.debtorOn("2026-11-10"), "a refused edit changes nothing")

	change, err := c.mend("sale", estate.Room, "2026-11-10", sale, true)
	require.NoError(t, err)
	require.Equal(t, []estate.FieldChange{{Name: "owner", Old: "张建国", New: "李四"}}, change.Fields)
	require.Equal(t, "张建国", c.debtorOn("2026-11-09"))
	require.Equal(t, "李四", c.debtorOn("2026-11-10"))
	_, after, _ := c.household()
	require.Equal(t, before, after, "what was owed stays with who owed it")
	require.Equal(t, "3-2-1201", c.book.Finder.Find("8888", 1).Hits[0].Code)

	_, err = c.mend("earlier", estate.Room, "2026-11-01", estate.Row{Code: "3-2-1201", Owners: []estate.RowParty{person("王五", "13900007777")}}, true)
	require.Equal(t, "estate.party_later", store.Code(err))
	c.verify()
}

func TestMendingAgainAndAsideOfSomebodyElse(t *testing.T) {
	c := mendCounter(t)
	seen := c.seen(estate.Room, "3-2-1201")
	wish := billing.Mending{RequestID: "one", Kind: estate.Room, Seen: seen, On: "2026-11-21", Row: estate.Row{Code: "3-2-1201", DeedNo: "京(2026)不动产权第0000001号"}}
	change, err := c.book.MendRegister(c.ctx, c.manager, staff.Approval{}, wish)
	require.NoError(t, err)
	require.Equal(t, "deed", change.Fields[0].Name)
	require.Contains(t, change.Fields[0].New, "*")
	events := number(t, c.book, "SELECT count(*) FROM events")
	change, err = c.book.MendRegister(c.ctx, c.manager, staff.Approval{}, wish) // Enter pressed twice
	require.NoError(t, err)
	require.Empty(t, change.Fields)
	require.Equal(t, events, number(t, c.book, "SELECT count(*) FROM events"))
	wish.Row.DeedNo = "another"
	_, err = c.book.MendRegister(c.ctx, c.manager, staff.Approval{}, wish)
	require.Equal(t, "journal.request_reused", store.Code(err))
	wish.RequestID = "two"
	_, err = c.book.MendRegister(c.ctx, c.manager, staff.Approval{}, wish)
	require.Equal(t, "estate.stale", store.Code(err), "somebody changed it since")
	require.Zero(t, number(t, c.book, "SELECT count(*) FROM events WHERE CAST(body AS TEXT) LIKE '%0000001号%'"), "the deed number is in the vault alone")
	_, err = c.book.MendRegister(c.ctx, c.cashier, staff.Approval{}, wish)
	require.Equal(t, "staff.may_not", store.Code(err))
	c.verify()
}

// An area is one person's while no price reads it, and two people's once one does.
func TestWhatAPriceReadsTakesTwo(t *testing.T) {
	c := mendCounter(t)
	wider := estate.Row{Code: "3-2-1201", AreaCentiM2: 9900}
	_, err := c.mend("a", estate.Room, "2026-11-21", wider, false)
	require.NoError(t, err)
	c.writes(func(tx *store.Tx) error {
		if err := c.book.Billing.In(tx).SetItem(tx.Context(), c.manager, staff.Approval{}, billing.Item{Name: "物业费", Kind: billing.Income, HangsOn: estate.Room, Cycle: tariff.EveryMonth, Active: true}); err != nil {
			return err
		}
		return c.book.Billing.In(tx).AddTariff(tx.Context(), c.manager, staff.Approval{}, billing.NewTariff{Item: "物业费", Name: "住宅", FromOn: "2026-01-01",
			Rule: tariff.Rule{Lines: []tariff.Line{{Measure: tariff.Area, Price: "[物业费单价]"}}}})
	})
	for name, row := range map[string]estate.Row{
		"area": {Code: "3-2-1201", AreaCentiM2: 9830}, "field": {Code: "3-2-1201", Fields: map[string]string{"物业费单价": "3.00"}},
		"cleared": {Code: "3-2-1201", Clear: []string{"field:物业费单价"}}, "handover": {Code: "3-2-1201", HandoverOn: "2020-01-01"},
		"tenant": {Code: "3-2-1201", Tenants: []estate.RowParty{{Kind: estate.Natural, Name: "租客", Phones: []string{"13500000001"}, UntilOn: "2027-01-31"}}},
	} {
		_, err := c.mend(name, estate.Room, "2026-11-21", row, false)
		require.Equal(t, "staff.needs_approval", store.Code(err), name)
	}
	_, err = c.mend("holder", estate.Space, "2026-11-21", estate.Row{Code: "B1-047", Clear: []string{"holder"}}, false)
	require.Equal(t, "staff.needs_approval", store.Code(err))
	for name, row := range map[string]estate.Row{
		"layout": {Code: "3-2-1201", Layout: "三室两厅"}, "other field": {Code: "3-2-1201", Fields: map[string]string{"门禁卡": "2 张"}},
		"plate": {Code: "3-2-1201", Plates: []string{"京B00001"}},
	} {
		_, err := c.mend(name, estate.Room, "2026-11-21", row, false)
		require.NoError(t, err, name)
	}
	change, err := c.mend("free", estate.Space, "2026-11-21", estate.Row{Code: "B1-047", State: "已售"}, false)
	require.NoError(t, err)
	require.Equal(t, "space_state", change.Fields[0].Name)
	change, err = c.mend("cleared state", estate.Space, "2026-11-21", estate.Row{Code: "B1-047", Clear: []string{"state"}}, false)
	require.NoError(t, err)
	require.Equal(t, []estate.FieldChange{{Name: "space_state", Old: "已售"}}, change.Fields)
	_, err = c.mend("space", estate.Space, "2026-11-21", estate.Row{Code: "B1-047", Location: "地下一层 A 区", State: "已租"}, false)
	require.NoError(t, err)
	c.verify()
}

// A register read from a file is no way around the second person: once the book has asked for money, another owner, share or
// area takes two there as well. Before that one person sets the rooms up.
func TestARegisterThatChangesWhoOwesTakesTwo(t *testing.T) {
	c := mendCounter(t)
	c.chargeByArea("2026-01-01")
	half := func(name, phone string) estate.RowParty {
		return estate.RowParty{Kind: estate.Natural, Name: name, Phones: []string{phone}, ShareBasisPoints: 5000}
	}
	take := func(approval staff.Approval, row estate.Row) ([]string, error) {
		row.Code = "3-2-1201"
		outcome, err := c.book.TakeRegister(c.ctx, c.manager, ledger.Register{FileHash: "1122334455667788", Rooms: []estate.Row{row}, Mending: approval}, false)
		return outcome.Owed, err
	}
	_, err := take(staff.Approval{}, estate.Row{Owners: []estate.RowParty{half("张建国", "13800006621"), half("王芳", "13800006622")}})
	require.NoError(t, err, "nobody was asked for money yet")
	c.writes(func(tx *store.Tx) error {
		_, err := c.book.Billing.In(tx).Run(c.ctx, c.manager, billing.Order{RequestID: "september", Source: billing.ItemSource{Item: "物业费"}, FromOn: "2026-09-01", ToOn: "2026-09-30"})
		return err
	})
	for name, row := range map[string]estate.Row{
		"owner": {Owners: []estate.RowParty{person("李四", "13900008888")}}, "area": {AreaCentiM2: 1},
		"share": {Owners: []estate.RowParty{{Name: "张建国", ShareBasisPoints: 100}, {Name: "王芳", ShareBasisPoints: 9900}}},
		"order": {Owners: []estate.RowParty{half("王芳", "13800006622"), half("张建国", "13800006621")}},
	} {
		events := number(t, c.book, "SELECT count(*) FROM events")
		_, err := take(staff.Approval{}, row)
		require.Equal(t, "staff.needs_approval", store.Code(err), name)
		require.Equal(t, events, number(t, c.book, "SELECT count(*) FROM events"), name)
	}
	_, err = take(c.agreed(staff.UndoBills), estate.Row{AreaCentiM2: 1})
	require.Equal(t, "staff.needs_approval", store.Code(err), "agreed to something else")
	owed, err := take(c.agreed(staff.ChangeOwing), estate.Row{Owners: []estate.RowParty{person("李四", "13900008888")}})
	require.NoError(t, err)
	require.Equal(t, []string{"3-2-1201"}, owed)
	require.EqualValues(t, 1, number(t, c.book, "SELECT count(*) FROM events WHERE kind = 'staff.agreed'"))
	_, err = take(staff.Approval{}, estate.Row{Owners: []estate.RowParty{person("李四", "13900009999")}, Layout: "三室两厅"})
	require.NoError(t, err, "a phone and a layout are one person's")
	c.verify()
}

// A misspelt name is the same person under another name: who pays is found by the new one, and what is owed stays theirs.
func TestAMisspeltNameIsMendedByTwo(t *testing.T) {
	c := mendCounter(t)
	room, owed, _ := c.household()
	mend := func(request, was, name string, two bool) error {
		_, err := c.mend(request, estate.Room, "2026-11-21", estate.Row{Code: "3-2-1201", Owners: []estate.RowParty{{Name: name, Was: was, ShareBasisPoints: 10000}}}, two)
		return err
	}
	require.Equal(t, "estate.unknown_party", store.Code(mend("a", "李建国", "章建国", true)))
	require.Equal(t, "staff.needs_approval", store.Code(mend("b", "张建国", "章建国", false)), "a name is how a person is taken for another")
	require.NoError(t, mend("c", "张建国", "章建国", true))
	require.Equal(t, "章建国", c.debtorOn("2026-11-21"))
	require.Equal(t, "章建国", c.debtorOn("2026-01-01"))
	_, after, _ := c.household()
	require.Equal(t, owed, after)
	require.Equal(t, room, c.book.Finder.Find("章建国", 1).Hits[0].Object)
	require.Equal(t, "3-2-1201", c.book.Finder.Find("6621", 1).Hits[0].Code, "the phone stays")
	c.verify()
}

func TestStewardsByDay(t *testing.T) {
	c := mendCounter(t)
	room := estate.Object{Building: "3", Unit: "2"}
	set := func(unit string, from calendar.Date, name string) {
		_, err := c.book.SetSteward(c.ctx, c.manager, estate.Steward{Building: "3", Unit: unit, FromOn: from}, estate.Profile{Name: name})
		require.NoError(t, err)
	}
	set("", "2026-01-01", "赵管家")
	set("2", "2026-06-01", "钱管家")
	set("2", "2026-09-01", "")
	for on, want := range map[calendar.Date]string{"2025-12-31": "", "2026-05-31": "赵管家", "2026-06-01": "钱管家", "2026-09-01": "赵管家"} {
		require.NoError(t, c.book.Store.Read(c.ctx, func(tx *store.Tx) error {
			_, profile, err := c.book.Estate.StewardOf(tx, room, on)
			require.Equal(t, want, profile.Name, on)
			return err
		}))
	}
	_, err := c.book.SetSteward(c.ctx, c.manager, estate.Steward{Building: "99", FromOn: "2026-01-01"}, estate.Profile{Name: "无人"})
	require.Equal(t, "estate.unknown_place", store.Code(err))
	events := number(t, c.book, "SELECT count(*) FROM events")
	set("", "2026-01-01", "赵管家")
	require.Equal(t, events, number(t, c.book, "SELECT count(*) FROM events"), "said again is no event")
	c.verify()
}

// Random sales and lettings against a model that keeps a name a day and knows nothing of the ledger.
func TestWhoOwesAgreesWithAModel(t *testing.T) {
	c := mendCounter(t)
	random := rand.New(rand.NewPCG(rand.Uint64(), 7))
	owner := make(map[calendar.Date]string)
	first, last := calendar.Date("2026-09-01"), calendar.Date("2026-12-31")
	for day := first; day <= last; day = day.AddDays(1) {
		owner[day] = "张建国"
	}
	on := first
	for i := range 12 {
		on = on.AddDays(random.IntN(10)) // two on one day are a correction of it
		name := []string{"甲某", "乙某", "丙某"}[random.IntN(3)]
		_, err := c.mend("m"+string(rune('a'+i)), estate.Room, on, estate.Row{Code: "3-2-1201", Owners: []estate.RowParty{person(name, "13700000001")}}, true)
		require.NoError(t, err)
		for day := on; day <= last; day = day.AddDays(1) {
			owner[day] = name
		}
	}
	for day := first; day <= last; day = day.AddDays(1) {
		require.Equal(t, owner[day], c.debtorOn(day), "%s", day)
	}
	c.verify()
}
