package main

import (
	"cmp"
	"errors"
	"fmt"

	"shouqi/assets"
	"shouqi/ledger"
	"shouqi/ledger/staff"
	"shouqi/ledger/store"
	"shouqi/ledger/vault"
	"shouqi/ledger/witness"
)

type rebuildCommand struct{}

// Run folds every event anew.
func (c *rebuildCommand) Run(d *desk) error {
	if d.Book == "" {
		return store.Refuse(codeNoBook)
	}
	asking, err := d.replacing()
	if err != nil {
		return err
	}
	done, err := ledger.RebuildAsking(d.ctx, d.Book, asking, nil)
	if !done.Done {
		return err
	}
	lines := []string{"已重新推算，原来的账本留作 " + done.Kept}
	if !done.Asked {
		lines = append(lines, "没有请任何人确认：没有钥匙打得开这个账本。")
	}
	if done.Found { // a book that was folded anew is not one that was checked
		lines = append(lines, assets.Text(assets.Chinese, "ctl.rebuilt_found"))
	}
	return errors.Join(d.replaced(replacedAnswer{Book: d.Book, Before: done.Kept, Asked: done.Asked, Found: done.Found}, asking, lines), err)
}

// replacedAnswer is what rebuild and restore answer as JSON. Before is where the book that was there is kept, and BeforeLog a log that lay there without one. Asked says that a person agreed. Found says that the book takes
// no money until verify finds nothing in it. Outside is the code of why the book takes no money
// until somebody with the recovery key goes on with it, "" where it does, and LastPaper then the newest receipt that anybody knows of, "" for none.
type replacedAnswer struct {
	Book      string `json:"book"`
	From      string `json:"from,omitempty"`
	Before    string `json:"before"`
	BeforeLog string `json:"beforeLog,omitempty"`
	Asked     bool   `json:"asked"`
	Found     bool   `json:"found,omitempty"`
	Outside   string `json:"outside,omitempty"`
	LastPaper string `json:"lastPaper,omitempty"`
}

// replaced answers that a book was replaced, and says what is still to be done where it does not take money yet: else whoever restored it finds that
// out with somebody waiting at the counter.
func (d *desk) replaced(answer replacedAnswer, asking ledger.Asking, lines []string) error {
	cause, newest, unread := asking.Outside(d.ctx, d.Book, witness.Here())
	if unread == nil && cause != nil && ledger.IsOutside(cause) {
		answer.Outside, answer.LastPaper = cause.Code, newest
		next := assets.Text(assets.Chinese, "ctl.replaced_outside_none")
		if newest != "" {
			next = assets.Text(assets.Chinese, "ctl.replaced_outside", newest)
		}
		lines = append(lines, next)
	}
	return d.answer(answer, lines...)
}

// replacing asks the people that --as and --approver name, whose PINs are read before a book is held. A key that was typed may be the passphrase or
// the recovery key.
func (d *desk) replacing() (asking ledger.Asking, err error) {
	typed, asBytes, err := d.passphrase()
	if err != nil {
		return asking, err
	}
	for _, text := range []string{typed, asBytes} {
		if text != "" {
			asking.Keys = append(asking.Keys, vault.Key{Passphrase: text}, vault.Key{Recovery: text})
		}
	}
	var pin, second string
	var noPIN, noSecond error
	if d.As != "" {
		pin, noPIN = d.line()
	}
	if d.Approver != "" {
		second, noSecond = d.line()
	}
	asking.Now = d.now
	asking.Ask = func(people *ledger.Book, discarding bool) (by staff.Actor, approval staff.Approval, err error) {
		if d.As == "" {
			return by, approval, store.Refuse(codeNoPerson)
		}
		if noPIN != nil {
			return by, approval, noPIN
		}
		if by, err = people.Staff.SignIn(d.ctx, d.As, pin); err != nil || !discarding || d.Approver == "" {
			return by, approval, err
		}
		if noSecond != nil {
			return by, approval, noSecond
		}
		approval, err = people.Staff.Approve(d.ctx, by, d.Approver, second, staff.DiscardEvents)
		return by, approval, err
	}
	return asking, nil
}

type backupCommand struct {
	To string `arg:"" help:"备份写到这个新文件。"`
}

// Run writes a checked copy. It only reads, so it runs beside a working counter and asks for nobody.
func (c *backupCommand) Run(d *desk) error {
	return d.reading(func(book *ledger.Book) error {
		if err := book.Backup(d.ctx, c.To); err != nil {
			return err
		}
		return d.answer(map[string]string{"backup": c.To}, "已备份，副本可以打开："+c.To+"；账对不对看 verify")
	})
}

type restoreCommand struct {
	From         string `arg:"" help:"备份文件。"`
	DiscardNewer bool   `help:"现在的账本比备份多的记录不要了，要批准人（原来的账本会留在旁边）。"`
	Paper        string `placeholder:"NUMBER" help:"最新一张纸质收据的号码，一张都没有开过就写 0（备份是往年的，每年最后一张都写，用空格隔开，外面加引号）：现在的账本读不出来、这台电脑也不记得的时候要写，之后的收据号接着它。"`
}

// Run puts a checked backup in the place of the book, whatever is wrong with that.
func (c *restoreCommand) Run(d *desk) error {
	if d.Book == "" {
		return store.Refuse(codeNoBook)
	}
	asking, err := d.replacing()
	if err != nil {
		return err
	}
	done, err := ledger.Restore(d.ctx, c.From, d.Book, ledger.Restoring{DiscardNewer: c.DiscardNewer, Asking: asking, Witness: witness.Here(), Paper: c.Paper})
	if !done.Done {
		return err
	}
	lines := []string{"已由备份恢复：" + d.Book}
	// It is done, whether it can be read right now or not.
	if about, unread := ledger.Examine(d.ctx, d.Book); unread == nil {
		lines = append(lines, fmt.Sprintf("%s，%s 号柜台，最后一张收据：%s。之后开出的收据要逐笔补录，之后用微信、支付宝收的要到渠道的商户页面核对；别的电脑上的这本账不能再收款。", about.Estate, about.Counter, cmp.Or(about.LastReceipt, "还没有")))
	}
	if done.Kept != "" {
		lines = append(lines, "原来的账本留作 "+done.Kept)
	}
	if done.KeptLog != "" {
		lines = append(lines, assets.Text(assets.Chinese, "ctl.kept_log", done.KeptLog))
	}
	if !done.Asked {
		lines = append(lines, "没有请任何人确认：没有钥匙打得开原来的账本，也打不开这份备份。")
	}
	return errors.Join(d.replaced(replacedAnswer{Book: d.Book, From: c.From, Before: done.Kept, BeforeLog: done.KeptLog, Asked: done.Asked}, asking, lines), err)
}
