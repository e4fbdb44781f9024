package main

import (
	"errors"
	"fmt"
	"io"
	"os"
	"strings"

	"shouqi/assets"
	"shouqi/cashier"
	"shouqi/cashier/printing"
	"shouqi/cashier/session"
	"shouqi/cashier/words"
	"shouqi/ledger"
	"shouqi/ledger/estate"
	"shouqi/ledger/store"
)

type receiptLayoutCommands struct {
	Show receiptLayoutShowCommand `cmd:"" help:"看收据式样，--json 给出 set 能用的文件。"`
	Set  receiptLayoutSetCommand  `cmd:"" help:"按 JSON 文件改收据式样，所有柜台一样；标准输入：经办人的密码。"`
}

type receiptLayoutShowCommand struct{}

// Run shows how receipts are laid out.
func (c *receiptLayoutShowCommand) Run(d *desk) error {
	return d.reading(func(book *ledger.Book) error {
		policies, err := book.Policies(d.ctx)
		if err != nil {
			return err
		}
		layout := estate.StoredLayout(policies.ReceiptLayout)
		return d.answer(layout, layoutLines(layout)...)
	})
}

// layoutLines say in the words of the window what a layout changes.
func layoutLines(layout estate.Layout) []string {
	say := func(key string) string { return assets.Text(assets.Chinese, key) }
	var hidden, order []string
	for _, part := range layout.Hide {
		hidden = append(hidden, say("layout.part."+string(part)))
	}
	for _, section := range layout.Sections() {
		order = append(order, say("layout.section."+string(section)))
	}
	lines := []string{"不打：" + orNone(strings.Join(hidden, "、")), "顺序：" + strings.Join(order, " → "),
		"开头的话：" + orNone(strings.Join(layout.Head, " / ")), "末尾的话：" + orNone(strings.Join(layout.Foot, " / "))}
	if layout.Logo == nil {
		return append(lines, "标志：没有")
	}
	return append(lines, fmt.Sprintf("标志：%d × %d 点", layout.Logo.Width, layout.Logo.Height()))
}

func orNone(words string) string {
	if words == "" {
		return "没有"
	}
	return words
}

type receiptLayoutSetCommand struct {
	File string `arg:"" type:"existingfile" help:"JSON 文件，{} 是常用式样。hide：不打的内容；order：顺序；head、foot：开头和末尾的话，最多 5 行，每行最多 60 个字。"`
	Logo string `type:"existingfile" placeholder:"F.png" help:"标志，PNG，最大 256 KB；不写就用文件里的。"`
}

// layoutFileMax is the largest file of a layout, in bytes: whatever is longer is none.
const layoutFileMax = 64 << 10

// Run makes the file the book's layout.
func (c *receiptLayoutSetCommand) Run(d *desk) error {
	text, err := c.read()
	if err != nil {
		return err
	}
	layout, err := estate.ParseLayout(text)
	if err != nil {
		return err
	}
	if c.Logo != "" {
		logo, err := printing.ReadLogo(c.Logo)
		if err != nil {
			return err
		}
		layout.Logo = &logo
	}
	if text, err = layout.Text(); err != nil {
		return err
	}
	return d.signedIn(func(counter *cashier.Counter) error {
		err := counter.People.SetPolicy(d.ctx, estate.PolicyReceiptLayout, text, session.Second{})
		if store.Code(err) == estate.CodePolicySame { // it is as was asked
			return d.answer(layout, words.Explain(err, assets.Chinese))
		}
		if err != nil {
			return err
		}
		return d.answer(layout, layoutLines(layout)...)
	})
}

// read gives what the file holds; a file that is too long is cut, and then is no layout.
func (c *receiptLayoutSetCommand) read() (text string, err error) {
	file, err := os.Open(c.File)
	if err != nil {
		return "", store.Fail(codeLayoutFile, err, c.File)
	}
	content, err := io.ReadAll(io.LimitReader(file, layoutFileMax))
	if err = errors.Join(err, file.Close()); err != nil {
		return "", store.Fail(codeLayoutFile, err, c.File)
	}
	return string(content), nil
}
