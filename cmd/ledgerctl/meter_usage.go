package main

import (
	"fmt"
	"slices"

	"shouqi/ledger"
	"shouqi/ledger/calendar"
	"shouqi/ledger/estate"
	"shouqi/ledger/meter"
	"shouqi/ledger/store"
	"shouqi/ledger/tariff"
)

type meterUsageCommand struct {
	Room string `required:"" help:"房号。"`
	From day    `required:"" help:"从哪一天。"`
	To   day    `required:"" help:"到哪一天，两头都算。"`
}

// Run sums what a room used of each kind in a span of days.
func (c *meterUsageCommand) Run(d *desk) error {
	return d.reads(func(_ *ledger.Book, tx *store.Tx) error {
		room, err := estate.ByCode(tx, c.Room)
		if err != nil {
			return err
		}
		meters, err := meter.OfObject(tx, room.ID)
		if err != nil {
			return err
		}
		var kinds []string
		for _, m := range meters {
			if !slices.Contains(kinds, m.Kind) {
				kinds = append(kinds, m.Kind)
			}
		}
		slices.Sort(kinds)
		used, err := meter.Usage(tx, room.ID, kinds, c.From.Date, c.To.Date)
		if err != nil {
			return err
		}
		lines := make([]string, len(kinds))
		for i, kind := range kinds {
			lines[i] = kind + " 没有读数"
			if usage, found := used[kind]; found {
				lines[i] = kind + " " + usage.Used.Text()
			}
		}
		sums := make(map[string]tariff.Number, len(used))
		for kind, counted := range used {
			sums[kind] = counted.Used
		}
		return d.answer(struct {
			Room  string                   `json:"room"`
			From  calendar.Date            `json:"from"`
			To    calendar.Date            `json:"to"`
			Usage map[string]tariff.Number `json:"usage"`
		}{c.Room, c.From.Date, c.To.Date, sums}, lines...)
	})
}

type meterMissingCommand struct {
	Kind string `required:"" help:"水、电、燃气……"`
	For  month  `required:"" placeholder:"2026-10" help:"哪一个月。"`
}

// Run lists the rooms whose meter has no reading for a month.
func (c *meterMissingCommand) Run(d *desk) error {
	return d.reads(func(_ *ledger.Book, tx *store.Tx) error {
		objects, err := meter.MissingOn(tx, c.Kind, calendar.Date(c.For.lastOn.Month()+"-01"), c.For.lastOn)
		if err != nil {
			return err
		}
		rooms := []string{}
		for _, id := range objects {
			room, err := estate.ByID(tx, id)
			if err != nil {
				return err
			}
			rooms = append(rooms, room.Code)
		}
		slices.Sort(rooms)
		return d.answer(rooms, append(slices.Clone(rooms), fmt.Sprintf("共 %d 户没有抄到", len(rooms)))...)
	})
}
