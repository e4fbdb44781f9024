package main

import (
	"errors"
	"fmt"
	"path/filepath"
	"strings"
	"time"

	"github.com/xuri/excelize/v2"

	"shouqi/ledger/billing"
	"shouqi/ledger/calendar"
	"shouqi/ledger/estate"
	"shouqi/ledger/lease"
	"shouqi/ledger/meter"
	"shouqi/ledger/store"
	"shouqi/ledger/tariff"
)

// The items of the month, as bills call them, and the household that is followed to the desk: 98.30 m², 7 m³ of
// water, nothing owed before.
const (
	feeItem   = "物业费"
	waterItem = "水费"
	followed  = "1-1-203"
)

// monthWork is the month of an estate whose register is in the book: what is charged, the readings, the bills of both, a
// price that changes and a lease.
func (t *tour) monthWork(path string) error {
	for _, part := range []func(path string) error{t.charge, t.readMeters, t.issue, t.reprice, t.let} {
		if err := part(path); err != nil {
			return err
		}
	}
	return nil
}

// months returns the month before this business day's and its own: the tour is played on any day of any year and at any hour,
// and until the day turns the counter is still in the month before.
func months() (last, this tariff.Span) {
	first := firstOf(calendar.BusinessDate(time.Now(), estate.DefaultCutoffHour))
	next := firstOf(first.AddDays(31))
	before := first.AddDays(-1)
	return tariff.Span{From: firstOf(before), To: before}, tariff.Span{From: first, To: next.AddDays(-1)}
}

func firstOf(on calendar.Date) calendar.Date { return on[:8] + "01" }

// keypad writes a day as it is typed at a keypad.
func keypad(on calendar.Date) string { return "type:" + strings.ReplaceAll(string(on), "-", "") }

// times returns a key so many times.
func times(key string, count int) []string {
	keys := make([]string, count)
	for index := range keys {
		keys[index] = key
	}
	return keys
}

// all joins keys to one list.
func all(lists ...[]string) (keys []string) {
	for _, list := range lists {
		keys = append(keys, list...)
	}
	return keys
}

// shows is whether the book at path is as look says.
func (t *tour) shows(path string, look func(tx *store.Tx) (bool, error)) condition {
	return func() (is bool, err error) {
		err = t.read(path, func(tx *store.Tx) (err error) {
			is, err = look(tx)
			return err
		})
		return is, err
	}
}

// charge makes two items from templates: the fee by area, and water by tiers of the year.
func (t *tour) charge(path string) error {
	last, _ := months()
	has := func(item string, cycle tariff.Cycle, price string) func() (bool, error) {
		return t.shows(path, func(tx *store.Tx) (bool, error) {
			found, err := billing.ItemByName(tx, item)
			if store.Code(err) == billing.CodeUnknownItem {
				return false, nil
			}
			tariffs, listed := billing.Tariffs(tx, item)
			if err = errors.Join(err, listed); err != nil || len(tariffs) != 1 {
				return false, err
			}
			version := tariffs[0].Versions[0]
			line := version.Rule.Lines[0]
			return found.Cycle == cycle && version.FromOn == last.From && (string(line.Price) == price || len(line.Tiers) > 0 && string(line.Tiers[0].Price) == price), nil
		})
	}
	return t.play(
		step{"账单", []string{"ctrl+4"}, t.titled("账单")},
		step{"还没有收费项目", []string{"1"}, t.titled("收费项目")},
		step{"收费项目的模板", []string{"F4"}, nil},
		step{"按面积的物业费", []string{"1"}, nil},
		step{"填从哪天起和单价", []string{"Up", keypad(last.From), "Down", "Down", "type:2.85"}, nil},
		step{"改成每月出账", all(times("Down", 8), []string{"1", "Down", "Down", "type:45"}), nil},
		step{"看某一户怎么算", []string{"F12", "type:" + followed}, nil},
		step{"物业费保存前再看一遍", []string{"F9"}, nil},
		step{"物业费已保存", []string{"Return"}, has(feeItem, tariff.EveryMonth, "2.85")},
		step{"水费的模板", []string{"F4", "Right", "Right"}, nil},
		step{"阶梯水费", []string{"2"}, nil},
		step{"水费从哪天起", all([]string{"Up", keypad(last.From)}, times("Down", 17), []string{"type:0"}), nil},
		step{"人口不另加量", all(times("Up", 10), []string{"type:0"}), handled},
		step{"试一户的用量", []string{"F12", "type:" + followed, "Down", "Down", "Down", "type:200"}, nil},
		step{"水费保存前再看一遍", []string{"F9"}, nil},
		step{"水费已保存", []string{"Return"}, has(waterItem, tariff.EveryMonth, "5.00")},
	)
}

// meterSheet writes the meter sheet into the tour's folder as if it was read last month: a reading of tomorrow is refused.
func (t *tour) meterSheet(on calendar.Date) (path string, err error) {
	book, err := excelize.OpenFile(t.command.Meters)
	if err != nil {
		return "", fmt.Errorf("tour: open the meter sheet: %w", err)
	}
	defer func() { err = errors.Join(err, book.Close()) }()
	name := book.GetSheetName(0)
	rows, err := book.GetRows(name)
	if err != nil {
		return "", fmt.Errorf("tour: read the meter sheet: %w", err)
	}
	for row := range rows {
		if row == 0 {
			continue
		}
		cell, err := excelize.CoordinatesToCellName(len(rows[0]), row+1)
		if err == nil {
			err = book.SetCellValue(name, cell, string(on))
		}
		if err != nil {
			return "", fmt.Errorf("tour: date the meter sheet: %w", err)
		}
	}
	path = filepath.Join(t.home, "meters.xlsx")
	return path, book.SaveAs(path)
}

