package main

import (
	"github.com/alecthomas/kong"

	"shouqi/ledger"
	"shouqi/ledger/billing"
	"shouqi/ledger/estate"
	"shouqi/ledger/journal"
	"shouqi/ledger/money"
	"shouqi/ledger/staff"
	"shouqi/ledger/store"
	"shouqi/ledger/till"
)

type depositCommands struct {
	Take     depositTakeCommand     `cmd:"" help:"收一笔押金：开押金账单并收款；标准输入：经办人的密码，收银员再加批准人的。"`
	Deduct   depositDeductCommand   `cmd:"" help:"用押金抵扣赔偿等：开一张账单并用押金付；标准输入：经办人和批准人的密码。"`
	Return   depositReturnCommand   `cmd:"" help:"申请退押金；标准输入：申请人的密码，写了 --approver 就再加批准人的。"`
	Inspect  depositInspectCommand  `cmd:"" help:"登记验收：合格以后押金才能退；标准输入：验收人的密码。"`
	Freeze   depositFreezeCommand   `cmd:"" help:"冻结押金：解冻以前不退、不抵扣、不转移；标准输入：经办人和批准人的密码。"`
	Unfreeze depositUnfreezeCommand `cmd:"" help:"解冻押金；标准输入：经办人和批准人的密码。"`
	Move     depositMoveCommand     `cmd:"" help:"把押金转给另一户；标准输入：经办人和批准人的密码。"`
	Slip     depositSlipCommand     `cmd:"" help:"看押金转移单：转出、转入两户和金额。"`
	List     depositListCommand     `cmd:"" help:"还在的押金；写了房号就列这一户的全部。"`
}

type depositTakeCommand struct {
	Room      string       `required:"" help:"房号。"`
	Item      string       `required:"" help:"押金的名称，如 装修押金。"`
	Amount    amount       `required:"" help:"金额。"`
	Cash      amount       `help:"收到的现金。"`
	Slips     kong.Plugins `embed:""`
	Why       string       `help:"说明，印在账单上。"`
	RequestID string       `name:"request-id" required:"" help:"请求编号：同一编号只收一笔，重试不会重收。"`
}

// Run asks for a deposit and takes it. The bill is made under the payment's request, so that a retry after a lost answer makes no
// second one.
func (c *depositTakeCommand) Run(d *desk) error {
	return d.writing(func(book *ledger.Book, by staff.Actor) error {
		tenders := slipTenders(c.Slips)
		if c.Cash.Fen != 0 {
			tenders = append(tenders, till.Tender{Kind: till.Cash, Fen: c.Cash.Fen})
		}
		// No bill is made for a deposit that the money does not pay.
		settled, err := till.Settle(till.Asked{BillsFen: c.Amount.Fen}, tenders)
		if err == nil && settled.MissingFen > 0 {
			err = store.Refuse(till.CodeNotEnough, settled.MissingFen.Yuan())
		}
		if err != nil {
			return err
		}
		approval, err := d.approval(book, by, staff.AddBill)
		if err != nil {
			return err
		}
		bill, err := book.Billing.Add(d.ctx, by, approval, billing.ByHand{RequestID: "deposit-" + c.RequestID, Room: c.Room, Item: c.Item,
			Kind: billing.Deposit, AmountFen: c.Amount.Fen, Why: c.Why})
		if err != nil {
			return err
		}
		room, err := roomIn(d, book, c.Room)
		if err != nil {
			return err
		}
		payment, err := book.Till.Receive(d.ctx, by, till.Order{RequestID: c.RequestID, Room: room,
			Bills: []till.BillPart{{Bill: bill.ID, Fen: bill.AmountFen}}, Tenders: tenders})
		if err != nil {
			return err
		}
		lines := append([]string{"押金收据 " + numbersOf(payment) + "  押金编号 " + bill.ID}, sumLines(payment)...)
		return d.answer(told(payment), lines...)
	})
}

type depositDeductCommand struct {
	Deposit   string `arg:"" help:"押金编号，见 deposit list。"`
	Amount    amount `required:"" help:"抵扣多少。"`
	Item      string `required:"" help:"账单的名称，如 装修损坏赔偿。"`
	Why       string `required:"" help:"为什么扣，印在账单和收据上。"`
	RequestID string `name:"request-id" help:"请求编号：同一编号只扣一次。"`
}

