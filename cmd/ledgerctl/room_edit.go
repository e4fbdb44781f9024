package main

import (
	"shouqi/cashier/intake"
	"shouqi/ledger/estate"
	"shouqi/ledger/store"
)

type roomEditCommand struct {
	Room     string `arg:"" help:"房号。"`
	Area     area   `placeholder:"M2" help:"建筑面积。"`
	Floor    string `help:"楼层：12、12层、负一层；不写就按房号。"`
	Use      string `help:"用途：住宅、商铺、办公等。"`
	Layout   string `help:"户型。"`
	Handover day    `placeholder:"DATE" help:"交房日期。"`
	Remark   string `help:"备注。"`
	toldFlags
}

func (c *roomEditCommand) tell(row *estate.Row) error {
	if c.Floor != "" {
		var ok bool
		if row.Floor, ok = estate.ReadFloor(c.Floor); !ok {
			return store.Refuse(codeUsage, "--floor 写楼层，例如 12、12层、负一层，不能是“"+c.Floor+"”")
		}
	}
	row.AreaCentiM2, row.Use, row.Layout, row.HandoverOn, row.Remark = c.Area.centiM2, c.Use, c.Layout, c.Handover.Date, c.Remark
	return nil
}

// Run mends a room of the register.
func (c *roomEditCommand) Run(d *desk) error {
	return d.mend(estate.Room, intake.RoomCodeOf(c.Room), false, &c.toldFlags, c.tell)
}

type roomAddCommand struct{ roomEditCommand }

// Run adds a room to the register.
func (c *roomAddCommand) Run(d *desk) error {
	code, ok := intake.ParseRoomCode("", "", c.Room, false)
	if !ok {
		return store.Refuse(estate.CodeRoomCode, c.Room)
	}
	return d.mend(estate.Room, code.Code, true, &c.toldFlags, func(row *estate.Row) error {
		row.Building, row.Unit, row.Number = code.Building, code.Unit, code.Number
		return c.tell(row)
	})
}

type spaceEditCommand struct {
	Space    string `arg:"" help:"车位号。"`
	Location string `help:"车位位置。"`
	Room     string `placeholder:"ROOM" help:"所属房屋的房号。"`
	Handover day    `placeholder:"DATE" help:"交房日期；同一户第几个车位，先交的排在前面。"`
	toldFlags
}

func (c *spaceEditCommand) tell(row *estate.Row) error {
	row.Location, row.Holder, row.HandoverOn = c.Location, intake.RoomCodeOf(c.Room), c.Handover.Date
	return nil
}

// Run mends a parking space.
func (c *spaceEditCommand) Run(d *desk) error {
	return d.mend(estate.Space, intake.SpaceCode(c.Space), false, &c.toldFlags, c.tell)
}

type spaceAddCommand struct{ spaceEditCommand }

// Run adds a parking space.
func (c *spaceAddCommand) Run(d *desk) error {
	return d.mend(estate.Space, intake.SpaceCode(c.Space), true, &c.toldFlags, c.tell)
}