// readMeters takes last month's sheet in: the dial that went round is kept, the slipped decimal stays out.
func (t *tour) readMeters(path string) error {
	last, _ := months()
	sheet, err := t.meterSheet(last.To.AddDays(-2))
	if err != nil {
		return err
	}
	used := func(tx *store.Tx, code, kind string) (string, error) {
		room, err := estate.ByCode(tx, code)
		if err != nil {
			return "", err
		}
		usage, err := meter.Usage(tx, room.ID, []string{kind}, last.From, last.To)
		if _, read := usage[kind]; !read {
			return "", err
		}
		return usage[kind].Used.String(), err
	}
	return t.play(
		step{"抄表", []string{"Escape", "3"}, t.titled("抄表")},
		step{"试算抄表数据", []string{"type:" + sheet, "Return"}, nil},
		step{"走满一圈的表认下来", []string{"Down", "Down", "Down", "Down", "Down", "space"}, nil},
		step{"其余的不读入", []string{"F9"}, nil},
		step{"读数已读入", []string{"Return"}, t.shows(path, func(tx *store.Tx) (bool, error) {
			round, err := used(tx, "1-2-702", "水")
			slipped, err2 := used(tx, "1-1-703", "电")
			backwards, err3 := used(tx, "1-1-401", "水")
			return round == "12" && slipped == "" && backwards == "", errors.Join(err, err2, err3)
		})},
	)
}

// standing counts the bills of an item in a span, those in force and those taken back.
func standing(tx *store.Tx, item string, span tariff.Span) (inForce, undone int, err error) {
	bills, _, err := billing.List(tx, billing.Query{Item: item, FromOn: span.From, ToOn: span.To, Undone: true})
	for _, bill := range bills {
		if bill.Undone {
			undone++
		} else {
			inForce++
		}
	}
	return inForce, undone, err
}

// billed is whether an item has so many bills in a span.
func (t *tour) billed(path, item string, span tariff.Span, inForce, undone int) condition {
	return t.shows(path, func(tx *store.Tx) (bool, error) {
		some, gone, err := standing(tx, item, span)
		return some == inForce && gone == undone, err
	})
}

// issue makes last month's water bills without those that lack a reading, tries once more, makes this month's fee for all
// and takes one bill of it back.
func (t *tour) issue(path string) error {
	last, this := months()
	err := t.play(
		step{"去出水费", []string{"Return"}, t.titled("出账")},
		step{"算不出来的先不出", []string{"F6"}, handled},
		step{"水费出账", []string{"F9"}, nil},
		step{"水费已出", []string{"Return"}, t.billed(path, waterItem, last, 123, 0)},
		step{"回去再选一次", []string{"Escape"}, nil},
		step{"已经出过", []string{"Return", "F9"}, nil},
		step{"回到出账", []string{"Escape"}, t.billed(path, waterItem, last, 123, 0)},
	)
	if err != nil {
		return err
	}
	return t.play(
		step{"换成物业费", []string{"2", "F6"}, handled},
		step{"试算物业费", []string{"Return"}, nil},
		step{"物业费已出", []string{"F9", "Return"}, t.billed(path, feeItem, this, 126, 0)},
		step{"这批账单", []string{"Return"}, nil},
		step{"撤销一张要原因", []string{"F7"}, nil},
		step{"已撤销一张", []string{"type:1", "Return"}, t.billed(path, feeItem, this, 125, 1)},
	)
}

// reprice changes the fee from next month on, with its effect first and the supervisor's PIN.
func (t *tour) reprice(path string) error {
	_, this := months()
	return t.play(
		step{"离开账单", []string{"Escape"}, nil},
		step{"离开出账", []string{"Escape"}, t.titled("账单")},
		step{"又到收费项目", []string{"1"}, t.titled("收费项目")},
		step{"调价", []string{"Down", "F5", "type:3.05"}, nil},
		step{"调价的影响", []string{"F9"}, nil},
		step{"调价要批准人", []string{"Return", "type:200", "Return", "type:2468"}, nil},
		step{"已调价", []string{"Return"}, t.shows(path, func(tx *store.Tx) (bool, error) {
			tariffs, err := billing.Tariffs(tx, feeItem)
			if err != nil || len(tariffs) != 1 || len(tariffs[0].Versions) != 2 {
				return false, err
			}
			version := tariffs[0].Versions[1]
			return version.FromOn == this.To.AddDays(1) && version.Rule.Lines[0].Price == "3.05", nil
		})},
	)
}

// let signs a lease of a year.
func (t *tour) let(path string) error {
	_, this := months()
	from := this.To.AddDays(1)
	to := firstOf(from.AddDays(370)).AddDays(-1)
	return t.play(
		step{"租赁合同", []string{"Escape", "4"}, t.titled("租赁合同")},
		step{"登记一份租赁合同", []string{"F4"}, nil},
		step{"租金和租期", []string{"type:HT-001", "Return", "type:3-2-702", "Return", "Return", "type:Sun Yue", "Return", "type:13800000001", "Return",
			keypad(from), "Return", keypad(to), "Return", "type:2", "Return", "type:4200"}, nil},
		step{"租赁合同要批准人", []string{"F9", "type:200", "Return", "type:2468"}, nil},
		step{"已登记租赁合同", []string{"Return"}, t.shows(path, func(tx *store.Tx) (bool, error) {
			leases, err := lease.All(tx)
			return len(leases) == 1 && leases[0].Number == "HT-001" && leases[0].FromOn == from, err
		})},
	)
}
