package main

import (
	"fmt"
	"strings"

	"shouqi/assets"
	"shouqi/cashier"
	"shouqi/cashier/household"
	"shouqi/cashier/words"
	"shouqi/ledger/report"
)

type roomHistoryCommand struct {
	Room   string     `arg:"" help:"房号、拼音、电话后四位或车牌。"`
	From   day        `placeholder:"DATE" help:"第一个营业日。"`
	To     day        `placeholder:"DATE" help:"最后一个营业日。"`
	Kind   string     `placeholder:"KIND" help:"只看一类：账单、收款、作废红冲、退款、押金、预存款、减免、违约金、抄表（bill、payment、undoing、refund、deposit、prepaid、reduction、late_fee、reading）。"`
	Limit  int        `default:"100" help:"最多列出几条，到 2000。"`
	Before historyKey `placeholder:"KEY" help:"从上一次最后一条（输出里的“接着看”）往下。"`
}

// historyKey is the key of a line as it is printed and typed: EVENT.LINE.
type historyKey struct{ report.HistoryKey }

// UnmarshalText reads it.
func (k *historyKey) UnmarshalText(text []byte) error {
	if _, err := fmt.Sscanf(string(text), "%d.%d", &k.Event, &k.Line); err != nil {
		return fmt.Errorf("read a key of a history: %w", err)
	}
	return nil
}

// historyAnswer is a household's history as JSON: without sums where it goes on below a line.
type historyAnswer struct {
	Room string                 `json:"room"`
	Sums *household.HistorySums `json:"sums,omitempty"`
	report.History
}

// Run lists what happened to a household, the newest first, for a person who signed in; payers are masked, as on the list of receipts.
func (c *roomHistoryCommand) Run(d *desk) error {
	return d.signedIn(func(counter *cashier.Counter) error {
		if err := counter.Book.LoadFinder(d.ctx); err != nil {
			return err
		}
		entry, err := d.entryAt(counter, c.Room)
		if err != nil {
			return err
		}
		page, err := counter.Households.History(d.ctx, report.HistoryQuery{Room: entry.Object.ID, Kind: historyKind(c.Kind), From: c.From.Date, To: c.To.Date,
			Before: c.Before.HistoryKey, Limit: max(1, c.Limit)})
		if err != nil {
			return err
		}
		return d.answer(historyAnswer{page.Code, page.Sums, page.History}, historyLines(page)...)
	})
}

// historyKind returns the kind that a person named by its word or its key; what is neither stays, for the ledger to refuse.
func historyKind(typed string) report.HistoryKind {
	for _, kind := range report.HistoryKinds {
		if strings.ReplaceAll(words.HistoryKind(kind, assets.Chinese), "、", "") == strings.ReplaceAll(typed, "、", "") {
			return kind
		}
	}
	return report.HistoryKind(typed)
}

// historyLines says a history to a person.
func historyLines(page household.HistoryPage) []string {
	var lines []string
	if s := page.Sums; s != nil {
		last := "还没有"
		if s.Last != nil {
			last = fmt.Sprintf("%s %s（收据 %s）", s.Last.On, s.Last.ReceivedFen.Yuan(), s.Last.Number)
		}
		lines = append(lines, fmt.Sprintf("%s  欠费 %s  预存款 %s  押金 %s  本年实收 %s  上次缴费 %s",
			page.Code, s.OwedFen.Yuan(), s.CreditFen.Yuan(), s.DepositFen.Yuan(), s.PaidYearFen.Yuan(), last))
	}
	for _, line := range page.Lines {
		parts := []string{string(line.On), words.HistoryWhat(line, assets.Chinese)}
		if line.Fen != 0 {
			parts = append(parts, line.Fen.Yuan())
		}
		for _, word := range []string{words.HistoryDetail(line, page.Code, assets.Chinese), words.HistoryState(line, assets.Chinese)} {
			if word != "" {
				parts = append(parts, word)
			}
		}
		if line.CreditMoveFen != 0 {
			parts = append(parts, "预存款余额 "+line.CreditAfterFen.Yuan())
		}
		lines = append(lines, strings.Join(append(parts, words.HistoryWho(line)), "  "))
	}
	lines = append(lines, fmt.Sprintf("共 %d 条，列出 %d 条", page.Count, len(page.Lines)))
	if page.More {
		last := page.Lines[len(page.Lines)-1].Key
		lines = append(lines, fmt.Sprintf("接着看：--before %d.%d", last.Event, last.Line))
	}
	return lines
}
