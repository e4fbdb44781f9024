package main

import (
	"fmt"

	"shouqi/ledger"
	"shouqi/ledger/billing"
	"shouqi/ledger/estate"
	"shouqi/ledger/money"
	"shouqi/ledger/store"
)

type findCommand struct {
	Text  string `arg:"" help:"房号、拼音首字母、姓名、电话后四位或车牌。"`
	Limit int    `default:"20" help:"最多列出几户。"`
}

// foundHousehold is a hit with what it owes; the name is masked.
type foundHousehold struct {
	Room    string    `json:"room"`
	Name    string    `json:"name"`
	By      string    `json:"by"`
	OwedFen money.Fen `json:"owedFen"`
	Bills   int       `json:"bills"`
}

// Run finds households; finding none is an error, so that a script notices.
func (c *findCommand) Run(d *desk) error {
	return d.reading(func(book *ledger.Book) error {
		if err := book.LoadFinder(d.ctx); err != nil {
			return err
		}
		found := book.Finder.Find(c.Text, max(1, c.Limit))
		if found.Total == 0 {
			return store.Refuse(estate.CodeUnknownRoom, c.Text)
		}
		households := make([]foundHousehold, 0, len(found.Hits))
		var lines []string
		err := book.Store.Read(d.ctx, func(tx *store.Tx) error {
			for _, hit := range found.Hits {
				owed, bills, err := billing.OwedBy(tx, hit.Object)
				if err != nil {
					return err
				}
				name := estate.MaskName(hit.Name, hit.Kind)
				households = append(households, foundHousehold{Room: hit.Code, Name: name, By: hit.By, OwedFen: owed, Bills: bills})
				if name == "" {
					name = "（未售）"
				}
				lines = append(lines, fmt.Sprintf("%s  %s  欠 %s（%d 张）", hit.Code, name, owed.Yuan(), bills))
			}
			return nil
		})
		if err != nil {
			return err
		}
		if found.Total > len(found.Hits) {
			lines = append(lines, fmt.Sprintf("共 %d 户", found.Total))
		}
		return d.answer(map[string]any{"total": found.Total, "households": households}, lines...)
	})
}
