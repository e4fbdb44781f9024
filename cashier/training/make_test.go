package training_test

import (
	"bytes"
	"context"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"shouqi/cashier/demo"
	"shouqi/cashier/printing"
	"shouqi/cashier/spool"
	"shouqi/cashier/training"
	"shouqi/ledger"
	"shouqi/ledger/billing"
	"shouqi/ledger/calendar"
	"shouqi/ledger/estate"
	"shouqi/ledger/ledgertest"
	"shouqi/ledger/staff"
	"shouqi/ledger/store"
	"shouqi/ledger/tariff"
	"shouqi/ledger/till"
	"shouqi/ledger/vault"
)

const passphrase = "一句只有自己人知道的账本口令"

// noon is the clock of the books here.
var noon = time.Date(2026, 11, 21, 12, 0, 0, 0, calendar.Zone)

// personal is everything about people in the real estate. None of it may come into a training book.
var personal = []string{"上官云裳", "13812346621", "东方不平", "13987651357", "西门某某商行", "13700008888", "110101199003078515", "京Q7788Z", "下班后来电",
	"京房权证77120号", "慕容经理", "慕容主管", "司马收银", "租给上官", "13611112222", "独孤管家", "13544443333"}

// realBook makes the book of a real estate, sealed with a passphrase, and opens it for its manager.
func realBook(t *testing.T) (*ledger.Book, staff.Actor) {
	t.Helper()
	path := filepath.Join(t.TempDir(), "real.book")
	recovery, err := ledger.Create(t.Context(), path, ledger.Founding{Estate: "阳光花园", Company: "阳光物业服务有限公司", Counter: "07",
		Manager: staff.Entry{Code: "900", Name: "慕容经理"}, ManagerPIN: "246810", Passphrase: passphrase})
	require.NoError(t, err)
	book, _, err := ledger.Open(t.Context(), path, ledger.OpenOptions{Key: vault.Key{Passphrase: passphrase}})
	require.NoError(t, err)
	t.Cleanup(func() { require.NoError(t, book.Close()) })
	book.Journal.Now = func() time.Time { return noon }
	manager, err := book.Staff.SignIn(t.Context(), "900", "246810")
	require.NoError(t, err)
	ledgertest.Hire(t, book, manager, staff.Approval{}, staff.Entry{Code: "901", Name: "司马收银", Role: staff.Cashier, Active: true}, "864213")
	byKey, err := book.Staff.ApproveByRecovery(t.Context(), manager, recovery)
	require.NoError(t, err)
	ledgertest.Hire(t, book, manager, byKey, staff.Entry{Code: "902", Name: "慕容主管", Role: staff.Supervisor, Active: true}, "135790")
	settle(t, book, manager)
	return book, manager
}

// settle fills the estate: eight flats of one owner's names each, a shop, spaces, prices, debts and a prepayment.
func settle(t *testing.T, book *ledger.Book, manager staff.Actor) {
	t.Helper()
	owner := func(name, phone string) []estate.RowParty {
		return []estate.RowParty{{Kind: estate.Natural, Name: name, Phones: []string{phone}, ShareBasisPoints: 10_000}}
	}
	register := ledger.Register{FileHash: "0011223344556677"}
	for i := range 8 {
		row := estate.Row{Code: fmt.Sprintf("1-1-%d01", i+1), Building: "1", Unit: "1", Floor: i + 1, Number: fmt.Sprintf("%d01", i+1), Use: "住宅", Layout: "三室两厅",
			AreaCentiM2: 9830, State: "自住", Fields: map[string]string{"单价": "2.85", "紧急联系人": "13611112222"}, Owners: owner("上官云裳", "13812346621")}
		if i > 2 {
			row.Owners = owner("东方不平", "13987651357")
		}
		register.Rooms = append(register.Rooms, row)
	}
	first := &register.Rooms[0]
	first.State, first.Plates, first.Remark, first.DeedNo = "租给上官", []string{"京Q7788Z"}, "下班后来电", "京房权证77120号"
	first.Owners[0].IDNumber, first.Spaces = "110101199003078515", []string{"B1-047"}
	register.Rooms = append(register.Rooms, estate.Row{Code: "商铺-01", Number: "01", Use: "商铺", AreaCentiM2: 6400,
		Owners: []estate.RowParty{{Kind: estate.Company, Name: "西门某某商行", Phones: []string{"13700008888"}, ShareBasisPoints: 10_000}}})
	register.Arrears = []billing.OpeningArrears{{Room: "1-1-101", Item: "物业费", Fen: 840_47}, {Room: "1-1-101", Item: "借上官云裳的钥匙", Fen: 20_00}}
	register.Credits = []till.OpeningCredit{{Room: "1-1-301", Fen: 500_00}}
	agreed, err := book.Staff.Approve(t.Context(), manager, "902", "135790", staff.ChangeOwing)
	require.NoError(t, err)
	_, err = book.MendRegister(t.Context(), manager, agreed, billing.Mending{RequestID: "space", Kind: estate.Space, On: "2026-11-01",
		Row: estate.Row{Code: "B2-001", Location: "地下二层", Owners: owner("东方不平", "13987651357")}})
	require.NoError(t, err)
	item := billing.Item{Name: "物业费", Kind: billing.Income, HangsOn: estate.Room, Cycle: tariff.EveryMonth, Advance: true, DueDays: 14, Active: true}
	require.NoError(t, book.Billing.SetItem(t.Context(), manager, staff.Approval{}, item))
	_, err = book.TakeRegister(t.Context(), manager, ledger.Register{FileHash: "00", Rooms: register.Rooms}, false)
	require.NoError(t, err)
	require.NoError(t, book.Billing.AddTariff(t.Context(), manager, staff.Approval{}, billing.NewTariff{Item: "物业费", Name: "住宅", Scope: billing.Scope{Uses: []string{"住宅"}},
		FromOn: "2026-01-01", Rule: tariff.Rule{Lines: []tariff.Line{{Measure: tariff.Area, Price: "[单价]"}}}}))
	_, err = book.TakeRegister(t.Context(), manager, ledger.Register{FileHash: "01", Arrears: register.Arrears, Credits: register.Credits}, false)
	require.NoError(t, err)
	require.NoError(t, book.Staff.SetLimit(t.Context(), manager, staff.Approval{}, staff.WaiverMax, 3_00))
	_, err = book.SetSteward(t.Context(), manager, estate.Steward{Building: "1", FromOn: "2026-01-01"}, estate.Profile{Name: "独孤管家", Phones: []string{"13544443333"}})
	require.NoError(t, err)
}

