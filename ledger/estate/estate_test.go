package estate_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"shouqi/ledger"
	"shouqi/ledger/calendar"
	"shouqi/ledger/estate"
	"shouqi/ledger/ledgertest"
	"shouqi/ledger/store"
)

// town is a demo book whose manager takes registers in, and a clock.
type town struct{ *ledgertest.Desk }

func newTown(t *testing.T) *town {
	t.Helper()
	return &town{ledgertest.New(t, time.Date(2026, 11, 21, 9, 0, 0, 0, calendar.Zone), ledger.Register{})}
}

func (w *town) take(rows ...estate.Row) []estate.Change {
	w.Helper()
	outcome, err := w.Book.TakeRegister(w.Ctx, w.Manager, ledger.Register{FileHash: "0011223344556677", Rooms: rows}, false)
	require.NoError(w, err)
	return outcome.Rooms
}

// people returns the names of who is party to a room on a day.
func (w *town) people(code string, on calendar.Date) (names []string, persons []string) {
	w.Read(func(tx *store.Tx) error {
		parties, err := estate.PartiesOn(tx, estate.ObjectID(estate.Room, code), on)
		for _, p := range parties {
			profile, err := estate.ProfileOf(tx, w.Book.Vault, p.Person, 0)
			require.NoError(w, err)
			names, persons = append(names, profile.Name), append(persons, p.Person)
		}
		return err
	})
	return names, persons
}

func owner(name string, phones ...string) estate.RowParty {
	return estate.RowParty{Kind: estate.Natural, Name: name, Phones: phones, ShareBasisPoints: 10000}
}

func row(code string, owners ...estate.RowParty) estate.Row {
	parts := strings.Split(code, "-")
	return estate.Row{Code: code, Building: parts[0], Number: parts[len(parts)-1], AreaCentiM2: 9830, Owners: owners}
}

func half(party estate.RowParty) estate.RowParty {
	party.ShareBasisPoints = 5000
	return party
}

func TestTheSameRegisterAgainChangesNothing(t *testing.T) {
	full := row("1-1-101", owner("张建国", "13800006621"))
	full.Plates, full.Remark, full.Spaces = []string{"京A3K51"}, "漏水", []string{"B1-047"}
	full.Fields = map[string]string{"物业费单价": "2.85"}
	full.Tenants = []estate.RowParty{owner("租客", "13900001111")}
	for name, rows := range map[string][]estate.Row{
		"a room with everything":                         {full},
		"two owners":                                     {row("1-1-101", half(owner("张建国", "13800006621")), half(owner("李梅", "13800006622")))},
		"two owners of one name":                         {row("1-1-101", half(owner("张伟", "13800006621")), half(owner("张伟", "13800006622")))},
		"two owners of one name and without phones":      {row("1-1-101", half(owner("张伟")), half(owner("张伟")))},
		"one owner of two rooms, told with other phones": {row("1-1-101", owner("张伟", "13800006621")), row("1-1-102", owner("张伟", "13800006621", "13800006622"))},
		"the other way round":                            {row("1-1-101", owner("张伟", "13800006621", "13800006622")), row("1-1-102", owner("张伟", "13800006622", "13800006623"))},
		"a room without an owner":                        {row("1-1-105")},
	} {
		t.Run(name, func(t *testing.T) {
			w := newTown(t)
			require.NotEmpty(t, w.take(rows...))
			for range 2 {
				require.Empty(t, w.take(rows...))
			}
			w.Verify()
		})
	}
}

