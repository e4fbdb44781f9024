package billing

import (
	"fmt"
	"slices"
	"strings"

	"shouqi/ledger/calendar"
	"shouqi/ledger/estate"
	"shouqi/ledger/money"
	"shouqi/ledger/store"
	"shouqi/ledger/tariff"
)

// shareOut splits the pool of a shared cost (公摊) among the objects that a tariff is for, period by period. The shares add
// up to the pool to the fen: what rounding leaves over goes to the largest remainders.
//
// One object that cannot be weighed stops the whole, because the others would pay for it: a preview then names what
// stands in the way and shows no share at all, as no run would issue one. Only a trial of a rule shows the shares of the
// others.
func (p *pricing) shareOut() error {
	spans, err := p.periods()
	if err != nil {
		return err
	}
	pools := make([][]shared, len(spans))
	for i, span := range spans {
		if pools[i], err = p.sharers(span); err != nil {
			return err
		}
	}
	if len(p.made.Exceptions) > 0 && !p.source.isTrial() {
		return nil
	}
	for i, span := range spans {
		if err := p.shareSpan(span, pools[i]); err != nil {
			return err
		}
	}
	return nil
}

// shared is one object's part in a shared cost.
type shared struct {
	object   estate.Object
	revision int
	debtor   string
	tariff   string
	version  calendar.Date
	// days are those on which it takes part, the whole period or what is left of it from the handover and of its tariff.
	days tariff.Span
	// weight is its measure times the factor, times the days where the measure is one that stands.
	weight tariff.Number
	// paid is how much of its share it pays by its concessions, 1 for all; granted says which they are, in words.
	paid    tariff.Number
	granted string
	// billed says that its share of the period is issued.
	billed bool
}

// sharers returns the objects that take part in the pool of a period. One that is billed for other days, or takes no part by now, stops
// the whole (billing.already): with one more share, the bills would come to more than the pool.
func (p *pricing) sharers(span tariff.Span) (parts []shared, err error) {
	err = p.eachObject(func(o estate.Object) error {
		revision, state, err := p.revision(o, span)
		if err != nil {
			return err
		}
		part, outcome, err := p.weigh(o, span)
		isPart := err == nil && outcome == charged && part.weight.Sign() > 0
		switch {
		case state == overlapping || state == alreadyBilled && !isPart && !fatal(err):
			return store.Refuse(codeAlready, p.item.Name, o.Code)
		case err != nil && fatal(err):
			return err
		case err != nil:
			p.except(o, span, err)
		case outcome == outside:
			p.Outside(holderOf(o))
		case part.weight.Sign() < 0:
			p.except(o, span, store.Refuse(codeNegative, part.weight.Text()))
		case part.weight.Sign() == 0:
			p.Nothing(holderOf(o))
		default:
			part.revision, part.billed = revision, state == alreadyBilled
			parts = append(parts, part)
		}
		return nil
	})
	return parts, err
}

// weigh returns an object's part in a shared cost. It weighs its measure times the factor (系数) of each line of the tariff
// whose conditions hold. A measure that stands (area, household, people) counts for the days on which the object takes
// part, from its handover on and as long as a tariff is for it: weight × its days ÷ the days of the period. One that was
// measured (usage, another item) is that of these days already.
//
// Concessions do not change a weight, because what one room pays less the others would pay: they are taken off the share.
func (p *pricing) weigh(o estate.Object, span tariff.Span) (part shared, what outcome, err error) {
	if o.HandoverOn > span.To {
		return part, outside, nil // nobody has it yet
	}
	days := span
	if o.HandoverOn > span.From && p.item.Cycle != tariff.Once {
		days.From = o.HandoverOn
	}
	chosen, covered, ok, err := p.choose(p.item.Name, o, days)
	if err != nil || !ok {
		return part, outside, err
	}
	party, debtor := p.partyOn(o, days.From), p.payerOf(p.item.Name, o, covered.From)
	part = shared{object: o, debtor: debtor, tariff: chosen.Name, version: p.versionOf(p.item.Name, chosen, covered.To), days: covered, paid: tariff.Whole(1)}
	weighed := chosen
	weighed.Versions = make([]tariff.Version, len(chosen.Versions))
	weighed.joined = true // its needs are not those of the tariff's own rule
	for i, v := range chosen.Versions {
		weighed.Versions[i] = tariff.Version{FromOn: v.FromOn, Rule: Weighing(v.Rule, p.item.ShareBy)}
	}
	facts, err := p.facts(o, party, weighed, covered, span, []string{p.item.Name})
	if err != nil {
		return part, charged, err
	}
	whole, err := tariff.Price(weighed.Versions, facts, covered.From, covered.To, nil)
	if err != nil {
		return part, charged, err
	}
	part.weight = whole.Exact
	if granted := p.concessionsOf(o.ID, p.item.Name); whole.Exact.Sign() > 0 && len(granted) > 0 {
		reduced, err := tariff.Price(weighed.Versions, facts, covered.From, covered.To, granted)
		if err != nil {
			return part, charged, err
		}
		part.paid, err = reduced.Exact.Quo(whole.Exact)
		part.granted = grantedWords(granted, covered)
		return part, charged, err
	}
	return part, charged, nil
}

