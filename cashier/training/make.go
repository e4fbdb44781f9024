package training

import (
	"context"
	"errors"
	"strings"

	"shouqi/cashier/demo"
	"shouqi/ledger"
	"shouqi/ledger/billing"
	"shouqi/ledger/estate"
	"shouqi/ledger/money"
	"shouqi/ledger/staff"
)

// Suffix ends the name of the estate of a training book.
const Suffix = "（练习）"

// Made says what a training book holds. Left is how many open bills stayed behind, of spaces that belong to no room; Added how many
// households got a debt to practise with, which they do not have.
type Made struct {
	Estate  string        `json:"estate"`
	Rooms   int           `json:"rooms"`
	Spaces  int           `json:"spaces"`
	Items   int           `json:"items"`
	Owing   int           `json:"owing"`
	OwedFen money.Fen     `json:"owedFen"`
	Left    int           `json:"left"`
	Added   int           `json:"added"`
	People  []demo.Person `json:"people"`
}

// Make makes a training book at path from an open book, for who may change settings; a book that is open without a key is read for whoever
// can read its file. progress is told how many of the steps are done. When it fails or is cancelled nothing is left at path.
//
// Errors: store.exists for a path that is taken, training.too_large, those of staff.Require, and the context's when cancelled.
func Make(ctx context.Context, from *ledger.Book, by staff.Actor, path string, progress func(done, total int)) (made Made, err error) {
	maker := &maker{progress: progress}
	if maker.source, err = read(ctx, from, by); err != nil {
		return made, err
	}
	maker.addDebts()
	maker.step()
	manager := demo.People[0]
	founding := ledger.Founding{Estate: nameOf(maker.source.policies.Estate), Company: maker.source.policies.Company, Counter: maker.source.policies.Counter, Training: true,
		Manager: staff.Entry{Code: manager.Code, Name: manager.Name}, ManagerPIN: manager.PIN}
	if _, err = ledger.Create(ctx, path, founding); err != nil {
		return made, err
	}
	maker.step()
	if err := maker.fill(ctx, path, from.Journal.Now); err != nil {
		return made, errors.Join(err, demo.Remove(path))
	}
	return maker.made(founding.Estate), nil
}

// nameOf returns the name of the estate with Suffix, shortened where both do not fit a receipt.
func nameOf(name string) string {
	runes := []rune(strings.TrimSpace(strings.TrimSuffix(name, Suffix)))
	return string(runes[:min(len(runes), estate.NameMax-len([]rune(Suffix)))]) + Suffix
}

// maker fills a training book.
type maker struct {
	source   source
	added    int
	done     int
	progress func(done, total int)
	book     *ledger.Book
	manager  staff.Actor
}

// steps are those that progress counts: read, made, people, rooms, charges, debts.
const steps = 6

func (m *maker) step() {
	if m.done++; m.progress != nil {
		m.progress(m.done, steps)
	}
}

func (m *maker) made(name string) Made {
	made := Made{Estate: name, Rooms: len(m.source.register.Rooms), Spaces: len(m.source.spaces), Items: len(m.source.items), Left: m.source.left, Added: m.added, People: demo.People}
	owing := make(map[string]bool)
	for _, debt := range m.source.register.Arrears {
		owing[debt.Room] = true
		made.OwedFen += debt.Fen
	}
	for _, row := range m.source.register.Rooms {
		made.Spaces += len(row.Spaces)
	}
	made.Owing = len(owing)
	return made
}

// debtsMin is how many households owe something in a training book: several people practise, and each drill takes money of its own ones.
const debtsMin = 60

// addDebts lets households owe that do not, where too few do: an estate that has just been cleared still has to be practised in.
func (m *maker) addDebts() {
	owing := make(map[string]bool)
	for _, debt := range m.source.register.Arrears {
		owing[debt.Room] = true
	}
	item := "物业费"
	for _, one := range m.source.items {
		if one.Active && one.Kind == billing.Income && one.HangsOn == estate.Room {
			item = one.Name
			break
		}
	}
	for i, row := range m.source.register.Rooms {
		if len(owing) >= debtsMin {
			return
		}
		if owing[row.Code] || len(row.Owners)+len(row.Tenants) == 0 {
			continue
		}
		owing[row.Code] = true
		m.added++
		m.source.register.Arrears = append(m.source.register.Arrears, billing.OpeningArrears{Room: row.Code, Item: item, Fen: money.Fen(150_35 + i%50*10_00)})
	}
}
