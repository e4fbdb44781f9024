package main

import (
	"errors"
	"os"

	"shouqi/assets"
	"shouqi/cashier/newfile"
	"shouqi/cashier/words"
	"shouqi/ledger"
	"shouqi/ledger/staff"
	"shouqi/ledger/store"
	"shouqi/ledger/vault"
)

type keysRecoveryCommand struct {
	RecoveryOut string `placeholder:"FILE" help:"把新的恢复密钥写进这个新文件，而不是显示出来。"`
}

// Run makes a new recovery key. Where nobody else may approve, the file of the passphrase stands for them.
func (c *keysRecoveryCommand) Run(d *desk) error {
	return d.writing(func(book *ledger.Book, by staff.Actor) error {
		approval, err := d.approval(book, by, staff.GiveLogin)
		if err != nil {
			return err
		}
		typed, asBytes, err := d.passphrase()
		if err != nil {
			return err
		}
		paper, err := newKeyPaper(c.RecoveryOut)
		if err != nil {
			return err
		}
		recovery, err := book.RenewRecovery(d.ctx, by, approval, typed)
		if asBytes != "" && store.Code(err) == vault.CodeNotProven {
			recovery, err = book.RenewRecovery(d.ctx, by, approval, asBytes)
		}
		if err != nil {
			return errors.Join(err, paper.unused())
		}
		shown, lines := paper.tell(recovery)
		return d.answer(map[string]string{"book": d.Book, "recovery": shown},
			append(lines, "原来的恢复密钥已经作废，只能打开以前的备份：请重新备份一次。")...)
	})
}

// keyPaper is the new file that a recovery key is to be written to, nil where it is shown.
type keyPaper struct{ file *os.File }

// newKeyPaper opens the file before the key is made, so that a place that takes none is said while nothing was done.
func newKeyPaper(path string) (paper keyPaper, err error) {
	if path != "" {
		paper.file, err = newfile.Open(path)
	}
	return paper, err
}

// unused takes the empty file away.
func (p keyPaper) unused() error {
	if p.file == nil {
		return nil
	}
	return errors.Join(p.file.Close(), os.Remove(p.file.Name()))
}

// tell writes the key to its file and returns what is shown of it, "" where the file has it, with what is said.
func (p keyPaper) tell(recovery string) (shown string, lines []string) {
	if p.file != nil {
		unwritten := p.write(recovery)
		if unwritten == nil {
			return "", nil
		}
		lines = append(lines, "恢复密钥没有写进 "+p.file.Name()+"："+words.Explain(unwritten, assets.Chinese))
	}
	return recovery, append(lines, "恢复密钥（只显示这一次，请抄下锁好）：", "  "+recovery)
}

// write writes the key durably; where that fails nothing is left of it.
func (p keyPaper) write(recovery string) error {
	_, err := p.file.WriteString(recovery + "\n")
	if err = errors.Join(err, p.file.Sync(), p.file.Close()); err != nil {
		return store.Unwritten(errors.Join(err, os.Remove(p.file.Name())), p.file.Name())
	}
	return nil
}
