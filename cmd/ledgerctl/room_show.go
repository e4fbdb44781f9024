package main

import (
	"maps"
	"slices"
	"strconv"
	"strings"

	"shouqi/cashier"
	"shouqi/cashier/household"
	"shouqi/cashier/intake"
	"shouqi/cashier/register"
	"shouqi/ledger"
	"shouqi/ledger/estate"
	"shouqi/ledger/money"
	"shouqi/ledger/store"
)

type roomShowCommand struct {
	Room string `arg:"" help:"房号、拼音、电话后四位或车牌。"`
	Deed bool   `help:"显示完整的不动产权证号：要 --as，会留下记录。"`
}

type spaceShowCommand struct {
	Space string `arg:"" help:"车位号。"`
}

// Run shows everything the register says of a room; a whole deed number is shown to who may see it, and logged.
func (c *roomShowCommand) Run(d *desk) error {
	if c.Deed {
		return d.signedIn(func(counter *cashier.Counter) error {
			entry, err := d.entryAt(counter, c.Room)
			if err != nil {
				return err
			}
			note, err := counter.People.Unmask(d.ctx, entry.NoteID)
			if err != nil {
				return err
			}
			entry.DeedNo = note.DeedNo
			return d.answerEntry(entry)
		})
	}
	return d.reading(func(book *ledger.Book) error {
		if err := book.LoadFinder(d.ctx); err != nil {
			return err
		}
		entry, err := d.entryAt(cashier.New(book), c.Room)
		if err != nil {
			return err
		}
		return d.answerEntry(entry)
	})
}

// answerEntry shows an entry with its people's names masked, in JSON too: nobody is asked who reads it.
func (d *desk) answerEntry(entry register.Entry) error {
	entry.Parties = slices.Clone(entry.Parties)
	for i := range entry.Parties {
		entry.Parties[i].Name = estate.MaskName(entry.Parties[i].Name, entry.Parties[i].Kind)
	}
	return d.answer(entry, entryLines(entry)...)
}

// entryAt finds a room as the desk does; several that match are as good as none.
func (d *desk) entryAt(counter *cashier.Counter, typed string) (register.Entry, error) {
	entry, err := counter.Register.Show(d.ctx, estate.Room, typed)
	if store.Code(err) != estate.CodeUnknownRoom {
		return entry, err
	}
	if found := counter.Households.Find(typed, 2); found.Total == 1 || found.Total > 0 && household.IsWholeRoom(found.Hits[0].Code, typed) {
		return counter.Register.Show(d.ctx, estate.Room, found.Hits[0].Code)
	}
	return entry, err
}

// Run shows a parking space.
func (c *spaceShowCommand) Run(d *desk) error {
	return d.reading(func(book *ledger.Book) error {
		entry, err := cashier.New(book).Register.Show(d.ctx, estate.Space, intake.SpaceCode(c.Space))
		if err != nil {
			return err
		}
		return d.answerEntry(entry)
	})
}

// entryLines says an entry to a person; names are masked as find masks them.
func entryLines(entry register.Entry) []string {
	o := entry.Object
	lines := []string{o.Code}
	field := func(label, value string) {
		if value != "" {
			lines = append(lines, "  "+label+"："+value)
		}
	}
	field("建筑面积", estate.AreaText(o.AreaCentiM2))
	if o.Floor != 0 {
		field("楼层", strconv.Itoa(o.Floor))
	}
	field("用途", o.Use)
	field("户型", o.Layout)
	field("状态", o.State)
	field(map[bool]string{true: "车位交房日期", false: "交房日期"}[o.Kind == estate.Space], string(o.HandoverOn))
	field("车位位置", o.Location)
	field("所属房屋", entry.Holder)
	for _, name := range slices.Sorted(maps.Keys(o.Fields)) {
		field(name, o.Fields[name])
	}
	roles := map[string]string{estate.Owner: "业主", estate.Tenant: "租户"}
	for _, party := range entry.Parties {
		words := []string{estate.MaskName(party.Name, party.Kind)}
		if party.Share > 0 && party.Share < 10000 {
			words = append(words, money.Fen(party.Share).String()+"%")
		}
		words = append(words, party.Phones...)
		if party.FromOn != "" {
			words = append(words, string(party.FromOn)+" 起")
		}
		if party.ToOn != "" {
			words = append(words, "至 "+string(party.ToOn))
		}
		field(roles[party.Role], strings.Join(words, "  "))
	}
	for _, space := range entry.Spaces {
		field("车位", strings.Join(strings.Fields(space.Code+" "+space.Location+" "+space.State), "  "))
	}
	for _, m := range entry.Meters {
		if m.Active() {
			field(m.Kind+"表", m.Number)
		}
	}
	field("不动产权证号", entry.DeedNo)
	if entry.Steward.Name != "" {
		field("管家", strings.TrimSpace(entry.Steward.Name+"  "+entry.Steward.Phone))
	}
	field("校验值", entry.Seen)
	return lines
}