// Run uses a part of a deposit.
func (c *depositDeductCommand) Run(d *desk) error {
	return d.writing(func(book *ledger.Book, by staff.Actor) error {
		request, err := requestID(c.RequestID)
		if err != nil {
			return err
		}
		approval, err := d.approval(book, by, staff.DeductDeposit)
		if err != nil {
			return err
		}
		payment, err := book.Till.Deduct(d.ctx, by, approval, till.Deduction{RequestID: request, Deposit: c.Deposit, Fen: c.Amount.Fen, Item: c.Item, Why: c.Why})
		if err != nil {
			return err
		}
		lines := append([]string{"已抵扣，收据 " + numbersOf(payment)}, allocationLines(payment)...)
		return d.answer(told(payment), append(lines, sumLines(payment)...)...)
	})
}

type depositReturnCommand struct {
	Deposit     string  `arg:"" help:"押金编号，见 deposit list。"`
	Amount      *amount `help:"退多少，不写就是还在的全部。"`
	refundFlags `embed:""`
}

// Run asks for a deposit back.
func (c *depositReturnCommand) Run(d *desk) error {
	var deposit till.Deposit
	var room string
	var fen money.Fen
	err := d.reads(func(_ *ledger.Book, tx *store.Tx) (err error) {
		if deposit, err = till.DepositOf(tx, c.Deposit); err != nil {
			return err
		}
		place, err := estate.PlaceOf(tx, deposit.Object)
		if room = place.ID; place.Room != "" {
			room = place.Room
		}
		if err != nil {
			return err
		}
		fen, err = wholeOf(tx, c.RequestID, deposit, func(device, seq int64) (money.Fen, error) {
			earlier, err := till.RefundAt(tx, device, seq)
			return earlier.Fen, err
		})
		return err
	})
	if err != nil {
		return err
	}
	switch {
	case c.Amount != nil:
		fen = c.Amount.Fen
	case fen == 0:
		return store.Refuse(till.CodeRefundTooMuch, deposit.Item, fen.Yuan())
	}
	return c.ask(d, room, []till.RefundLine{{Source: till.FromDeposit, Bill: c.Deposit, Fen: fen}})
}

// wholeOf returns what a request that names no amount means, in fen: all that is free of a deposit. One that was made before means what
// it made then, and not what is free since. made reads that; a request that made something else is the command's to refuse.
func wholeOf(tx *store.Tx, requestID string, deposit till.Deposit, made func(device, seq int64) (money.Fen, error)) (money.Fen, error) {
	device, seq, happened, err := journal.Request{ID: requestID}.Earlier(tx)
	if err != nil && store.Code(err) != journal.CodeRequestReused {
		return 0, err
	}
	if !happened {
		return deposit.FreeFen(), nil
	}
	fen, err := made(device, seq)
	switch store.Code(err) {
	case till.CodeUnknownRefund, till.CodeUnknownDeposit:
		return deposit.FreeFen(), nil
	}
	return fen, err
}

type depositListCommand struct {
	Room string `help:"房号。"`
}

// Run lists deposits with what became of each.
func (c *depositListCommand) Run(d *desk) error {
	return d.reads(func(_ *ledger.Book, tx *store.Tx) error {
		list, err := c.deposits(tx)
		if err != nil {
			return err
		}
		var held money.Fen
		var lines []string
		for _, one := range list {
			held += one.HeldFen()
			line, err := depositLine(tx, one)
			if err != nil {
				return err
			}
			lines = append(lines, line)
		}
		if c.Room == "" { // there may be more than are listed
			if held, err = till.HeldSum(tx); err != nil {
				return err
			}
		}
		return d.answer(map[string]any{"deposits": list, "heldFen": held}, append(lines, "押金还在合计 "+held.Yuan())...)
	})
}

func (c *depositListCommand) deposits(tx *store.Tx) ([]till.Deposit, error) {
	if c.Room == "" {
		return till.HeldDeposits(tx, till.HeldMax)
	}
	room, err := estate.ByCode(tx, c.Room)
	if err != nil {
		return nil, err
	}
	return till.Deposits(tx, room.ID)
}
