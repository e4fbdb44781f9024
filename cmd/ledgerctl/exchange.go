package main

import (
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"

	"shouqi/assets"
	"shouqi/cashier/newfile"
	"shouqi/ledger"
	"shouqi/ledger/journal"
	"shouqi/ledger/money"
	"shouqi/ledger/report"
	"shouqi/ledger/staff"
	"shouqi/ledger/store"
	"shouqi/ledger/till"
	"shouqi/ledger/witness"
)

type joinCommand struct {
	Invitation string `arg:"" optional:"" placeholder:"FILE" help:"原来的柜台写给这台电脑的邀请。"`
	Request    string `placeholder:"FILE" xor:"join" help:"在新电脑上：把加入的申请写进这个新文件，拿到原来的柜台去。"`
}

// Run asks to be a counter of a book, or makes the file of this computer from the invitation.
func (c *joinCommand) Run(d *desk) error {
	switch {
	case d.Book == "":
		return store.Refuse(codeNoBook)
	case c.Request == "" && c.Invitation == "", c.Request != "" && c.Invitation != "":
		return store.Refuse(codeJoin)
	case c.Request != "":
		return c.request(d)
	}
	passphrase, _, err := d.passphrase()
	if err != nil {
		return err
	}
	err = fromFile(c.Invitation, func(from io.Reader) error {
		return ledger.Join(d.ctx, d.Book, from, ledger.Joining{Passphrase: passphrase, Witness: witness.Here()})
	})
	if err != nil {
		return err
	}
	return d.answer(map[string]string{"book": d.Book}, "这台电脑现在也是这本账的柜台："+d.Book, "两边收的款用 exchange --out 和 exchange --in 交换。")
}

func (c *joinCommand) request(d *desk) error {
	request, err := ledger.RequestJoin(d.Book)
	if err != nil {
		return err
	}
	if err := newfile.Create(c.Request, request.Write); err != nil {
		return err
	}
	return d.answer(map[string]string{"request": c.Request, "code": request.Code()}, "申请写在 "+c.Request+"，请拿到原来的柜台。",
		"校验码："+request.Code()+"（在原来的柜台上照着输入，两边一样才是这台电脑）")
}

type inviteCommand struct {
	Request string `arg:"" placeholder:"FILE" help:"新电脑写的申请。"`
	Counter string `required:"" help:"新柜台的编号，收据号以它开头，例如 02。"`
	Code    string `required:"" placeholder:"\"1234 5678 9012\"" help:"新电脑上显示的校验码。"`
	Out     string `required:"" placeholder:"FILE" help:"把邀请写进这个新文件，拿回新电脑。"`
}

// Run lets the computer that asked in, with a second person. The file is opened first: an invitation that could not be written would let a computer in that
// never comes.
func (c *inviteCommand) Run(d *desk) error {
	return d.writing(func(book *ledger.Book, by staff.Actor) error {
		var request ledger.JoinRequest
		err := fromFile(c.Request, func(from io.Reader) (err error) {
			request, err = ledger.ParseJoinRequest(from)
			return err
		})
		if err != nil {
			return err
		}
		approval, err := d.approval(book, by, staff.GiveLogin)
		if err != nil {
			return err
		}
		err = newfile.Create(c.Out, func(to io.Writer) error { return book.Invite(d.ctx, by, approval, request, c.Counter, c.Code, to) })
		if err != nil {
			return err
		}
		return d.answer(map[string]string{"counter": c.Counter, "out": c.Out}, c.Counter+" 号柜台可以加入：请把 "+c.Out+" 拿到新电脑，在那里 join。")
	})
}

type exchangeCommand struct {
	Out string `placeholder:"FILE" xor:"exchange" required:"" help:"把别的柜台可能还没有的写进这个新文件。"`
	In  string `placeholder:"FILE" xor:"exchange" required:"" help:"收别的柜台写的交换文件。"`
}

