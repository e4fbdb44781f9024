package main

import (
	"fmt"
	"strings"

	"shouqi/ledger"
	"shouqi/ledger/estate"
	"shouqi/ledger/money"
	"shouqi/ledger/staff"
	"shouqi/ledger/store"
	"shouqi/ledger/till"
)

// channels are the names by which --record tells whose static code was paid to.
var channels = map[string]till.TenderKind{"wechat": till.WeChatCode, "alipay": till.AlipayCode}

// record is a flag of money paid to a static code: CHANNEL:AMOUNT:NUMBER.
type record struct {
	kind      till.TenderKind
	fen       money.Fen
	reference string
}

// UnmarshalText reads it; a channel that there is none of is till.tender.
func (r *record) UnmarshalText(text []byte) error {
	channel, rest, _ := strings.Cut(typedMarks.Replace(string(text)), ":")
	kind, found := channels[channel]
	if !found {
		return store.Refuse(till.CodeTender, channel)
	}
	var s slip
	err := s.UnmarshalText([]byte(rest))
	r.kind, r.fen, r.reference = kind, s.fen, s.reference
	return err
}

type recordCommands struct {
	List   recordListCommand   `cmd:"" help:"还没核实的收款码款，最早的在前。"`
	Verify recordVerifyCommand `cmd:"" help:"在渠道账单里找到了这笔款；标准输入：经办人的密码。"`
}

type recordListCommand struct{}

// recordsMax is how many unverified records are listed.
const recordsMax = 1000

// Run lists what is still unverified.
func (c *recordListCommand) Run(d *desk) error {
	return d.reads(func(_ *ledger.Book, tx *store.Tx) error {
		open, err := till.OpenUnverified(tx, recordsMax)
		if err != nil {
			return err
		}
		var sum money.Fen
		var lines []string
		for _, one := range open {
			room, err := estate.ByID(tx, one.Object)
			if err != nil {
				return err
			}
			sum += one.Fen
			lines = append(lines, fmt.Sprintf("%s  %s  %s  %s  %s  %s", one.BusinessOn, one.Number, room.Code, one.Kind.Name(), one.Fen.Yuan(), one.Reference))
		}
		lines = append(lines, fmt.Sprintf("未核实 %d 笔，%s", len(open), sum.Yuan()))
		return d.answer(map[string]any{"records": open, "sumFen": sum}, lines...)
	})
}

type recordVerifyCommand struct {
	Number  string `arg:"" help:"交易单号。"`
	Receipt string `help:"收据号，几张收据有同一个交易单号时要写。"`
}

// Run notes that the money of a record was found.
func (c *recordVerifyCommand) Run(d *desk) error {
	return d.writing(func(book *ledger.Book, by staff.Actor) error {
		verified, err := book.Till.Verify(d.ctx, by, c.Number, c.Receipt)
		if err != nil {
			return err
		}
		var lines []string
		for _, one := range verified {
			lines = append(lines, "已核实 "+one.Number+"  "+one.Kind.Name()+"  "+one.Fen.Yuan())
		}
		return d.answer(verified, lines...)
	})
}
