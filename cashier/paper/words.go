package paper

import (
	"fmt"
	"time"

	"shouqi/ledger/calendar"
	"shouqi/ledger/money"
	"shouqi/ledger/till"
)

// pair is a label and what stands opposite it; note, where there is one, stands below.
type pair struct{ label, value, note string }

// title is the paper's name.
func (r Receipt) title() string {
	switch r.State {
	case Void:
		return "作废"
	case Reversal:
		return "红冲"
	}
	return "收据"
}

// standing says what this paper is worth where it is not a plain receipt, or "".
func (r Receipt) standing() string {
	switch r.State {
	case Void:
		return "本收据已作废，不作付款凭证"
	case Reversed:
		return "本收据已红冲，红冲单号 " + r.Linked
	case Reversal:
		return "冲销原收据 " + r.Linked
	}
	return ""
}

// givesBack reports whether this paper accompanies money on its way back, for which its taker signs.
func (r Receipt) givesBack() bool { return r.State == Void || r.State == Reversal }

// reprint names the copy, "补打 第1次" for the second paper, and who made it when, as far as that is known; both are "" on
// the original.
func (r Receipt) reprint() (name, by string) {
	name = copyName(r.Copy)
	if name == "" {
		return "", ""
	}
	if r.CopiedMS != 0 {
		by = moment(r.CopiedMS) + " "
	}
	if r.CopiedBy != "" {
		by += r.CopiedBy + " 补打"
	}
	return name, by
}

func copyName(number int) string {
	if number <= 1 {
		return ""
	}
	return fmt.Sprintf("补打 第%d次", number-1)
}

// payer gives who paid, under a label that says whether for somebody else.
func (r Receipt) payer() pair {
	if r.OnBehalf {
		return pair{label: "代付人", value: r.Payer}
	}
	return pair{label: "交款人", value: r.Payer}
}

// lateEntry gives what a late entry must show, or nothing.
func (r Receipt) lateEntry() []pair {
	if r.PaperNumber == "" {
		return nil
	}
	return []pair{{label: "原始单号", value: r.PaperNumber}, {label: "收款日期", value: string(r.ValueOn)}, {label: "业务日期", value: string(r.BusinessOn)}}
}

// payments gives one row a tender. Cash is one row of what stayed in the drawer, so that the rows add up to the total;
// what was handed over and given back follow it, indented.
func (r Receipt) payments() []pair {
	var rows []pair
	var cashFen money.Fen
	cash := false
	for _, tender := range r.Tenders {
		if tender.Kind == till.Cash {
			cash = true
			cashFen += tender.Fen
		}
	}
	if cash {
		rows = append(rows, pair{label: till.TenderNames[till.Cash], value: (cashFen - r.ChangeFen).Grouped()})
		if r.CashReceivedFen > 0 {
			rows = append(rows, pair{label: "　实收现金", value: r.CashReceivedFen.Grouped()}, pair{label: "　找零", value: r.ChangeFen.Grouped()})
		}
	}
	for _, tender := range r.Tenders {
		if tender.Kind == till.Cash {
			continue
		}
		name, known := till.TenderNames[tender.Kind]
		if !known {
			name = tender.Kind
		}
		row := pair{label: name, value: tender.Fen.Grouped()}
		if tender.Reference != "" {
			row.note = "凭证号 " + tender.Reference
		}
		rows = append(rows, row)
	}
	return rows
}

// prepaidAfter reports whether the household's prepayment is worth a row.
func (r Receipt) prepaidAfter() bool {
	if r.PrepaidAfterFen != 0 {
		return true
	}
	for _, tender := range r.Tenders {
		if tender.Kind == till.Prepaid {
			return true
		}
	}
	for _, line := range r.Lines {
		if line.Item == till.PrepaidItem {
			return true
		}
	}
	return false
}

// foot is the one line that stands below everything.
const foot = "本收据不作发票，请妥善保管"

// moment writes a time as people at a counter read it.
func moment(ms int64) string {
	return time.UnixMilli(ms).In(calendar.Zone).Format("2006-01-02 15:04")
}
