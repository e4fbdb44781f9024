package paper

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"shouqi/ledger/calendar"
	"shouqi/ledger/estate"
	"shouqi/ledger/money"
	"shouqi/ledger/till"
)

// pair is a label and what stands opposite it; note, where there is one, stands below.
type pair struct{ label, value, note string }

// pretendName stands wherever money of a pretend channel does.
const pretendName = "（模拟）"

// title is the paper's name.
func (r Receipt) title() string {
	if r.Training {
		return r.name() + "（练习）"
	}
	if r.Pretend {
		return r.name() + pretendName
	}
	return r.name()
}

func (r Receipt) name() string {
	switch r.State {
	case Void:
		return r.Book.Name() + "收据（作废）"
	case Reversal:
		return r.Book.Name() + "红字收据"
	case Refund:
		return r.Book.Name() + "退款单"
	}
	return r.Book.Name() + "收据"
}

// standing says what this paper is worth where it is not a plain receipt, or "".
func (r Receipt) standing() string {
	if r.Training {
		return trainingName
	}
	switch r.State {
	case Void:
		return "本收据已作废，不作付款凭证"
	case Reversed:
		return "本收据已红冲，红字收据 " + r.Linked
	case Reversal:
		return "冲销原收据 " + r.Linked
	}
	return ""
}

// together says which receipts belong to one payment, of which this is one; "" where it is the only one.
func (r Receipt) together() (heading string, numbers []string) {
	if len(r.Together) < 2 {
		return "", nil
	}
	called := "收据"
	switch r.State {
	case Reversal:
		called = "红字收据"
	case Refund:
		called = "退款单"
	}
	return fmt.Sprintf("本次共 %d 张%s：", len(r.Together), called), r.Together
}

// givesBack reports whether this paper accompanies money on its way back, for which its taker signs.
func (r Receipt) givesBack() bool { return r.State == Void || r.State == Reversal || r.State == Refund }

// estate is the project's name where it stands on the receipt, else "".
func (r Receipt) estate() string {
	if !r.Layout.Shows(estate.PartEstate) {
		return ""
	}
	return r.Estate
}

// lines are what was paid, without how each amount came about where the project does not show it.
func (r Receipt) lines() []Line {
	if r.Layout.Shows(estate.PartWhy) {
		return r.Lines
	}
	lines := slices.Clone(r.Lines)
	for i := range lines {
		lines[i].Why = ""
	}
	return lines
}

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

// payer returns who paid, under a label that says whether for somebody else.
func (r Receipt) payer() pair {
	if r.OnBehalf {
		return pair{label: "代缴人", value: r.Payer}
	}
	return pair{label: "交款人", value: r.Payer}
}

// lateEntry returns what a late entry must show, or nothing.
func (r Receipt) lateEntry() []pair {
	if r.PaperNumber == "" {
		return nil
	}
	return []pair{{label: "手写收据号", value: r.PaperNumber}, {label: "实际收款日", value: string(r.ValueOn)}, {label: "营业日", value: string(r.BusinessOn)}}
}

// The names of what stands on every form of the receipt.
const (
	receivedName     = "本次实收"
	prepaidAfterName = "预存款余额"
	cashierName      = "收款人"
	checkName        = "校验码"
	provesName       = "凭此码到收费处验真"
)

// capital is what was received, in the capitals that nobody can alter by a stroke.
func (r Receipt) capital() string { return "人民币（大写）：" + r.Sums.ReceivedFen.Capital() }

// sums returns what is due and what of it was paid without money coming in: with what was received they add up.
func (r Receipt) sums() []pair {
	rows := []pair{{label: "应收合计", value: r.Sums.DueFen.Grouped()}}
	for _, less := range []struct {
		kind till.TenderKind
		fen  money.Fen
	}{{till.DepositOffset, r.Sums.OffsetFen}, {till.OfferGift, r.Sums.OfferFen}, {till.Prepaid, r.Sums.CreditFen}, {till.Rounding, r.Sums.RoundingFen}} {
		switch {
		case less.kind == till.Prepaid && len(r.Spent) > 0:
			rows = append(rows, r.spent()...)
		case less.fen != 0:
			rows = append(rows, pair{label: less.kind.Name(), value: less.fen.Grouped()})
		}
	}
	return rows
}

// spent returns a row for each prepayment that paid, with what its money was kept for: an owner who prepaid the parking sees that the
// parking was paid from it and not from what is kept for anything.
func (r Receipt) spent() (rows []pair) {
	for _, tender := range r.Spent {
		rows = append(rows, pair{label: tender.Called(), value: tender.Fen.Grouped()})
	}
	return rows
}

// payments returns one row a way of paying, which add up to what was received. Cash is what stayed in the drawer; what was handed
// over and given back follow it, indented, where it was paid.
func (r Receipt) payments() []pair {
	var rows []pair
	for _, way := range r.Ways {
		row := pair{label: way.Kind.Name(), value: way.Fen.Grouped()}
		if way.Reference != "" {
			row.note = "交易单号 " + way.Reference
		}
		if r.Pretend && way.Kind.IsChannel() {
			row.note += "（模拟，不是真钱）"
		}
		if way.Kind.IsUnverified() {
			row.note += "（未核实，以到账为准）"
		}
		if rows = append(rows, row); way.Kind == till.Cash && r.State != Reversal && r.State != Refund && r.Sums.HandedFen != 0 {
			handed, change := "　收到现金", "　找零"
			if of := len(r.Together); of > 1 { // what was handed over paid the other receipts too
				handed, change = fmt.Sprintf("　%d 张共收现金", of), fmt.Sprintf("　%d 张共找零", of)
			}
			rows = append(rows, pair{label: handed, value: r.Sums.HandedFen.Grouped()}, pair{label: change, value: r.Sums.ChangeFen.Grouped()})
		}
	}
	return rows
}

// prepaidAfter reports whether the household's prepayment is worth a row.
func (r Receipt) prepaidAfter() bool {
	if !r.Layout.Shows(estate.PartPrepaid) {
		return false
	}
	if r.PrepaidAfterFen != 0 || r.Sums.CreditFen != 0 {
		return true
	}
	for _, line := range r.Lines {
		if strings.HasPrefix(line.Item, till.PrepaidItem) {
			return true
		}
	}
	return false
}

// foot is the one line that stands below everything.
const foot = "本收据不作发票；需要发票请向本公司索取"

// moment writes a time as people at a counter read it.
func moment(ms int64) string {
	return time.UnixMilli(ms).In(calendar.Zone).Format("2006-01-02 15:04")
}
