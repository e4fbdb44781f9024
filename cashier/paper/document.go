package paper

import (
	"strings"

	"shouqi/devices/escpos"
	"shouqi/ledger/estate"
	"shouqi/ledger/money"
)

// Document lays the receipt out for a receipt printer of this profile, 58 or 80 mm. Whatever its state, a receipt can
// be laid out; a QR payload that no code can hold is left out here, because paper without its code is better than none.
func (r Receipt) Document(profile escpos.Profile) escpos.Document {
	p := &page{columns: profile.Columns, large: r.Large}
	r.head(p, profile.Dots)
	sections := map[estate.Section]func(*page){estate.SectionWhose: r.whose, estate.SectionMoney: r.money, estate.SectionWho: r.who, estate.SectionCode: r.code}
	for _, section := range r.Layout.Sections() {
		if section != estate.SectionCode { // which stands apart by the paper around it
			p.add(escpos.Rule{})
		}
		sections[section](p)
	}
	p.words(r.Layout.Foot)
	p.words(footLines(p.columns))
	p.add(escpos.Cut{})
	return p.document
}

// head is everything above the sections: whose paper it is, and what it is worth.
func (r Receipt) head(p *page, dots int) {
	if name, by := r.reprint(); name != "" {
		p.add(escpos.Title{Text: name})
		if by != "" {
			p.add(escpos.Text{Text: by, Align: escpos.Center})
		}
		p.add(escpos.Rule{})
	}
	if logo := r.Layout.Logo; logo != nil && logo.Width <= dots {
		p.add(escpos.Picture{Width: logo.Width, Rows: logo.Rows}, escpos.Feed{Lines: 1})
	}
	p.add(escpos.Text{Text: r.Company, Align: escpos.Center, Bold: true})
	if r.estate() != "" {
		p.add(escpos.Text{Text: r.estate(), Align: escpos.Center})
	}
	p.words(r.Layout.Head)
	p.add(escpos.Title{Text: r.title()})
	if standing := r.standing(); standing != "" {
		p.add(escpos.Text{Text: standing, Align: escpos.Center, Bold: true})
	}
}

// whose names the receipt, the household and who paid.
func (r Receipt) whose(p *page) {
	p.field(pair{label: "收据号", value: r.Number}, false)
	if heading, numbers := r.together(); heading != "" {
		p.together(heading, numbers)
	}
	p.whose(pair{label: "房　号", value: r.Room})
	p.field(r.payer(), true)
	if late := r.lateEntry(); late != nil {
		p.add(escpos.Text{Text: "补录", Bold: true})
		for _, row := range late {
			p.field(pair{label: "　" + row.label, value: row.value}, false)
		}
	}
}

// money is what was paid for, what it came to and how it was paid.
func (r Receipt) money(p *page) {
	for _, line := range r.lines() {
		p.line(line, amountWidth(r.Lines))
	}
	p.add(escpos.Rule{})
	for _, row := range r.sums() {
		p.row(row, r.Large)
	}
	p.total(receivedName, r.Sums.ReceivedFen.Yuan())
	p.capital(r.capital())
	p.add(escpos.Rule{})
	for _, row := range r.payments() {
		p.row(row, r.Large)
	}
	if r.prepaidAfter() {
		p.row(pair{label: prepaidAfterName, value: r.PrepaidAfterFen.Grouped()}, r.Large)
	}
}

// who says who took the money, where and when.
func (r Receipt) who(p *page) {
	cashier := cashierName + " " + r.Cashier
	if r.Layout.Shows(estate.PartCounter) {
		p.row(pair{label: cashier, value: "柜台 " + r.Counter}, false)
	} else {
		p.add(escpos.Text{Text: cashier})
	}
	if r.Approver != "" {
		p.add(escpos.Text{Text: "批准人 " + r.Approver})
	}
	p.when(moment(r.AtMS))
	if r.givesBack() {
		p.add(escpos.Feed{Lines: 1}, escpos.Text{Text: "退款签收：______________"})
	}
}

// code is by what the receipt proves itself.
func (r Receipt) code(p *page) {
	if codeFits(r.QR) {
		p.add(escpos.Feed{Lines: 1}, escpos.QR{Payload: r.QR}, escpos.Text{Text: provesName, Align: escpos.Center})
	}
	if r.CheckMark != "" {
		p.add(escpos.Text{Text: checkName + " " + r.CheckMark, Align: escpos.Center})
	}
}

// footLines breaks the foot where it says something new, on paper that is too narrow for it.
func footLines(columns int) []string {
	if escpos.Width(foot) <= columns {
		return []string{foot}
	}
	return strings.Split(foot, "；")
}

