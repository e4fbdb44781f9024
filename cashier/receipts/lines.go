package receipts

import (
	"strconv"
	"strings"

	"shouqi/assets"
	"shouqi/cashier/household"
	"shouqi/cashier/paper"
	"shouqi/cashier/words"
	"shouqi/ledger/billing"
	"shouqi/ledger/calendar"
	"shouqi/ledger/estate"
	"shouqi/ledger/money"
	"shouqi/ledger/payment"
	"shouqi/ledger/store"
	"shouqi/ledger/till"
)

// paperLines returns what stands on a receipt: consecutive months of a charge that cost the same for the same reason in one line,
// every late fee right below the line of the bill it is for. The lines add up to what the payment paid, to the fen.
func paperLines(tx *store.Tx, room estate.Object, p till.Payment) ([]paper.Line, error) {
	kept, err := keptWords(tx, p)
	if err != nil {
		return nil, err
	}
	g := gatheredLines{of: make(map[string]*gathered), newest: make(map[lineKey]*gathered)}
	for _, a := range p.Allocations {
		if a.Kind == till.ToPrepaid {
			g.add("", paper.Line{Item: a.Name(), Why: kept, AmountFen: a.Fen})
			continue
		}
		bill, err := billing.ByID(tx, a.Bill)
		if err != nil {
			return nil, err
		}
		line, err := paperLine(tx, room, bill, a)
		if err != nil {
			return nil, err
		}
		g.addBill(bill, line)
	}
	return g.lines(), nil
}

// keptWords says of money that a channel could not give back where it is from, "" for any other payment: nobody handed it over that day.
func keptWords(tx *store.Tx, p till.Payment) (string, error) {
	tender, isChannel := till.ChannelTender(p.Tenders)
	if !isChannel || p.Kind != till.Paid {
		return "", nil
	}
	intent, err := payment.FindIntent(tx, tender.Reference)
	if err != nil || intent.Order.No == tender.Reference {
		return "", err
	}
	return "原路退不回，转为预存款；原收据 " + intent.Receipt, nil
}

func paperLine(tx *store.Tx, room estate.Object, bill billing.Bill, a till.Allocation) (paper.Line, error) {
	line := paper.Line{Item: bill.Called(), AmountFen: a.Fen, Period: words.Period(bill.FromOn, bill.ToOn), Why: bill.Why()}
	if bill.Object != room.ID {
		space, err := estate.ByID(tx, bill.Object)
		if err != nil {
			return line, err
		}
		line.Item += " " + space.Code
	}
	switch paid := max(a.Fen, -a.Fen); paid {
	case bill.AmountFen:
	case bill.AmountFen - bill.ReducedFen:
		taken, err := household.ReductionSteps(tx, bill)
		if err != nil {
			return line, err
		}
		line.Why = strings.TrimPrefix(strings.Join(append([]string{line.Why}, taken...), household.StepMark), household.StepMark)
	default:
		line.Why = "部分：共 " + bill.AmountFen.Grouped() + " 元"
	}
	return line, nil
}

// lineKey is what bills must have in common to stand in one line: item and place, what each costs and why, and how many months
// each covers.
type lineKey struct {
	item, why string
	each      money.Fen
	months    int
}

// gathered is a line of a receipt: one bill, or several that follow one another without a gap, and the late fees of them.
type gathered struct {
	key      lineKey
	line     paper.Line
	fromOn   calendar.Date
	toOn     calendar.Date
	bills    int
	lateFees []paper.Line
}

// gatheredLines are the lines of a receipt as they come together, in the order of their first bills.
type gatheredLines struct {
	all    []*gathered
	of     map[string]*gathered // the line in which a bill stands
	newest map[lineKey]*gathered
}

// add puts a line at the end; bill is the one it is for, "" for none.
func (g *gatheredLines) add(bill string, line paper.Line) *gathered {
	made := &gathered{line: line, bills: 1}
	g.all = append(g.all, made)
	if bill != "" {
		g.of[bill] = made
	}
	return made
}

// addBill puts a bill's line where it belongs. Only a bill of whole months that is paid whole goes with others.
func (g *gatheredLines) addBill(bill billing.Bill, line paper.Line) {
	if of := g.of[bill.OfBill]; of != nil && bill.OfBill != "" {
		of.lateFees = append(of.lateFees, line)
		return
	}
	key := lineKey{line.Item, line.Why, line.AmountFen, wholeMonths(bill.FromOn, bill.ToOn)}
	isWhole := key.months > 0 && max(line.AmountFen, -line.AmountFen) == bill.AmountFen
	if before := g.newest[key]; isWhole && before != nil && before.toOn.AddDays(1) == bill.FromOn {
		before.toOn = bill.ToOn
		before.bills++
		before.line.AmountFen += line.AmountFen
		g.of[bill.ID] = before
		return
	}
	made := g.add(bill.ID, line)
	if isWhole {
		made.key, made.fromOn, made.toOn = key, bill.FromOn, bill.ToOn
		g.newest[key] = made
	}
}

func (g *gatheredLines) lines() (lines []paper.Line) {
	for _, one := range g.all {
		lines = append(append(lines, one.told()), one.lateFees...)
	}
	return lines
}

// told is the line as it stands on paper: of several bills it says how many, and what each came to.
func (one *gathered) told() paper.Line {
	line := one.line
	if one.bills == 1 {
		return line
	}
	key, each := "paper.months", "paper.each_month"
	if one.key.months > 1 {
		key, each = "paper.periods", "paper.each_period"
	}
	line.Period = words.Period(one.fromOn, one.toOn) + assets.Text(assets.Chinese, key, strconv.Itoa(one.bills))
	step := assets.Text(assets.Chinese, each, unsigned(one.key.each).Grouped(), strconv.Itoa(one.bills), unsigned(line.AmountFen).Grouped())
	line.Why = strings.TrimPrefix(line.Why+household.StepMark+step, household.StepMark)
	return line
}

// unsigned is an amount as its reason has it: a reversal repeats the reason of what it undoes.
func unsigned(fen money.Fen) money.Fen { return max(fen, -fen) }

// wholeMonths returns how many months two days cover, 0 where they do not begin and end with one.
func wholeMonths(from, to calendar.Date) int {
	if from == "" || to == "" || !strings.HasSuffix(string(from), "-01") {
		return 0
	}
	after := to.AddDays(1)
	if !strings.HasSuffix(string(after), "-01") {
		return 0
	}
	return (after.Year()-from.Year())*12 + monthOf(after) - monthOf(from)
}

func monthOf(day calendar.Date) int {
	month, err := strconv.Atoi(string(day)[5:7])
	if err != nil {
		return 0 // a date of the book always has one
	}
	return month
}
