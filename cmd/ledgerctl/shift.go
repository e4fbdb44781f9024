package main

import (
	"errors"
	"fmt"

	"shouqi/ledger"
	"shouqi/ledger/estate"
	"shouqi/ledger/money"
	"shouqi/ledger/staff"
	"shouqi/ledger/store"
	"shouqi/ledger/till"
)

type shiftCommands struct {
	Open  shiftOpenCommand  `cmd:"" help:"清点备用金，开班；标准输入：经办人、批准人（如有）的密码。"`
	Count shiftCountCommand `cmd:"" help:"盲点现金：记下之后才显示应有多少。"`
	Close shiftCloseCommand `cmd:"" help:"清点并交班；标准输入：经办人、批准人（如有）、接收人（如有）的密码。"`
	Show  shiftShowCommand  `cmd:"" help:"最近一班的情况；没清点，或清点后又有收付，不显示应有现金。"`
}

type shiftOpenCommand struct {
	Float  *amount `help:"备用金总数。"`
	Count  pieces  `placeholder:"100x3,50x1" help:"备用金的面额和张数。"`
	Reason string  `help:"和上一班留下的不一样的原因：miscounted_change、unknown、counterfeit、other。"`
	Note   string  `help:"原因的说明。"`
}

// Run opens the shift with a counted float, beyond the limit with a reason and an approver, and on a day far from the last with an
// approver.
func (c *shiftOpenCommand) Run(d *desk) error {
	return d.writing(func(book *ledger.Book, by staff.Actor) error {
		count, err := cashFlags(c.Float, c.Count)
		if err != nil {
			return err
		}
		approval, err := openingApproval(d, book, by)
		if err != nil {
			return err
		}
		shift, err := book.Till.Open(d.ctx, by, till.Opening{Counted: count, Approval: approval, Reason: till.Reason{Code: c.Reason, Note: c.Note}})
		if err != nil {
			return err
		}
		lines := []string{fmt.Sprintf("第 %d 班已开班，营业日 %s，备用金 %s", shift.No, shift.BusinessOn, shift.FloatFen.Yuan())}
		if shift.FloatDifferenceFen != 0 {
			lines = append(lines, "和上一班留下的相差 "+shift.FloatDifferenceFen.Yuan()+"，已记入长短款")
		}
		beside, err := floatBeside(d, book, shift)
		if err != nil {
			return err
		}
		return d.answer(openedShift{shift, beside}, append(lines, pieceLines(beside)...)...)
	})
}

// openingApproval takes the word of the second person of an opening.
func openingApproval(d *desk, book *ledger.Book, by staff.Actor) (staff.Approval, error) {
	var actions []staff.Action
	err := book.Store.Read(d.ctx, func(tx *store.Tx) error {
		policies, err := estate.ReadPolicies(tx)
		if err == nil {
			actions, err = till.OpeningActions(tx, policies.Today(book.Journal.Now()))
		}
		return err
	})
	if err != nil {
		return staff.Approval{}, err
	}
	return d.approval(book, by, actions...)
}

// openedShift is a shift that was opened, with the pieces by which its float differs from what the shift before left.
type openedShift struct {
	till.Shift
	Beside []till.PieceDifference `json:"beside"`
}

func floatBeside(d *desk, book *ledger.Book, shift till.Shift) (beside []till.PieceDifference, err error) {
	err = book.Store.Read(d.ctx, func(tx *store.Tx) error {
		beside, err = till.FloatBeside(tx, shift)
		return err
	})
	return beside, err
}

// pieceLines says which pieces are others than those that were left, no line where none is.
func pieceLines(beside []till.PieceDifference) (lines []string) {
	for _, piece := range beside {
		words := fmt.Sprintf("多 %d 张", piece.Pieces)
		if piece.Pieces < 0 {
			words = fmt.Sprintf("少 %d 张", -piece.Pieces)
		}
		lines = append(lines, piece.Fen.Yuan()+" 比上一班留下的"+words)
	}
	return lines
}

type shiftCountCommand struct {
	Counted *amount     `help:"清点的总数。"`
	Count   pieces      `placeholder:"100x3,50x1" help:"清点的面额和张数。"`
	Slips   []slipCount `placeholder:"KIND:COUNT:SUM" help:"清点的凭条，一种一次：card、transfer、cheque，张数和金额；收款码没有凭条，不用清点。"`
}

// Run takes a blind count.
func (c *shiftCountCommand) Run(d *desk) error {
	return d.writing(func(book *ledger.Book, by staff.Actor) error {
		shift, err := countShift(d, book, by, c.Counted, c.Count)
		if err != nil {
			return err
		}
		slips, err := countSlips(d, book, by, c.Slips)
		if err != nil {
			return err
		}
		return d.answer(countedShift{shift, slips}, append([]string{countLine(shift)}, slipLines(slips)...)...)
	})
}

func countShift(d *desk, book *ledger.Book, by staff.Actor, sum *amount, counted pieces) (till.Shift, error) {
	count, err := cashFlags(sum, counted)
	if err != nil {
		return till.Shift{}, err
	}
	return book.Till.Count(d.ctx, by, count)
}

// countLine says what came of the last count. Without one that stands it says only that: the next count is blind as well.
func countLine(shift till.Shift) string {
	if words := shift.CountWords(); words != "" {
		return words
	}
	return fmt.Sprintf("清点 %s，应有 %s，%s", shift.CountedFen.Yuan(), shift.ExpectedFen.Yuan(), overShort(shift.DifferenceFen))
}