// codeFits reports whether payload is one that every printer can draw as a code.
func codeFits(payload string) bool {
	for i := range len(payload) {
		if payload[i] < ' ' || payload[i] > '~' {
			return false
		}
	}
	return len(payload) > 0 && len(payload) <= escpos.MaxQRBytes
}

// page collects the blocks of one document.
type page struct {
	document escpos.Document
	columns  int
	large    bool
}

func (p *page) add(blocks ...escpos.Block) { p.document = append(p.document, blocks...) }

// words are lines in the middle of the paper; an empty one is empty paper.
func (p *page) words(lines []string) {
	for _, line := range lines {
		p.add(escpos.Text{Text: line, Align: escpos.Center})
	}
}

// together names the receipts of one payment: in one line where they fit, else each in its own, so that no number is broken.
func (p *page) together(heading string, numbers []string) {
	if line := heading + strings.Join(numbers, "、"); escpos.Width(line) <= p.columns {
		p.add(escpos.Text{Text: line})
		return
	}
	p.add(escpos.Text{Text: heading})
	for _, number := range numbers {
		p.add(escpos.Columns{Cells: []escpos.Cell{{Width: indent}, {Text: number}}})
	}
}

// total is the largest figure on the paper.
func (p *page) total(name, amount string) {
	if p.large {
		p.add(escpos.Big{Left: name, Right: amount, Drawn: true})
		return
	}
	p.add(escpos.Large{Left: name, Right: amount})
}

// capital is the sum in Chinese capitals.
func (p *page) capital(words string) {
	if p.large {
		p.add(escpos.Big{Left: words, Drawn: true})
		return
	}
	p.add(escpos.Text{Text: words, Bold: true})
}

// whose is the household, and when the moment of the payment: with the sum they are what somebody looks for on a receipt.
func (p *page) whose(row pair) {
	if p.large {
		p.add(escpos.Big{Left: row.label, Right: row.value, Drawn: true})
		return
	}
	p.field(row, true)
}

func (p *page) when(moment string) {
	if p.large {
		p.add(escpos.Big{Left: "时　间", Right: moment, Drawn: true})
		return
	}
	p.add(escpos.Text{Text: "时　间 " + moment})
}

// field is a label of three characters with its value, which hangs where it wraps.
func (p *page) field(row pair, bold bool) {
	p.add(escpos.Columns{Bold: bold, Cells: []escpos.Cell{{Text: row.label, Width: escpos.Width(row.label) + 1}, {Text: row.value}}})
}

// row is a label with its figure, and a note below.
func (p *page) row(row pair, large bool) {
	if large {
		p.add(escpos.Big{Left: row.label, Right: row.value})
	} else {
		p.add(figures(row.label, row.value, false))
	}
	if row.note != "" {
		p.add(escpos.Columns{Cells: []escpos.Cell{{Width: indent}, {Text: row.note}}})
	}
}

// figures is a label with its figure at the paper's right edge.
func figures(label, value string, bold bool) escpos.Columns {
	return escpos.Columns{Bold: bold, Cells: []escpos.Cell{{Text: label}, {Text: value, Width: escpos.Width(value), Align: escpos.Right}}}
}

// line is one thing paid: its item and amount, and below them, indented, its period and how it came about.
func (p *page) line(line Line, amounts int) {
	amount := line.AmountFen.Grouped()
	if p.large {
		p.add(escpos.Big{Left: line.Item, Right: amount})
		if line.Period != "" {
			p.add(escpos.Big{Left: line.Period})
		}
		if line.Why != "" {
			p.add(escpos.Columns{Cells: []escpos.Cell{{Width: indent}, {Text: line.Why}}})
		}
		return
	}
	p.add(escpos.Columns{Bold: true, Cells: []escpos.Cell{{Text: line.Item}, {Text: amount, Width: amounts, Align: escpos.Right}}})
	details := []string{line.Period, line.Why}
	if both := line.Period + "　" + line.Why; line.Period != "" && line.Why != "" && escpos.Width(both) <= p.columns-indent {
		details = []string{both}
	}
	for _, detail := range details {
		if detail != "" {
			p.add(escpos.Columns{Cells: []escpos.Cell{{Width: indent}, {Text: detail}}})
		}
	}
}

// indent is how far details stand in from the left, in columns.
const indent = 2

// amountWidth is the widest amount's columns, so that amounts stand below one another and item names get what is over.
func amountWidth(lines []Line) int {
	widest := escpos.Width(money.Fen(100_00).Grouped())
	for _, line := range lines {
		widest = max(widest, escpos.Width(line.AmountFen.Grouped()))
	}
	return widest
}
