package demo

import (
	"context"
	"errors"
	"math/rand/v2"
	"os"
	"time"

	"shouqi/ledger"
	"shouqi/ledger/calendar"
	"shouqi/ledger/staff"
	"shouqi/ledger/store"
	"shouqi/ledger/vault"
)

// The most that is made: a register takes no more rooms, and ten years is history enough.
const (
	roomsMax  = 100_000
	monthsMax = 120
)

// Options says how large a demo estate is. Today is the day it is made for: history ends the day before. Progress, if
// set, is told in Chinese what is being made.
type Options struct {
	Rooms    int
	Months   int
	Seed     uint64
	Today    calendar.Date
	Progress func(what string)
}

// Person is one member of the demo's staff, with a PIN that is no secret.
type Person struct {
	Code string     `json:"code"`
	Name string     `json:"name"`
	Role staff.Role `json:"role"`
	PIN  string     `json:"pin"`
}

// People are the demo's staff: the same in every demo book, so that a guide can name them.
var People = []Person{
	{"100", "陈国栋", staff.Manager, "1357"},
	{"200", "李慧", staff.Supervisor, "2468"},
	{"300", "赵敏", staff.Finance, "3690"},
	{"101", "王丽", staff.Cashier, "8642"},
	{"102", "周婷", staff.Cashier, "7531"},
}

// The demo's names.
const (
	Estate  = "阳光花园（演示）"
	Company = "阳光物业服务有限公司"
	Counter = "01"
)

// Made says what a demo book holds.
type Made struct {
	Rooms    int      `json:"rooms"`
	Bills    int      `json:"bills"`
	Payments int      `json:"payments"`
	Shifts   int      `json:"shifts"`
	People   []Person `json:"people"`
}

// Create makes a demo book at path, which must not exist (store.exists). It answers demo.size for a size out of bounds
// and the context's error when cancelled; then nothing is left at path.
func Create(ctx context.Context, path string, options Options) (made Made, err error) {
	if options.Rooms < 0 || options.Rooms > roomsMax || options.Months < 0 || options.Months > monthsMax || !options.Today.Valid() {
		return made, store.Refuse(codeSize, roomsMax, monthsMax)
	}
	if options.Progress == nil {
		options.Progress = func(string) {}
	}
	manager := People[0]
	_, err = ledger.Create(ctx, path, ledger.Founding{Estate: Estate, Company: Company, Counter: Counter, Demo: true,
		Manager: staff.Entry{Code: manager.Code, Name: manager.Name}, ManagerPIN: manager.PIN})
	if err != nil {
		return made, err
	}
	if made, err = fill(ctx, path, options); err != nil {
		return made, errors.Join(err, Remove(path))
	}
	return made, nil
}

// Remove deletes a book that could not be finished, with what lies beside it. What is not there is no error.
func Remove(path string) error {
	var all error
	for _, suffix := range []string{"", "-wal", "-shm", ".lock"} {
		if err := os.Remove(path + suffix); err != nil && !errors.Is(err, os.ErrNotExist) {
			all = errors.Join(all, store.Fail(store.CodeIO, err))
		}
	}
	return all
}

// maker works one demo book through; clock is what its events say the time was.
type maker struct {
	options Options
	book    *ledger.Book
	random  *rand.Rand
	clock   time.Time
	manager staff.Actor
	homes   []home
	made    Made
}

func fill(ctx context.Context, path string, options Options) (made Made, err error) {
	book, _, err := ledger.Open(ctx, path, ledger.OpenOptions{Key: vault.Key{Demo: true}})
	if err != nil {
		return made, err
	}
	defer func() { err = errors.Join(err, book.Close()) }()
	m := &maker{options: options, book: book, random: rand.New(rand.NewPCG(options.Seed, 20261121)), made: Made{People: People}}
	book.Journal.Now = func() time.Time { return m.clock }
	m.clock = m.firstMonth().Time().Add(9 * time.Hour)
	for _, step := range []struct {
		words string
		do    func(ctx context.Context) error
	}{{"人员", m.people}, {"房屋和业主", m.register}, {"收费项目", m.charges}, {"账单和收款", m.history}} {
		if options.Rooms == 0 && step.words != "人员" {
			break // an estate without rooms has staff and no history
		}
		options.Progress(step.words)
		if err := step.do(ctx); err != nil {
			return m.made, err
		}
	}
	return m.made, nil
}

// firstMonth is the first day of the month in which history begins.
func (m *maker) firstMonth() calendar.Date { return m.month(0) }

// month returns the first day of the month with this number; number Months is the present one.
func (m *maker) month(number int) calendar.Date {
	today := m.options.Today.Time()
	return calendar.Of(time.Date(today.Year(), today.Month()-time.Month(m.options.Months)+time.Month(number), 1, 12, 0, 0, 0, calendar.Zone))
}

func (m *maker) people(ctx context.Context) (err error) {
	m.manager, err = Hire(ctx, m.book)
	return err
}

// firstPIN is what the manager sets for each of People, who then has a PIN of their own.
const firstPIN = "50817"

// Hire adds the rest of People to a book that was founded by the first of them, and returns that one, signed in.
func Hire(ctx context.Context, book *ledger.Book) (manager staff.Actor, err error) {
	if manager, err = book.Staff.SignIn(ctx, People[0].Code, People[0].PIN); err != nil {
		return manager, err
	}
	for i, p := range People[1:] {
		// Whoever founds a book adds the first who may approve alone; that one agrees to everybody after.
		agreed := staff.Approval{}
		if i > 0 {
			if agreed, err = book.Staff.Approve(ctx, manager, People[1].Code, People[1].PIN, staff.GiveLogin); err != nil {
				return manager, err
			}
		}
		if err := book.Staff.Add(ctx, manager, agreed, staff.Entry{Code: p.Code, Name: p.Name, Role: p.Role, Active: true}, firstPIN); err != nil {
			return manager, err
		}
		if err := book.Staff.OwnPIN(ctx, p.Code, firstPIN, p.PIN); err != nil {
			return manager, err
		}
	}
	return manager, nil
}