// opened opens a training book, which must be in order.
func opened(t *testing.T, path string) *ledger.Book {
	t.Helper()
	book, findings, err := ledger.Open(t.Context(), path, ledger.OpenOptions{})
	require.NoError(t, err)
	require.Empty(t, findings)
	t.Cleanup(func() { require.NoError(t, book.Close()) })
	book.Journal.Now = func() time.Time { return noon }
	return book
}

// profiles are the people that a book's vault has.
func profiles(t *testing.T, book *ledger.Book) (all []estate.Profile) {
	t.Helper()
	require.NoError(t, book.Store.Read(t.Context(), func(tx *store.Tx) error {
		parties, err := estate.Parties(tx, "")
		for _, party := range parties {
			profile, err := estate.ProfileOf(tx, book.Vault, party.Person, 0)
			require.NoError(t, err)
			all = append(all, profile)
		}
		return err
	}))
	return all
}

func TestATrainingBookHasTheEstateAndNobodyOfIt(t *testing.T) {
	from, manager := realBook(t)
	path := filepath.Join(t.TempDir(), "practice.book")
	told := 0
	made, err := training.Make(t.Context(), from, manager, path, func(done, total int) {
		require.Equal(t, told+1, done)
		require.LessOrEqual(t, done, total)
		told = done
	})
	require.NoError(t, err)
	require.Equal(t, "阳光花园（练习）", made.Estate)
	require.Equal(t, 9, made.Rooms)
	require.Equal(t, 2, made.Spaces)
	require.Equal(t, 9, made.Owing)
	require.Equal(t, "file://"+strings.TrimSuffix(path, ".book")+"-%E5%B0%8F%E7%A5%A8.bin", printerOf(t, path), "no printer is needed to practise a reprint")
	require.Equal(t, 8, made.Added, "whoever owes nothing owes something here")
	require.Positive(t, told)

	// Every name, number, plate and remark that somebody of the estate has is looked for in the file as it lies there, and in what is sealed.
	content, err := os.ReadFile(path)
	require.NoError(t, err)
	book := opened(t, path)
	known := fmt.Sprint(profiles(t, book))
	people, err := book.Staff.List(t.Context())
	require.NoError(t, err)
	known += fmt.Sprint(people)
	for _, text := range personal {
		require.False(t, bytes.Contains(content, []byte(text)), "%s stands in the file", text)
		require.NotContains(t, known, text)
	}
	require.Contains(t, string(content), "1-1-101", "the search finds what is there")
	require.NotEqual(t, from.Journal.Book, book.Journal.Book)
	require.NotEqual(t, from.Journal.Device, book.Journal.Device)
	for _, profile := range profiles(t, book) {
		require.Contains(t, profile.Name, "练")
		require.Regexp(t, "^129[0-9]{8}$", profile.Phones[0])
	}
	require.NoError(t, book.Store.Read(t.Context(), func(tx *store.Tx) error { return sameEstate(t, tx) }))
	findings, err := book.Audit().Full(t.Context(), nil)
	require.NoError(t, err)
	require.Empty(t, findings)
}