func TestAChangedOwnerEndsTheOldOneYesterday(t *testing.T) {
	w := newTown(t)
	w.take(row("1-1-101", owner("张建国", "13800006621")))
	w.Clock = w.Clock.AddDate(0, 1, 0)
	changes := w.take(row("1-1-101", owner("李梅", "13800006622")))
	require.Equal(t, []estate.FieldChange{{Name: "owner", Old: "张建国", New: "李梅"}}, changes[0].Fields)
	for on, want := range map[calendar.Date]string{"2020-01-01": "张建国", "2026-12-20": "张建国", "2026-12-21": "李梅", "2030-01-01": "李梅"} {
		names, _ := w.people("1-1-101", on)
		require.Equal(t, []string{want}, names, on)
	}
	w.take(row("1-1-101", owner("张建国", "13800006621")))
	names, _ := w.people("1-1-101", "2026-12-21")
	require.Equal(t, []string{"张建国"}, names, "a mistake is mended the same day")
	w.Verify()
}

func TestARoomSoldLaterHadNoOwnerBefore(t *testing.T) {
	w := newTown(t)
	w.take(row("1-1-105"))
	w.Clock = w.Clock.AddDate(0, 1, 0)
	w.take(row("1-1-105", owner("张建国", "13800006621")))
	names, _ := w.people("1-1-105", "2026-12-20")
	require.Empty(t, names, "the developer owed then")
	names, _ = w.people("1-1-105", "2026-12-21")
	require.Equal(t, []string{"张建国"}, names)
}

func TestOnePersonWithTwoRoomsIsOnePerson(t *testing.T) {
	w := newTown(t)
	w.take(row("1-1-101", owner("张建国", "13800006621")), row("1-1-102", owner("张建国", "13800006621")), row("1-1-103", owner("张建国", "13900000000")))
	_, first := w.people("1-1-101", "2026-11-21")
	_, second := w.people("1-1-102", "2026-11-21")
	_, third := w.people("1-1-103", "2026-11-21")
	require.Equal(t, first, second)
	require.NotEqual(t, first, third, "a namesake")
}

func TestACorrectedPhoneMakesAVersion(t *testing.T) {
	w := newTown(t)
	w.take(row("1-1-101", owner("张建国", "13800006621")))
	_, before := w.people("1-1-101", "2026-11-21")
	changes := w.take(row("1-1-101", owner("张建国", "13800006629")))
	require.Equal(t, []estate.FieldChange{{Name: "owner_phone", Old: "13800006621", New: "13800006629"}}, changes[0].Fields)
	_, after := w.people("1-1-101", "2026-11-21")
	require.Equal(t, before, after)
	w.Read(func(tx *store.Tx) error {
		for version, phone := range map[int]string{1: "13800006621", 2: "13800006629"} {
			profile, err := estate.ProfileOf(tx, w.Book.Vault, before[0], version)
			require.NoError(t, err)
			require.Equal(t, []string{phone}, profile.Phones)
		}
		return nil
	})
}

func TestASpaceMovesWithItsRegister(t *testing.T) {
	w := newTown(t)
	first, second := row("1-1-101"), row("1-1-102")
	first.Spaces = []string{"B1-047"}
	w.take(first, second)
	second.Spaces = []string{"B1-047"}
	w.take(second)
	w.Read(func(tx *store.Tx) error {
		spaces, err := estate.Spaces(tx, estate.ObjectID(estate.Room, "1-1-101"))
		require.Empty(t, spaces)
		require.NoError(t, err)
		spaces, err = estate.Spaces(tx, estate.ObjectID(estate.Room, "1-1-102"))
		require.Len(t, spaces, 1)
		return err
	})
	_, err := w.Book.TakeRegister(w.Ctx, w.Manager, ledger.Register{FileHash: "0011223344556677", Rooms: []estate.Row{first, second}}, false)
	require.Equal(t, "estate.space_twice", store.Code(err), "one file cannot give it to two rooms: each import would move it")
}

