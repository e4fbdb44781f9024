package main

import (
	"cmp"
	"errors"
	"fmt"
	"os"

	"shouqi/ledger"
	"shouqi/ledger/staff"
	"shouqi/ledger/store"
)

type rebuildCommand struct{}

// Run folds every event anew. A book that its findings keep from being written cannot take a PIN either; folding its own
// events changes no figure and leaves the old file beside the new one, so then nobody is asked.
func (c *rebuildCommand) Run(d *desk) error {
	if _, err := d.mayReplace(false); err != nil {
		return err
	}
	kept, err := ledger.Rebuild(d.ctx, d.Book, nil)
	if err != nil {
		return err
	}
	return d.answer(map[string]string{"book": d.Book, "before": kept}, "已重新推算，原来的账本留作 "+kept)
}

// mayReplace asks for a person who may change settings, if the book can be written at all, and for a second one where what is newer is
// discarded.
func (d *desk) mayReplace(discardNewer bool) (agreed ledger.Replacing, err error) {
	book, findings, err := d.open(false)
	if err != nil {
		return agreed, err
	}
	if len(findings) > 0 {
		return agreed, book.Close()
	}
	by, err := d.signIn(book)
	var approval staff.Approval
	if err == nil && discardNewer {
		approval, err = d.approval(book, by, staff.DiscardEvents)
	}
	if err == nil {
		agreed, err = book.AgreeToReplace(d.ctx, by, approval, discardNewer)
	}
	return agreed, errors.Join(err, book.Close())
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
}

// Run puts a checked backup in the place of the book. A book that is there and works is replaced by a person who may; one
// that is missing or broken has nobody to ask.
func (c *restoreCommand) Run(d *desk) error {
	if d.Book == "" {
		return store.Refuse(codeNoBook)
	}
	restoring := ledger.Restoring{DiscardNewer: c.DiscardNewer}
	if _, err := os.Stat(d.Book); err == nil {
		if restoring.Agreed, err = d.mayReplace(c.DiscardNewer); err != nil && !broken(err) {
			return err
		}
	}
	kept, err := ledger.Restore(d.ctx, c.From, d.Book, restoring)
	if err != nil {
		return err
	}
	about, err := ledger.Examine(d.ctx, d.Book)
	if err != nil {
		return err
	}
	lines := []string{"已由备份恢复：" + d.Book,
		fmt.Sprintf("%s，%s 号柜台，最后一张收据：%s。之后开出的收据要逐笔补录，之后用微信、支付宝收的要到渠道的商户页面核对；别的电脑上的这本账不能再收款。", about.Estate, about.Counter, cmp.Or(about.LastReceipt, "还没有"))}
	if kept != "" {
		lines = append(lines, "原来的账本留作 "+kept)
	}
	return d.answer(map[string]string{"book": d.Book, "from": c.From, "before": kept}, lines...)
}

func broken(err error) bool {
	switch store.Code(err) {
	case store.CodeCorrupt, store.CodeForeign, store.CodeMissing:
		return true
	}
	return false
}
