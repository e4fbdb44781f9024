package main

import (
	"errors"
	"strings"

	"shouqi/assets"
	"shouqi/cashier/words"
	"shouqi/ledger"
	"shouqi/ledger/audit"
	"shouqi/ledger/store"
)

type verifyCommands struct {
	Book    verifyCommand        `cmd:"" default:"withargs" help:"完整检查账本。"`
	Receipt verifyReceiptCommand `cmd:"" help:"验一张收据的真伪：真、已作废、已红冲或不明，不用联网；写 --as 还说房号，标准输入：经办人的密码。"`
}

type verifyCommand struct {
	Anchor string `placeholder:"SEQ:HASH" help:"交班报表上的末条号和校验值：账本里还有没有它。"`
}

// Run checks the whole book; any finding is named and makes the status 1.
func (c *verifyCommand) Run(d *desk) error {
	return d.examining(ledger.OpenOptions{ReadOnly: true, Foreign: true}, func(book *ledger.Book) error {
		findings, err := book.Verify(d.ctx, nil)
		if err != nil && len(findings) == 0 {
			return err
		}
		// What was found is said, also where it could not be noted beside the book that it was.
		if err != nil {
			return errors.Join(c.report(d, book, findings, nil), store.Refuse(codeFindings, len(findings)), err)
		}
		var contained *bool
		if c.Anchor != "" {
			is, err := book.Audit().Anchor(d.ctx, c.Anchor)
			if err != nil {
				return err
			}
			contained = &is
		}
		if err := c.report(d, book, findings, contained); err != nil {
			return err
		}
		switch {
		case len(findings) > 0:
			return store.Refuse(codeFindings, len(findings))
		case contained != nil && !*contained:
			return store.Refuse(audit.CodeMissing)
		}
		return nil
	})
}

// report says what was found, whether the anchor is in the book, nil where none was asked for, and last what was not checked.
func (c *verifyCommand) report(d *desk, book *ledger.Book, findings []audit.Finding, contained *bool) error {
	answer := struct {
		Findings []audit.Finding `json:"findings"`
		Anchor   string          `json:"anchor,omitempty"`
		// Contained says whether the anchor is in the book; it is left out when none was asked for.
		Contained *bool `json:"contained,omitempty"`
		// Unchecked are the parts that were not checked because no key opened the book, as ledger.UncheckedSealed; left out when all were.
		Unchecked []string `json:"unchecked,omitempty"`
	}{append([]audit.Finding{}, findings...), c.Anchor, contained, book.Unchecked()}
	var lines []string
	for _, finding := range findings {
		lines = append(lines, words.AuditFinding(finding, assets.Chinese))
	}
	isThere := contained == nil || *contained
	if len(findings) == 0 && isThere {
		lines = append(lines, "检查完毕，账本完好")
	}
	if c.Anchor != "" && isThere {
		lines = append(lines, "账本里有 "+c.Anchor)
	}
	if len(answer.Unchecked) > 0 {
		var parts []string
		for _, part := range answer.Unchecked {
			parts = append(parts, assets.Text(assets.Chinese, "ctl.unchecked."+part))
		}
		lines = append(lines, assets.Text(assets.Chinese, "ctl.unchecked", strings.Join(parts, "、")))
	}
	return d.answer(answer, lines...)
}
