package main

import (
	"errors"

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
	return d.examining(func(book *ledger.Book) error {
		findings, err := book.Verify(d.ctx, nil)
		if err != nil && len(findings) == 0 {
			return err
		}
		// What was found is said, also where it could not be noted beside the book that it was.
		if err != nil {
			return errors.Join(c.report(d, findings, true), store.Refuse(codeFindings, len(findings)), err)
		}
		contained := true
		if c.Anchor != "" {
			if contained, err = book.Audit().Anchor(d.ctx, c.Anchor); err != nil {
				return err
			}
		}
		if err := c.report(d, findings, contained); err != nil {
			return err
		}
		switch {
		case len(findings) > 0:
			return store.Refuse(codeFindings, len(findings))
		case !contained:
			return store.Refuse(audit.CodeMissing)
		}
		return nil
	})
}

func (c *verifyCommand) report(d *desk, findings []audit.Finding, contained bool) error {
	answer := struct {
		Findings []audit.Finding `json:"findings"`
		Anchor   string          `json:"anchor,omitempty"`
		// Contained says whether the anchor is in the book; true when none was asked for.
		Contained bool `json:"contained"`
	}{append([]audit.Finding{}, findings...), c.Anchor, contained}
	var lines []string
	for _, finding := range findings {
		lines = append(lines, words.AuditFinding(finding, assets.Chinese))
	}
	if len(findings) == 0 && contained {
		lines = append(lines, "检查完毕，账本完好")
	}
	if c.Anchor != "" && contained {
		lines = append(lines, "账本里有 "+c.Anchor)
	}
	return d.answer(answer, lines...)
}
