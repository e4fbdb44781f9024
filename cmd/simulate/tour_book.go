package main

import (
	"context"
	"errors"
	"fmt"
	"strings"

	"shouqi/devices/devicetest"
	"shouqi/ledger"
	"shouqi/ledger/billing"
	"shouqi/ledger/calendar"
	"shouqi/ledger/estate"
	"shouqi/ledger/money"
	"shouqi/ledger/store"
	"shouqi/ledger/till"
	"shouqi/ledger/vault"
)

// read looks into the book at path while the counter works with it.
func (t *tour) read(path string, look func(tx *store.Tx) error) error {
	if t.book == nil {
		book, err := store.Open(t.ctx, path, store.Options{ReadOnly: true})
		if err != nil {
			return fmt.Errorf("tour: look into the book: %w", err)
		}
		t.book = book
	}
	return t.book.Read(t.ctx, look)
}

func (t *tour) closeBook() error {
	if t.book == nil {
		return nil
	}
	book := t.book
	t.book = nil
	return book.Close()
}

// debtor is a household of the demo that owes. Typed finds it alone; only the second of a list has it.
type debtor struct {
	code  string
	owed  money.Fen
	typed string
}

// debtors finds households that owe, most first found; each owes more than a hundred yuan now.
func (t *tour) debtors(path string, count int) (all []debtor, err error) {
	book, _, err := ledger.Open(t.ctx, path, ledger.OpenOptions{Key: vault.Key{Demo: true}, ReadOnly: true})
	if err != nil {
		return nil, fmt.Errorf("tour: read the demo book: %w", err)
	}
	defer func() { err = errors.Join(err, book.Close()) }()
	if err := book.LoadFinder(t.ctx); err != nil {
		return nil, err
	}
	today := calendar.BusinessDate(book.Journal.Now(), estate.DefaultCutoffHour)
	err = book.Store.Read(t.ctx, func(tx *store.Tx) error {
		rooms, err := estate.Rooms(tx)
		for _, room := range rooms {
			if err != nil || len(all) == count {
				break
			}
			if digitsOf(room.Code) == "" {
				continue // A room with words in its code is typed by who has an input method.
			}
			var owed money.Fen
			if owed, err = owedNow(tx, room.ID, today); owed < 100_00 {
				continue
			}
			one := debtor{code: room.Code, owed: owed}
			if len(all) == 1 { // The one that is found by something else than its room; looking for that takes long.
				one.typed = alone(book, room.Code)
			}
			all = append(all, one)
		}
		return err
	})
	if err == nil && len(all) < count {
		err = errors.New("tour: 演示账本里欠费的房屋太少")
	}
	return all, err
}

// digitsOf writes 3-2-1201 as 3021201; "" for a room that is not building, unit and number.
func digitsOf(code string) string {
	parts := strings.Split(code, "-")
	if len(parts) != 3 || strings.Trim(code, "0123456789-") != "" {
		return ""
	}
	return parts[0] + strings.Repeat("0", max(0, 2-len(parts[1]))) + parts[1] + parts[2]
}

// alone returns the shortest pinyin initials, phone tail or room that finds this one household alone; the room itself in the end.
func alone(book *ledger.Book, code string) string {
	for one := 'a'; one <= 'z'; one++ {
		for two := 'a'; two <= 'z'; two++ {
			for _, three := range []string{"", "a", "d", "f", "h", "j", "l", "m", "q", "w", "x", "y", "z"} {
				typed := string(one) + string(two) + three
				found := book.Finder.Find(typed, 2)
				if found.Total == 1 && found.Hits[0].Code == code {
					return typed
				}
			}
		}
	}
	return code
}

// owedNow adds up what is due of a household.
func owedNow(tx *store.Tx, object string, today calendar.Date) (owed money.Fen, err error) {
	bills, err := billing.OpenOf(tx, object)
	for _, bill := range bills {
		if bill.DueOn <= today {
			owed += bill.OwedFen()
		}
	}
	return owed, err
}