// Run writes what the other counters may not know, or reads what one of them wrote. Nobody signs in: what is in the file was done by who says so in it.
func (c *exchangeCommand) Run(d *desk) error {
	if c.Out != "" {
		return d.reading(func(book *ledger.Book) error {
			if err := newfile.Create(c.Out, func(to io.Writer) error { return book.Exchange(d.ctx, to) }); err != nil {
				return err
			}
			return d.answer(map[string]string{"out": c.Out}, "写在 "+c.Out+"，请在别的柜台用 exchange --in 收下。")
		})
	}
	return d.opened(func(book *ledger.Book) error {
		var heard journal.Hearing
		err := fromFile(c.In, func(from io.Reader) (err error) {
			heard, err = book.Hear(d.ctx, from, d.progress())
			return err
		})
		if err != nil {
			return err
		}
		conflicts, err := conflictsOf(d, book)
		if err != nil {
			return err
		}
		lines := []string{fmt.Sprintf("收下 %d 条新记录。", heard.New)}
		if len(conflicts) > 0 {
			lines = append(lines, fmt.Sprintf("和别的柜台同时做、对不上的有 %d 件，用 conflicts 逐件看。", len(conflicts)))
		}
		return d.answer(map[string]int{"new": heard.New, "conflicts": len(conflicts)}, lines...)
	})
}

type conflictsCommands struct {
	List   conflictsCommand      `cmd:"" default:"1" help:"列出来，没有办的在前。"`
	Settle conflictSettleCommand `cmd:"" help:"办一件：看过了、收回了现金，或两个人放弃。标准输入：经办人的密码，收回和放弃的再加批准人的。"`
}

type conflictsCommand struct{}

// Run lists what was done at two counters without each other and did not fit.
func (conflictsCommand) Run(d *desk) error {
	return d.reading(func(book *ledger.Book) error {
		conflicts, err := conflictsOf(d, book)
		if err != nil {
			return err
		}
		lines := []string{"没有对不上的。"}
		if len(conflicts) > 0 {
			lines = nil
		}
		var owed money.Fen
		for _, one := range conflicts {
			if one.Settled == "" {
				owed += one.RecoverFen
			}
			state := assets.Text(assets.Chinese, "conflict."+string(one.Came))
			if one.Settled != "" {
				state = assets.Text(assets.Chinese, "conflict.settled."+string(one.Settled))
			}
			lines = append(lines, fmt.Sprintf("%s\t%s 号柜台\t%s\t%s\t%s\t%s\t%s", one.Name(), one.Counter, one.Time, one.By, one.What, one.About, state))
		}
		if owed > 0 {
			lines = append(lines, "应追回合计 "+owed.Yuan())
		}
		return d.answer(conflicts, lines...)
	})
}

func conflictsOf(d *desk, book *ledger.Book) (conflicts []report.Conflict, err error) {
	err = book.Store.Read(d.ctx, func(tx *store.Tx) error {
		conflicts, err = report.Conflicts(tx, book.Vault, func(key string) string { return assets.Text(assets.Chinese, key) })
		return err
	})
	return conflicts, err
}

// fromFile has read read a file.
func fromFile(path string, read func(from io.Reader) error) error {
	file, err := os.Open(path)
	if err != nil {
		return store.Fail(codeExchangeFile, err, filepath.Base(path))
	}
	return errors.Join(read(file), file.Close())
}

type conflictSettleCommand struct {
	Conflict  string `arg:"" help:"conflicts 列出的第一列。"`
	Way       string `default:"seen" enum:"seen,recovered,given_up" help:"怎么办的：seen（看过了）、recovered（收回了现金，放进钱箱）、given_up（不追了）。"`
	RequestID string `required:"" help:"这一次的编号，重试时不变。"`
}

// Run settles a conflict.
func (c *conflictSettleCommand) Run(d *desk) error {
	return d.writing(func(book *ledger.Book, by staff.Actor) error {
		conflicts, err := conflictsOf(d, book)
		if err != nil {
			return err
		}
		at := slices.IndexFunc(conflicts, func(one report.Conflict) bool { return one.Name() == c.Conflict })
		if at < 0 {
			return store.Refuse(till.CodeNoConflict)
		}
		way := till.ConflictWay(c.Way)
		var approval staff.Approval
		if action, asks := way.Asks(); asks {
			if approval, err = d.approval(book, by, action); err != nil {
				return err
			}
		}
		if err := book.Till.SettleConflict(d.ctx, by, approval, till.ConflictSettling{RequestID: c.RequestID, Of: conflicts[at].Of, Way: way}); err != nil {
			return err
		}
		return d.answer(map[string]string{"conflict": c.Conflict, "way": c.Way}, assets.Text(assets.Chinese, "conflict.settled."+c.Way)+"："+conflicts[at].What+" "+conflicts[at].About)
	})
}