func TestARegisterOfRichRoomsFitsItsEvents(t *testing.T) {
	w := newTown(t)
	var rows []estate.Row
	for i := range 120 {
		r := row(fmt.Sprintf("1-1-%03d", i))
		for n := range 4 {
			r.Owners = append(r.Owners, estate.RowParty{Kind: estate.Natural, Name: fmt.Sprintf("业主%d号%d", i, n), Phones: []string{fmt.Sprintf("138%04d%04d", i, n)}, ShareBasisPoints: 2500})
			r.Spaces = append(r.Spaces, fmt.Sprintf("B%d-%03d", n, i))
		}
		r.Fields = map[string]string{"物业费单价": "2.85", "能耗系数": "1.05", "装修状态": strings.Repeat("已装修", 20)}
		rows = append(rows, r)
	}
	require.Len(t, w.take(rows...), 120)
	w.Verify()
}

func TestAnErasedOwnerIsGoneAndTheRoomGoesOn(t *testing.T) {
	w := newTown(t)
	r := row("1-1-101", owner("张建国", "13800006621"))
	r.Plates = []string{"京A3K51"}
	w.take(r)
	_, persons := w.people("1-1-101", "2026-11-21")
	erase := func(person string) string {
		return w.Write(func(tx *store.Tx) error { return w.Book.Estate.Erase(tx, w.Manager.ID(), person) })
	}
	require.Equal(t, "estate.unknown_person", erase(w.Manager.ID()), "a colleague is not erased with an owner's button")
	require.Equal(t, "estate.unknown_person", erase("device/"+w.Book.Journal.Device), "nor the device's key")
	require.Equal(t, "estate.unknown_person", erase("nobody"))
	require.Empty(t, erase(persons[0]))
	names, _ := w.people("1-1-101", "2026-11-21")
	require.Equal(t, []string{""}, names)
	require.NoError(t, w.Book.LoadFinder(w.Ctx))
	require.Zero(t, w.Book.Finder.Find("zjg", 10).Total)
	require.Zero(t, w.Book.Finder.Find("3K51", 10).Total)
	next := row("1-1-101", owner("李梅", "13800006622"))
	next.Plates = []string{"京B12345"}
	w.take(next)
	require.Equal(t, 1, w.Book.Finder.Find("B12345", 10).Total)
	require.Empty(t, w.take(next))
	w.Verify()
}

func TestLookingAtAWholePhoneIsLogged(t *testing.T) {
	w := newTown(t)
	w.take(row("1-1-101", owner("张建国", "13800006621")))
	_, persons := w.people("1-1-101", "2026-11-21")
	require.Empty(t, w.Write(func(tx *store.Tx) error {
		profile, err := w.Book.Estate.Unmask(tx, w.Manager.ID(), persons[0])
		require.Equal(t, "13800006621", profile.Phones[0])
		return err
	}))
	require.Equal(t, "estate.unknown_person", w.Write(func(tx *store.Tx) error {
		_, err := w.Book.Estate.Unmask(tx, w.Manager.ID(), "张建国")
		return err
	}), "words are no person, and come into no event")
	require.Equal(t, "estate.unknown_person", w.Write(func(tx *store.Tx) error {
		_, err := w.Book.Estate.Unmask(tx, w.Manager.ID(), w.Manager.ID()+"/pin")
		return err
	}), "a PIN is nobody's profile")
}

func TestMasks(t *testing.T) {
	for phone, want := range map[string]string{"13800006621": "138****6621", "66218888": "******88", "12": "12", "": ""} {
		require.Equal(t, want, estate.MaskPhone(phone))
	}
	for name, want := range map[string]string{"张建国": "张*国", "张三": "张*", "欧阳建国": "欧**国", "𠮷田": "𠮷*", "张": "张"} {
		require.Equal(t, want, estate.MaskName(name, estate.Natural))
	}
	require.Equal(t, "阳光置业有限公司", estate.MaskName("阳光置业有限公司", estate.Company))
	require.Equal(t, "1****************X", estate.MaskID("11010119900307123X"))
}

