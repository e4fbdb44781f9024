package monkey

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/require"

	"shouqi/cashier"
	"shouqi/cashier/session"
	"shouqi/ledger"
	"shouqi/ledger/billing"
	"shouqi/ledger/calendar"
	"shouqi/ledger/estate"
	"shouqi/ledger/money"
	"shouqi/ledger/staff"
	"shouqi/ledger/till"
	"shouqi/ledger/vault"
)

// The rooms of the book. The first owes most and has money put by; the last owes nothing.
var rooms = []string{"3-2-1201", "1-1-0602", "2-1-0301", "2-1-0302", "5-3-1804", "5-3-1805", "5-3-1901", "8-2-0204", "8-2-0205", "9-1-2203", "6-1-0101"}

// morning is when a run begins: the book was made the evening before.
var morning = time.Date(2026, 11, 21, 10, 24, 0, 0, calendar.Zone)

// firstPIN is what the manager sets for everybody, who then have PINs of their own.
const firstPIN = "508170"

// template is the book that every run begins with, made once a process: making one takes longer than a hundred inputs.
var template struct {
	once  sync.Once
	bytes []byte
}

// copyBook puts a fresh copy of the book into folder and gives its path. Call it inside no bubble: the first call makes
// the book in one of its own.
func copyBook(t *testing.T, folder string) string {
	t.Helper()
	template.once.Do(func() {
		keepEmptyBook(t)
		path := filepath.Join(t.TempDir(), "template.book")
		synctest.Test(t, func(t *testing.T) {
			sleepUntil(morning.Add(-14 * time.Hour))
			makeBook(t, path)
		})
		var err error
		template.bytes, err = os.ReadFile(path)
		require.NoError(t, err)
	})
	path := filepath.Join(folder, "estate.book")
	require.NoError(t, os.WriteFile(path, template.bytes, 0o600))
	return path
}

// keepEmptyBook opens a book outside of any bubble. The check at an opening keeps an empty book in memory for the whole process, and a bubble
// never ends while the connections of one that was made inside it are open.
func keepEmptyBook(t *testing.T) {
	path := filepath.Join(t.TempDir(), "opened.book")
	_, err := ledger.Create(t.Context(), path, ledger.Founding{Estate: "阳光花园", Company: "阳光物业服务有限公司", Counter: "01", Demo: true,
		Manager: staff.Entry{Code: manager.code, Name: manager.name}, ManagerPIN: manager.pin})
	require.NoError(t, err)
	book, findings, err := ledger.Open(t.Context(), path, ledger.OpenOptions{Key: vault.Key{Demo: true}})
	require.NoError(t, err)
	require.Empty(t, findings)
	require.NoError(t, book.Close())
}

// sleepUntil moves the clock of a bubble: one begins in the year 2000.
func sleepUntil(moment time.Time) { time.Sleep(time.Until(moment)) }

func makeBook(t *testing.T, path string) {
	ctx := context.Background()
	_, err := ledger.Create(ctx, path, ledger.Founding{Estate: "阳光花园", Company: "阳光物业服务有限公司", Counter: "01", Demo: true,
		Manager: staff.Entry{Code: manager.code, Name: manager.name}, ManagerPIN: manager.pin})
	require.NoError(t, err)
	counter, findings, err := cashier.Open(ctx, path, ledger.OpenOptions{Key: vault.Key{Demo: true}})
	require.NoError(t, err)
	require.Empty(t, findings)
	_, err = counter.SignIn(ctx, manager.code, manager.pin)
	require.NoError(t, err)
	second := session.Second{} // the first who may approve agrees to everybody after
	for _, somebody := range people[1:] {
		entry := staff.Entry{Code: somebody.code, Name: somebody.name, Role: somebody.role, Active: true}
		require.NoError(t, counter.People.Add(ctx, entry, firstPIN, second))
		require.NoError(t, counter.Book.Staff.OwnPIN(ctx, somebody.code, firstPIN, somebody.pin))
		if somebody.role.IsApprover() {
			second = session.Second{Who: somebody.code, PIN: somebody.pin}
		}
	}
	fillBook(t, counter)
	require.NoError(t, counter.Close())
}

// fillBook takes the rooms in and bills them. Every bill has a day of its own, so that lists have one order.
func fillBook(t *testing.T, counter *cashier.Counter) {
	ctx := context.Background()
	register := ledger.Register{FileHash: "0011223344556677"}
	names := []string{"张建国", "郑金贵", "王秀英", "李桂兰", "刘洋", "陈静"}
	for index, code := range rooms {
		owner := estate.RowParty{Kind: estate.Natural, Name: names[index%len(names)], Phones: []string{fmt.Sprintf("139000014%02d", index)}, ShareBasisPoints: 10000}
		register.Rooms = append(register.Rooms, estate.Row{Code: code, Building: code[:1], Unit: code[2:3], Floor: 1 + index,
			Number: code[4:], AreaCentiM2: int64(7000 + 300*index), State: "自住", Owners: []estate.RowParty{owner}})
	}
	register.Arrears = []billing.OpeningArrears{{Room: rooms[0], Item: "期初欠费", Fen: 840_47}, {Room: rooms[1], Item: "期初欠费", Fen: 300_00}}
	register.Credits = []till.OpeningCredit{{Room: rooms[0], Fen: 500_00}, {Room: rooms[2], Fen: 60_00}}
	actor, _ := counter.Actor()
	_, err := counter.Book.TakeRegister(ctx, actor, register, false)
	require.NoError(t, err)
	bill := func(room, item string, fen money.Fen, dueOn calendar.Date) {
		order := billing.ByHand{RequestID: room + item + string(dueOn), Room: room, Item: item, Kind: billing.Income, AmountFen: fen, DueOn: dueOn, Why: "人工"}
		_, err := counter.Charging.AddBill(ctx, order, session.Second{})
		require.NoError(t, err)
	}
	bill(rooms[0], "水费", 205_00, "2026-11-18")
	bill(rooms[0], "车位费", 300_00, "2026-12-01")
	for index, room := range rooms[2 : len(rooms)-1] {
		bill(room, "水费", money.Fen(43_20+11_05*index), calendar.Date(fmt.Sprintf("2026-10-%02d", 3+index)))
		bill(room, "物业费", money.Fen(512_33+101_10*index), calendar.Date(fmt.Sprintf("2026-11-%02d", 3+index)))
	}
}