func overShort(fen money.Fen) string {
	switch {
	case fen > 0:
		return "长款 " + fen.Yuan()
	case fen < 0:
		return "短款 " + (-fen).Yuan()
	}
	return "账款相符"
}

type shiftCloseCommand struct {
	Counted  *amount `help:"清点的总数。"`
	Count    pieces  `placeholder:"100x3,50x1" help:"清点的面额和张数。"`
	Left     amount  `help:"留在钱箱里作下一班备用金的数。"`
	Receiver string  `placeholder:"WHO" help:"接收其余现金的人。"`
	Reason   string  `help:"长短款的原因：miscounted_change、unknown、counterfeit、other。"`
	Note     string  `help:"原因的说明。"`

	LeftCount  pieces      `placeholder:"100x3,50x1" help:"留下的面额和张数，可以不写；合计就是 --left。"`
	Slips      []slipCount `placeholder:"KIND:COUNT:SUM" help:"清点的凭条，一种一次：card、transfer、cheque，张数和金额；收款码没有凭条，不用清点。"`
	SlipReason string      `help:"凭条和账上不一样的原因：slip_missing、wrong_way、wrong_amount、unknown、other。"`
	SlipNote   string      `help:"凭条原因的说明。"`
}

// Run counts and closes. The count stays when the close is refused, and that is said: a count that nobody knows of would let the
// next one be made by who has seen what should be there.
func (c *shiftCloseCommand) Run(d *desk) error {
	if c.Receiver != "" {
		d.await(1)
	}
	return d.writing(func(book *ledger.Book, by staff.Actor) error {
		if _, err := book.Payments.ConfirmShift(d.ctx); err != nil { // what the card terminal says otherwise is to be carried
			return err
		}
		var actions []staff.Action
		if err := book.Store.Read(d.ctx, func(tx *store.Tx) (err error) {
			actions, err = till.ClosingActions(tx)
			return err
		}); err != nil {
			return err
		}
		approval, err := d.approval(book, by, actions...)
		if err != nil {
			return err
		}
		receiver, err := d.wordOf(book, by, c.Receiver, staff.TakeOver)
		if err != nil {
			return err
		}
		if len(c.Slips) == 0 {
			if err := slipsAsked(d, book); err != nil {
				return err
			}
		}
		shift, err := countShift(d, book, by, c.Counted, c.Count)
		if err != nil {
			return err
		}
		slips, err := countSlips(d, book, by, c.Slips)
		var z till.ZReport
		if err == nil {
			z, err = book.Till.Close(d.ctx, by, c.closing(receiver, approval))
		}
		if err != nil {
			lines := append([]string{fmt.Sprintf("这次清点已经记下（第 %d 次）：%s", shift.Counts, countLine(shift))}, slipLines(slips)...)
			return errors.Join(d.answer(countedShift{shift, slips}, lines...), err)
		}
		lines := slipLines(slips)
		if len(z.Unconfirmed) > 0 {
			lines = append(lines, fmt.Sprintf("%d 笔没有和刷卡机核对上，交班报表上有，请对收单机构的结算单", len(z.Unconfirmed)))
		}
		return d.answer(z, append(lines, countLine(shift), fmt.Sprintf("第 %d 班已交班，留作备用金 %s，上交 %s", z.No, z.LeftFen.Yuan(), z.HandedFen.Yuan()),
			fmt.Sprintf("校验码 %d:%s", z.HeadSeq, z.HeadHash))...)
	})
}

// closing returns how the flags end the shift.
func (c *shiftCloseCommand) closing(receiver, approval staff.Approval) till.Closing {
	closing := till.Closing{LeftFen: c.Left.Fen, Receiver: receiver, Approval: approval, Reason: till.Reason{Code: c.Reason, Note: c.Note},
		SlipReason: till.Reason{Code: c.SlipReason, Note: c.SlipNote}}
	if c.LeftCount.given {
		closing.LeftPieces = &c.LeftCount.Count
		if closing.LeftFen == 0 {
			closing.LeftFen, _ = c.LeftCount.Fen() // the till refuses a count that is none
		}
	}
	return closing
}

type shiftShowCommand struct{}

// Run shows the newest shift. What should be in the drawer stays unsaid unless its last count stands.
func (c *shiftShowCommand) Run(d *desk) error {
	return d.reading(func(book *ledger.Book) error {
		policies, err := book.Policies(d.ctx)
		if err != nil {
			return err
		}
		return book.Store.Read(d.ctx, func(tx *store.Tx) error {
			shift, err := till.LastShift(tx, policies.Counter)
			if err != nil {
				return err
			}
			if shift == nil {
				return store.Refuse(till.CodeNoShift)
			}
			name, err := book.Staff.Name(tx, shift.Cashier)
			if err != nil {
				return err
			}
			state := "未交班"
			if shift.ClosedSeq != 0 {
				state = "已交班"
			}
			lines := []string{fmt.Sprintf("柜台 %s 第 %d 班（%s），营业日 %s，收银员 %s，备用金 %s",
				shift.Counter, shift.No, state, shift.BusinessOn, name, shift.FloatFen.Yuan())}
			return d.answer(shift.Blind(), append(lines, countLine(*shift))...)
		})
	})
}