// grantedWords names the concessions that hold on some of the days: 空置减免 70%.
func grantedWords(granted []tariff.Concession, days tariff.Span) string {
	var words []string
	for _, c := range granted {
		if c.FromOn > days.To || c.ToOn != "" && c.ToOn < days.From {
			continue
		}
		word := c.Name + "，收 " + c.Factor.Mul(tariff.Whole(100)).Text() + "%"
		if c.FromOn > days.From || c.ToOn != "" && c.ToOn < days.To {
			from, to := max(c.FromOn, days.From), days.To
			if c.ToOn != "" {
				to = min(c.ToOn, days.To)
			}
			word += fmt.Sprintf("，%s 至 %s", from, to)
		}
		words = append(words, word)
	}
	return strings.Join(words, "；")
}

// shareSpan splits the pool of one period among its parts. A concession is taken off the share as it would be without it,
// so that nobody else pays more for it: the estate bears the difference, and the run says how much that is.
//
// Where some of the shares are issued, the others are what was taken back of them: they are issued again if those that stand are just
// what this pool comes to. Otherwise the whole is refused (billing.already).
func (p *pricing) shareSpan(span tariff.Span, parts []shared) error {
	if len(parts) == 0 {
		return nil
	}
	weights, total := make([]tariff.Number, len(parts)), tariff.Number{}
	for i, part := range parts {
		weights[i], total = part.weight, total.Add(part.weight)
	}
	shares, err := tariff.Share(p.source.PoolFen, weights)
	if err != nil {
		return asRefusal(err)
	}
	told := newTelling(p.item.ShareBy, span, parts, total, p.source.PoolFen)
	told.count(parts, shares)
	borne, missing := money.Fen(0), 0
	handed := make([]priced, len(parts))
	for i, part := range parts {
		exact, err := tariff.Ratio(int64(p.source.PoolFen), 100).Mul(part.weight).Quo(total)
		if err != nil {
			return asRefusal(err)
		}
		pays, steps := shares[i], told.steps(part, exact, shares[i])
		if part.granted != "" {
			// What the room pays and what the estate bears are two parts of the share, so that nothing is lost to rounding.
			both, err := tariff.Share(shares[i], []tariff.Number{part.paid, tariff.Whole(1).Sub(part.paid)})
			if err != nil {
				return asRefusal(err)
			}
			pays, exact = both[0], tariff.Ratio(int64(shares[i]), 100).Mul(part.paid)
			borne += both[1]
			steps = append(steps, fmt.Sprintf("减免（%s）：%s × %s = %s，应收 %s，物业承担 %s", part.granted, shares[i], part.paid.Text(), exact.Text(), pays, both[1]))
		}
		handed[i] = priced{Result: tariff.Result{Applies: true, AmountFen: pays, Exact: exact, Steps: steps}, Debtor: part.debtor, Tariff: part.tariff, Version: part.version, Covered: part.days}
		if part.billed {
			if err := p.standsAs(part, span, handed[i]); err != nil {
				return err
			}
		} else if pays > 0 {
			missing++
		}
	}
	return p.handShares(span, parts, handed, borne, missing)
}

// handShares makes the bills of a period's shares, but for those that are issued. A pool of which nothing is missing is billing.already.
func (p *pricing) handShares(span tariff.Span, parts []shared, handed []priced, borne money.Fen, missing int) error {
	first := slices.IndexFunc(parts, func(part shared) bool { return part.billed })
	if first >= 0 && missing == 0 {
		return store.Refuse(codeAlready, p.item.Name, parts[first].object.Code)
	}
	for i, part := range parts {
		switch {
		case part.billed:
			p.Already()
		// A pool of fewer fen than there are rooms leaves some of them nothing to pay, and so may a concession.
		case handed[i].Result.AmountFen == 0:
			p.Nothing(holderOf(part.object))
		default:
			if err := p.hand(part.object, span, part.revision, handed[i]); err != nil {
				return err
			}
		}
	}
	if first >= 0 {
		return nil // the run that split the pool told of it
	}
	return p.Shared(p.source.PoolFen, borne)
}