// payments returns the payments, voids and reversals of the open shift, or of the newest one.
func (t *tour) payments(path string) (all []till.Payment, shift till.Shift, err error) {
	err = t.read(path, func(tx *store.Tx) error {
		policies, err := estate.ReadPolicies(tx)
		if err != nil {
			return err
		}
		last, err := till.LastShift(tx, policies.Counter)
		if err != nil || last == nil {
			return err
		}
		shift = *last
		all, err = till.OfShift(tx, shift.ShiftRef)
		return err
	})
	return all, shift, err
}

// drawer returns what should lie in the drawer of the open shift.
func (t *tour) drawer(path string) (fen money.Fen, err error) {
	err = t.read(path, func(tx *store.Tx) error {
		policies, err := estate.ReadPolicies(tx)
		if err != nil {
			return err
		}
		shift, err := till.OpenShift(tx, policies.Counter)
		if err != nil || shift == nil {
			return errors.Join(err, store.Refuse(till.CodeNoShift))
		}
		fen, err = till.Drawer(tx, policies.Counter, shift.ShiftRef, shift.FloatFen)
		return err
	})
	return fen, err
}

// paperWith returns the newest piece of paper that has every one of the words.
func (t *tour) paperWith(words ...string) (devicetest.Receipt, bool) {
	receipts := t.paper.Receipts()
	for index := len(receipts) - 1; index >= 0; index-- {
		text := strings.Join(receipts[index].Lines, "\n")
		if hasAll(text, words) {
			return receipts[index], true
		}
	}
	return devicetest.Receipt{}, false
}

func hasAll(text string, words []string) bool {
	for _, word := range words {
		if !strings.Contains(text, word) {
			return false
		}
	}
	return true
}

// compare says what of a payment does not stand on its paper.
func (t *tour) compare(p till.Payment, code string) error {
	words := []string{p.Number, code, p.Sums().ReceivedFen.Yuan(), p.Sums().ReceivedFen.Capital(), "校验码 "}
	for _, allocation := range p.Allocations {
		words = append(words, allocation.Item, allocation.Fen.Grouped())
	}
	if p.ChangeFen > 0 {
		words = append(words, p.ChangeFen.Grouped())
	}
	paper, ok := t.paperWith(p.Number, "收据")
	if !ok {
		return fmt.Errorf("收据 %s 没有打出来", p.Number)
	}
	text := strings.Join(paper.Lines, "\n")
	for _, word := range words {
		if !strings.Contains(text, word) {
			return fmt.Errorf("收据 %s 上没有“%s”，账本里有", p.Number, word)
		}
	}
	if len(paper.Unknown) > 0 || paper.Overflows > 0 {
		return fmt.Errorf("收据 %s 有 %d 行超出纸宽，不认识的指令：%v", p.Number, paper.Overflows, paper.Unknown)
	}
	return nil
}

// compareZ compares the printed report with the frozen one, line by line.
func (t *tour) compareZ(path string, shift till.Shift) error {
	var frozen string
	err := t.read(path, func(tx *store.Tx) (err error) {
		frozen, err = till.ZText(tx, shift.Counter, shift.No)
		return err
	})
	if err != nil {
		return err
	}
	paper, ok := t.paperWith("交班报表", fmt.Sprintf("第 %d 班", shift.No))
	if !ok {
		return errors.New("交班报表没有打出来")
	}
	printed := strings.Join(paper.Lines, "\n")
	for _, line := range strings.Split(strings.TrimSpace(frozen), "\n") {
		for _, word := range strings.Fields(strings.Trim(line, "-")) {
			if !strings.Contains(printed, word) {
				return fmt.Errorf("打出来的交班报表上没有“%s”", word)
			}
		}
	}
	return nil
}

// verify checks the whole book after the counter has closed it.
func (t *tour) verify(path string, key vault.Key) (err error) {
	book, findings, err := ledger.Open(context.WithoutCancel(t.ctx), path, ledger.OpenOptions{Key: key})
	if err != nil {
		return fmt.Errorf("tour: open the book to verify it: %w", err)
	}
	defer func() { err = errors.Join(err, book.Close()) }()
	if len(findings) == 0 {
		findings, err = book.Audit().Full(t.ctx, func(int64) {})
	}
	if err == nil && len(findings) > 0 {
		err = fmt.Errorf("tour: 账本检查出 %d 处问题，第一处：%s %s %s", len(findings), findings[0].Check, findings[0].Table, findings[0].Detail)
	}
	return err
}