// sameEstate holds a training book to what the real estate has: rooms, words that many have, prices and debts.
func sameEstate(t *testing.T, tx *store.Tx) error {
	t.Helper()
	policies, err := estate.ReadPolicies(tx)
	require.NoError(t, err)
	require.True(t, policies.Training)
	require.True(t, policies.Demo)
	require.Equal(t, "07", policies.Counter)
	bounds, err := staff.ReadBounds(tx)
	require.NoError(t, err)
	require.EqualValues(t, 300, bounds.Fen(staff.WaiverMax))
	room, err := estate.ByCode(tx, "1-1-101")
	require.NoError(t, err)
	require.Equal(t, []any{"住宅", "三室两厅", "", int64(9830)}, []any{room.Use, room.Layout, room.State, room.AreaCentiM2})
	require.Equal(t, map[string]string{"单价": "2.85"}, room.Fields, "what no price asks for stays behind")
	second, err := estate.ByCode(tx, "1-1-201")
	require.NoError(t, err)
	first, err := estate.PartiesOn(tx, room.ID, "2026-11-21")
	require.NoError(t, err)
	other, err := estate.PartiesOn(tx, second.ID, "2026-11-21")
	require.NoError(t, err)
	require.Equal(t, first[0].Person, other[0].Person, "one owner of several rooms is one here")
	tariffs, err := billing.Tariffs(tx, "物业费")
	require.NoError(t, err)
	require.Equal(t, tariff.Value("[单价]"), tariffs[0].Versions[0].Rule.Lines[0].Price)
	bills, err := billing.OpenOf(tx, room.ID)
	require.NoError(t, err)
	owed := map[string]string{}
	for _, bill := range bills {
		owed[bill.Item] = bill.OwedFen().String()
	}
	require.Equal(t, map[string]string{"物业费": "840.47", "其他欠费": "20.00"}, owed)
	third, err := estate.ByCode(tx, "1-1-301")
	require.NoError(t, err)
	credit, err := till.Credit(tx, third.ID)
	require.NoError(t, err)
	require.EqualValues(t, 500_00, credit)
	return nil
}

// The vault is not needed: a book that nobody can unlock gives the same training book.
func TestATrainingBookIsMadeWithoutTheKeyOfTheRealOne(t *testing.T) {
	from, _ := realBook(t)
	locked, _, err := ledger.Open(t.Context(), from.Store.Path(), ledger.OpenOptions{Locked: true, ReadOnly: true})
	require.NoError(t, err)
	defer func() { require.NoError(t, locked.Close()) }()
	locked.Journal.Now = func() time.Time { return noon }
	path := filepath.Join(t.TempDir(), "practice.book")
	made, err := training.Make(t.Context(), locked, staff.Actor{}, path, nil)
	require.NoError(t, err)
	require.Equal(t, 9, made.Rooms)
}

func TestNoFileIsWrittenOverAndNothingIsLeftOfOneThatWasGivenUp(t *testing.T) {
	from, manager := realBook(t)
	path := filepath.Join(t.TempDir(), "practice.book")
	require.NoError(t, os.WriteFile(path, []byte("somebody's"), 0o600))
	_, err := training.Make(t.Context(), from, manager, path, nil)
	require.Equal(t, store.CodeExists, store.Code(err))
	content, err := os.ReadFile(path)
	require.NoError(t, err)
	require.Equal(t, "somebody's", string(content))

	for after := range 6 {
		ctx, cancel := context.WithCancel(t.Context())
		folder := t.TempDir()
		_, err = training.Make(ctx, from, manager, filepath.Join(folder, "practice.book"), func(done, _ int) {
			if done > after {
				cancel()
			}
		})
		cancel()
		if after < 5 {
			require.Error(t, err)
			left, err := os.ReadDir(folder)
			require.NoError(t, err)
			require.Empty(t, left)
		}
	}
}

// Whoever may not change settings makes none.
func TestACashierMakesNoTrainingBook(t *testing.T) {
	from, _ := realBook(t)
	cashier, err := from.Staff.SignIn(t.Context(), "901", "864213")
	require.NoError(t, err)
	_, err = training.Make(t.Context(), from, cashier, filepath.Join(t.TempDir(), "practice.book"), nil)
	require.Equal(t, staff.CodeMayNot, store.Code(err))
	require.Len(t, demo.People, 5)
}

// object returns the id of a room.
func object(t *testing.T, book *ledger.Book, code string) (id string) {
	t.Helper()
	require.NoError(t, book.Store.Read(t.Context(), func(tx *store.Tx) error {
		room, err := estate.ByCode(tx, code)
		id = room.ID
		return err
	}))
	return id
}

// printerOf returns the setting of the printer that the book at path remembers.
func printerOf(t *testing.T, path string) (setting string) {
	t.Helper()
	book, _, err := ledger.Open(t.Context(), path, ledger.OpenOptions{Key: vault.Key{Demo: true}})
	require.NoError(t, err)
	defer func() { require.NoError(t, book.Close()) }()
	require.NoError(t, book.Store.Read(t.Context(), func(tx *store.Tx) error {
		setting, err = printing.PrinterOf(tx)
		return err
	}))
	require.NoError(t, spool.CheckTraining(setting))
	return setting
}
