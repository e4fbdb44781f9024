package main

import (
	"context"
	"fmt"

	"shouqi/assets"
	"shouqi/ledger"
	"shouqi/ledger/staff"
	"shouqi/ledger/store"
	"shouqi/ledger/till"
	"shouqi/ledger/vault"
)

type counterCommands struct {
	Resume counterResumeCommand `cmd:"" help:"在这台电脑上接着用这本账：标准输入：恢复密钥。原来那台电脑必须已经停止收款。"`
	Retire counterRetireCommand `cmd:"" help:"停用这台电脑上的柜台，之后到别的电脑上接着用。标准输入：经办人的密码。"`
	End    counterEndCommand    `cmd:"" help:"撤销另一个柜台：电脑丢了、坏了或不再用。标准输入：经办人和批准人的密码。"`
}

type counterResumeCommand struct {
	Paper string `placeholder:"NUMBER" help:"最新一张纸质收据的号码；一张都没有开过就写 0。账本记到往年的，每年最后一张都写，用空格隔开，外面加引号。"`
}

// Run makes this computer the counter of the book, with the recovery key on standard input.
func (c *counterResumeCommand) Run(d *desk) error {
	if d.Book == "" {
		return store.Refuse(codeNoBook)
	}
	recovery, err := d.line()
	if err != nil {
		return err
	}
	book, findings, err := d.openWith(ledger.OpenOptions{Key: vault.Key{Recovery: recovery}, GoOn: &ledger.GoingOn{Paper: c.Paper}})
	if err != nil {
		return err
	}
	if len(findings) > 0 {
		return d.closed(book.Store.Latched(), book.Close())
	}
	return d.closed(d.answer(map[string]string{"book": d.Book}, "这台电脑现在是这本账的柜台，可以收款；原来那台电脑不能再收款。"), book.Close())
}

// openShift reports whether a shift is open at the counter of a book.
func openShift(ctx context.Context, book *ledger.Book) (open bool, err error) {
	policies, err := book.Policies(ctx)
	if err != nil {
		return false, err
	}
	err = book.Store.Read(ctx, func(tx *store.Tx) error {
		shift, err := till.OpenShift(tx, policies.Counter)
		open = shift != nil
		return err
	})
	return open, err
}

type counterRetireCommand struct{}

// Run ends the counter on this computer.
func (c *counterRetireCommand) Run(d *desk) error {
	return d.writing(func(book *ledger.Book, by staff.Actor) error {
		if err := book.Retire(d.ctx, by); err != nil {
			return err
		}
		lines := []string{"这个柜台已经停用，不再收款。把账本拷到新的电脑，在那里凭恢复密钥接着用：counter resume"}
		// The shift goes on where the book does: a computer that fails in the middle of one is retired too.
		open, err := openShift(d.ctx, book)
		if err == nil && open {
			lines = append(lines, assets.Text(assets.Chinese, "ctl.retired_open"))
		}
		return d.answer(map[string]any{"book": d.Book, "open": open}, lines...)
	})
}

type counterEndCommand struct {
	Counter string `arg:"" help:"要撤销的柜台的编号，例如 02。"`
}

// Run ends another counter, with a second person.
func (c *counterEndCommand) Run(d *desk) error {
	return d.writing(func(book *ledger.Book, by staff.Actor) error {
		approval, err := d.approval(book, by, staff.GiveLogin)
		if err != nil {
			return err
		}
		if err := book.EndCounter(d.ctx, by, approval, c.Counter); err != nil {
			return err
		}
		var left *ledger.LeftOpen
		err = book.Store.Read(d.ctx, func(tx *store.Tx) error {
			left, err = ledger.LeftOpenAt(tx, c.Counter)
			return err
		})
		if err != nil {
			return err
		}
		lines := []string{c.Counter + " 号柜台已撤销：它之后做的不再算数，已经收下的都在。"}
		if left != nil {
			lines = append(lines, fmt.Sprintf("它的第 %d 班没有交班，钱箱里应有 %s：请两个人点清、写下来。", left.No, left.Fen.Yuan()))
		}
		return d.answer(map[string]any{"counter": c.Counter, "open": left}, append(lines, "请把 exchange --out 写的文件拿到其余的柜台，它们也就知道了。")...)
	})
}
