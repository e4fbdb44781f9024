package printing

import (
	"context"
	"slices"

	"shouqi/cashier/household"
	"shouqi/cashier/paper"
	"shouqi/cashier/receipts"
	"shouqi/cashier/scanning"
	"shouqi/cashier/spool"
	"shouqi/ledger/estate"
	"shouqi/ledger/store"
)

const (
	// codeNoticeEmpty: nothing is owed of what the notice is about.
	codeNoticeEmpty = "printing.notice_empty"
	// codeNoticeApart: bills of several who owe them, or more of who has left than a code names, should stand on one notice.
	codeNoticeApart = "printing.notice_apart"
	// codeNoticeChanged: a bill that the notice should name is not one that the household owes now.
	codeNoticeChanged = "printing.notice_changed"
)

// Notice returns what stands on a notice of these bills of a household (缴费通知单), by their ids, as they are owed today. Where they are more
// than a code names, it is about all bills of their months. What somebody owes who has left is on a notice of their own. Errors:
// printing.notice_empty for no bills, printing.notice_changed where one of them is not owed any more, and printing.notice_apart where they
// are owed by several, or where they are more of one who has left than a code names.
func (c *Printing) Notice(ctx context.Context, room string, bills []string) (paper.Notice, error) {
	h, err := household.New(c.session).Read(ctx, room)
	if err != nil {
		return paper.Notice{}, err
	}
	var named []scanning.OnSlip
	var lines []household.Line
	left := ""
	for _, line := range h.Lines {
		if !slices.Contains(bills, line.ID) {
			continue
		}
		named, lines = append(named, scanning.OnSlip{Bill: line.ID, FromOn: line.FromOn}), append(lines, line)
		if line.Left != "" {
			left = line.MaskedLeft()
		}
	}
	switch {
	case len(bills) == 0:
		return paper.Notice{}, store.Refuse(codeNoticeEmpty)
	case len(named) < len(bills):
		return paper.Notice{}, store.Refuse(codeNoticeChanged)
	case !household.AreOfOne(lines), left != "" && len(lines) > scanning.SlipBillsMax:
		return paper.Notice{}, store.Refuse(codeNoticeApart, left, scanning.SlipBillsMax)
	}
	return c.noticeOf(ctx, h, scanning.SlipOf(room, named))
}

// PrintNotice queues such a notice and returns it. The job is the code that stands on it: what it comes to is read anew when it is printed,
// and what was paid meanwhile does not stand on it.
func (c *Printing) PrintNotice(ctx context.Context, room string, bills []string) (paper.Notice, error) {
	if _, err := c.OpenPrinter(); err != nil {
		return paper.Notice{}, err
	}
	notice, err := c.Notice(ctx, room, bills)
	if err != nil {
		return paper.Notice{}, err
	}
	return notice, c.Enqueue(ctx, spool.Notice, notice.QR, 1)
}

// noticeAgain reads the notice that a code stands on as it is owed now.
func (c *Printing) noticeAgain(ctx context.Context, code string) (paper.Notice, error) {
	found := scanning.Read(code, c.session.Book.Journal.Book)
	if found.Err != nil {
		return paper.Notice{}, found.Err
	}
	h, err := household.New(c.session).Read(ctx, found.Slip.Object)
	if err != nil {
		return paper.Notice{}, err
	}
	return c.noticeOf(ctx, h, found.Slip)
}

// noticeOf returns the notice of what a slip is about: exactly what a scan of it opens.
func (c *Printing) noticeOf(ctx context.Context, h household.Household, slip scanning.Slip) (paper.Notice, error) {
	owed := h.OnPaper(slip)
	if len(owed) == 0 {
		return paper.Notice{}, store.Refuse(codeNoticeEmpty)
	}
	code, err := slip.Text(c.session.Book.Journal.Book)
	if err != nil {
		return paper.Notice{}, err
	}
	notice := paper.Notice{Room: h.Room.Code, Payer: h.MaskedPayer(), On: h.LateOn, AtMS: c.session.Book.Journal.Now().UnixMilli(),
		Bills: len(owed), About: aboutMonths(slip), QR: code, Large: h.LargePrint || c.settings().Large}
	if owed[0].Left != "" {
		notice.Payer = owed[0].MaskedLeft()
	}
	for _, line := range owed {
		notice.BillsFen += line.OwedFen()
		notice.LateFen += line.LateFen
		if line.DueOn < h.LateOn {
			notice.Overdue++
			notice.OverdueFen += line.WholeFen()
			continue
		}
		if notice.DueOn == "" || line.DueOn < notice.DueOn {
			notice.DueOn = line.DueOn
		}
		notice.DueLastOn = max(notice.DueLastOn, line.DueOn)
	}
	err = c.session.Book.Store.Read(ctx, func(tx *store.Tx) error {
		policies, err := estate.ReadPolicies(tx)
		if err != nil {
			return err
		}
		notice.Estate, notice.Company, notice.Counter = policies.Estate, policies.Company, policies.Counter
		notice.Lines, err = receipts.OwedLines(tx, h.Room, owed)
		return err
	})
	return notice, err
}

// aboutMonths says that a slip which names no bills is about all of its months.
func aboutMonths(slip scanning.Slip) string {
	switch {
	case len(slip.Bills) > 0:
		return ""
	case slip.ToMonth == "":
		return "以上为全部待缴账单"
	case slip.FromMonth == "":
		return "以上为 " + slip.ToMonth + " 及以前的全部待缴账单"
	case slip.FromMonth == slip.ToMonth:
		return "以上为 " + slip.ToMonth + " 的全部待缴账单"
	}
	return "以上为 " + slip.FromMonth + " 至 " + slip.ToMonth + " 的全部待缴账单"
}
