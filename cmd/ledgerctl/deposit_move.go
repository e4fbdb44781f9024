package main

import (
	"fmt"

	"shouqi/assets"
	"shouqi/ledger"
	"shouqi/ledger/estate"
	"shouqi/ledger/money"
	"shouqi/ledger/staff"
	"shouqi/ledger/store"
	"shouqi/ledger/till"
)

type depositMoveCommand struct {
	Deposit   string  `arg:"" help:"押金编号，见 deposit list。"`
	To        string  `required:"" help:"转给哪一户，房号。"`
	Amount    *amount `help:"转多少，不写就是能转的全部。"`
	Reason    string  `required:"" help:"原因：sold、wrong_room、other。"`
	Note      string  `help:"原因的说明。"`
	RequestID string  `name:"request-id" help:"请求编号：同一编号只转一次。"`
}

// Run moves a deposit to another household.
func (c *depositMoveCommand) Run(d *desk) error {
	var fen money.Fen
	room, err := d.roomOf(c.To)
	if err != nil {
		return err
	}
	err = d.reads(func(_ *ledger.Book, tx *store.Tx) (err error) {
		deposit, err := till.DepositOf(tx, c.Deposit)
		if err != nil {
			return err
		}
		fen, err = wholeOf(tx, c.RequestID, deposit, func(device, seq int64) (money.Fen, error) {
			earlier, err := till.DepositMoveAt(tx, device, seq)
			return earlier.Fen, err
		})
		return err
	})
	if err != nil {
		return err
	}
	if c.Amount != nil {
		fen = c.Amount.Fen
	}
	return d.writing(func(book *ledger.Book, by staff.Actor) error {
		request, err := requestID(c.RequestID)
		if err != nil {
			return err
		}
		approval, err := d.approval(book, by, staff.MoveDeposit)
		if err != nil {
			return err
		}
		move, err := book.Till.MoveDeposit(d.ctx, by, approval, till.DepositMoving{RequestID: request, Deposit: c.Deposit, To: room, Fen: fen,
			Reason: till.Reason{Code: c.Reason, Note: c.Note}})
		if err != nil {
			return err
		}
		return d.answer(move, fmt.Sprintf("已转移 %s  %s  %s  转给 %s  押金编号 %s", move.Number, move.Item, move.Fen.Yuan(), c.To, move.To))
	})
}

type depositSlipCommand struct {
	Number string `arg:"" help:"转移单的编号。"`
}

// Run shows what the slip of a move names.
func (c *depositSlipCommand) Run(d *desk) error {
	return d.reads(func(_ *ledger.Book, tx *store.Tx) error {
		move, err := till.DepositMoveByNumber(tx, c.Number)
		if err != nil {
			return err
		}
		from, err := estate.ByID(tx, move.FromObject)
		if err != nil {
			return err
		}
		to, err := estate.ByID(tx, move.ToObject)
		if err != nil {
			return err
		}
		return d.answer(move, "押金转移单 "+move.Number+"  "+string(move.MovedOn), "押金 "+move.Item+"  金额 "+move.Fen.Yuan(),
			"转出 "+from.Code+"  押金编号 "+move.From, "转入 "+to.Code+"  押金编号 "+move.To, "原因 "+assets.Text(assets.Chinese, "refunds.moving."+move.Reason))
	})
}

// depositLine is a deposit in one line.
func depositLine(tx *store.Tx, one till.Deposit) (string, error) {
	place, err := estate.ByID(tx, one.Object)
	if err != nil {
		return "", err
	}
	line := fmt.Sprintf("%s  %s  %s  收 %s  抵扣 %s  已退 %s", one.Bill, place.Code, one.Item, one.PaidFen.Yuan(), one.UsedFen.Yuan(), one.ReturnedFen.Yuan())
	if one.MovedFen > 0 {
		line += "  转出 " + one.MovedFen.Yuan()
	}
	line += "  还在 " + one.HeldFen().Yuan()
	if one.AskedFen > 0 {
		line += "  申请退 " + one.AskedFen.Yuan()
	}
	if one.WantsInspection {
		line += "  " + foundWords[one.Inspection]
	}
	if one.Frozen {
		line += "  已冻结"
	}
	if one.From == "" {
		return line, nil
	}
	from, err := estate.ByID(tx, one.FromObject)
	return line + "  由 " + from.Code + " 转来", err
}