// standsAs refuses a share that was issued as another one than it comes to now (billing.already).
func (p *pricing) standsAs(part shared, span tariff.Span, now priced) error {
	var fen money.Fen
	var exact string
	found, err := p.Tx.Get(`SELECT amount_fen, exact FROM bills WHERE object = ? AND item = ? AND period_from = ? AND period_to = ?
		AND undone = 0 AND origin = 'tariff' AND of_bill IS NULL`, []any{part.object.ID, p.item.Name, string(span.From), string(span.To)}, &fen, &exact)
	if err == nil && (!found || fen != now.Result.AmountFen || exact != now.Result.Exact.String()) {
		err = store.Refuse(codeAlready, p.item.Name, part.object.Code)
	}
	return err
}

// telling writes how a share came about.
type telling struct {
	by    tariff.Measure
	pool  money.Fen
	total tariff.Number
	days  int
	span  tariff.Span
	// byDays says that weights are told times their days: somebody takes part on some of them only.
	byDays bool
	// odd is how many shares have one fen more than they come to, cut to the fen.
	odd int
}

func newTelling(by tariff.Measure, span tariff.Span, parts []shared, total tariff.Number, pool money.Fen) telling {
	t := telling{by: by, pool: pool, total: total, span: span, days: span.To.DaysSince(span.From) + 1}
	if overPeriod(by) {
		t.days = 1 // the weights are quantities
		return t
	}
	for _, part := range parts {
		t.byDays = t.byDays || part.days != span
	}
	return t
}

// steps says how a share came about, in figures that a calculator repeats.
func (t telling) steps(part shared, exact tariff.Number, share money.Fen) (steps []string) {
	weight, total := part.weight, t.total
	if t.byDays {
		days := part.days.To.DaysSince(part.days.From) + 1
		steps = append(steps, fmt.Sprintf("%s 至 %s 参加分摊，%d ÷ %d 天：%s × %d = %s", part.days.From, part.days.To, days, t.days,
			weight.Mul(tariff.Ratio(1, int64(days))).Text(), days, weight.Text()))
	} else {
		weight, total = weight.Mul(tariff.Ratio(1, int64(t.days))), total.Mul(tariff.Ratio(1, int64(t.days)))
	}
	steps = append(steps, "公摊总额 "+t.pool.Grouped()+" 元 × "+weight.Text()+" ÷ "+total.Text()+t.totalName()+" = "+exact.Text()+"，分到 "+share.String())
	if t.odd == 0 {
		return steps
	}
	whose := "不含本户"
	if t.isOdd(part, share) {
		whose = "含本户"
	}
	each := money.Fen(1)
	if t.pool < 0 {
		each = -1
	}
	return append(steps, fmt.Sprintf("各户先舍去不足 1 分的部分，尾差 %s 元由舍去最多的 %d 户各承担 %s 元，%s", each*money.Fen(t.odd), t.odd, each, whose))
}

// totalName says, in brackets behind it, what the sum of all weights is of. A factor of some of them stands in the rule.
func (t telling) totalName() string {
	what := t.by.Label()
	if t.by == tariff.Household {
		what = "户"
	}
	if t.byDays {
		what += "×天数"
	}
	return "（各户合计，按" + what + "）"
}

// count counts the shares that bear one of the fen that cutting leaves over.
func (t *telling) count(parts []shared, shares []money.Fen) {
	for i, part := range parts {
		if t.isOdd(part, shares[i]) {
			t.odd++
		}
	}
}

// isOdd reports whether a share is beyond what it comes to before rounding, and so bears an odd fen: the others were cut. A share
// that comes out even never gets one.
func (t telling) isOdd(part shared, share money.Fen) bool {
	beyond := tariff.Ratio(int64(share), 1).Mul(t.total).Cmp(tariff.Ratio(int64(t.pool), 1).Mul(part.weight))
	return beyond > 0 && t.pool > 0 || beyond < 0 && t.pool < 0
}

// overPeriod reports whether a measure counts what was measured over a period, which is not multiplied by days again.
func overPeriod(m tariff.Measure) bool {
	return m == tariff.Turnover || strings.HasPrefix(string(m), string(tariff.UsageOf)) || strings.HasPrefix(string(m), string(tariff.AmountOf))
}