// A layout that another program wrote never keeps a receipt from printing: what is not known or not allowed is left out.
func TestAStoredLayoutIsReadAsFarAsItIsKnown(t *testing.T) {
	for text, want := range map[string]estate.Layout{
		"": {}, "no layout": {}, "[]": {}, `{"foot":7}`: {},
		`{"hide":["sign","why","code","check","stamp","why"],"colour":1}`: {Hide: []estate.Part{estate.PartWhy}},
		`{"order":["who","seal","money"]}`:                                {Order: []estate.Section{estate.SectionWho, estate.SectionMoney, estate.SectionWhose, estate.SectionCode}},
		`{"order":["seal"]}`:                                              {},
		`{"head":["本收据已作废","电话"],"foot":["1","2","3","4","5","6"]}`:       {Head: []string{"电话"}, Foot: []string{"1", "2", "3", "4", "5"}},
		`{"logo":{"width":12,"rows":"AAAA"},"foot":["收费时间 8:30-17:30"]}`:  {Foot: []string{"收费时间 8:30-17:30"}},
	} {
		read := estate.StoredLayout(text)
		require.Equal(t, mustText(t, want), mustText(t, read), text)
		require.Len(t, read.Sections(), len(estate.Sections), text)
	}
}

func mustText(t *testing.T, layout estate.Layout) string {
	t.Helper()
	text, err := layout.Text()
	require.NoError(t, err)
	return text
}

func TestPoliciesAreBounded(t *testing.T) {
	w := newTown(t)
	for name, values := range map[string]map[string]string{
		estate.PolicyCutoffHour:  {"0": "", "4": "", "13": "estate.policy", "4.5": "estate.policy"},
		estate.PolicyClosedMonth: {"2026-10": "", "": "", "2026-11": "estate.month_not_over", "2027-01": "estate.month_not_over", "2026-13": "estate.policy", "去年": "estate.policy", "2026-10-01": "estate.policy"},
		estate.PolicyEstate:      {"阳光花园": "", "": "estate.policy", strings.Repeat("长", 41): "estate.policy", "阳光\n花园": "estate.policy"},
		estate.PolicyReceiptLayout: {`{"hide":["estate","counter"],"head":["电话"]}`: "", "": "", `{"hide":["total"]}`: "estate.policy", `{"hide":["code"]}`: "estate.policy", `{"hide":["check"]}`: "estate.policy", `{"hide":["why","why"]}`: "estate.policy",
			`{"order":["who"]}`: "estate.policy", `{"order":["who","who","money","code"]}`: "estate.policy", `{"foot":["1","2","3","4","5","6"]}`: "estate.policy",
			`{"foot":["` + strings.Repeat("长", 61) + `"]}`: "estate.policy", `{"head":["\u202e"]}`: "estate.policy", `{"head":["本收据 已 作 废"]}`: "estate.policy", `{"foot":["如需发票请到服务中心"]}`: "", `{"logo":{"width":8,"rows":""}}`: "estate.policy",
			`{"logo":{"width":12,"rows":"AAAA"}}`: "estate.policy", `{"logo":{"width":400,"rows":"AAAA"}}`: "estate.policy", `{"colour":1}`: "estate.policy", `{} {}`: "estate.policy",
			`[]`: "estate.policy", `{"head":["` + strings.Repeat(" ", 20<<10) + `"]}`: "estate.policy"},
		estate.PolicyCounter: {"02": "estate.policy"}, "demo": {"no": "estate.policy"}, "no such": {"1": "estate.policy"},
	} {
		for value, code := range values {
			set := func() string {
				return w.Write(func(tx *store.Tx) error { return w.Book.Estate.SetPolicy(tx, w.Manager.ID(), name, value) })
			}
			if code == "" {
				require.Contains(t, []string{"", estate.CodePolicySame}, set(), "%s = %q", name, value) // it may be the value of a new book
				code = estate.CodePolicySame
			}
			require.Equal(t, code, set(), "%s = %q", name, value)
		}
	}
}
