package leases

import (
	"slices"
	"strings"

	"shouqi/ledger/lease"
	"shouqi/ledger/money"
	"shouqi/ledger/tariff"
)

// clauses are the rarer terms of a contract, each as often as it needs: changes of the rent from a day on, days without
// rent, tiers of a share of turnover below its last, concessions with their days, and a deposit that is a sum.
type clauses struct {
	steps      []lease.Step
	free       []tariff.Span
	tiers      []lease.ShareTier
	discounts  []lease.Discount
	depositFen money.Fen
}

// clauseKinds are what can be added, numbered from 1; the last is of new contracts alone.
var clauseKinds = []string{"step", "free", "tier", "discount", "deposit"}

// clauseLine is one clause as it is listed; remove takes it away.
type clauseLine struct {
	kind, words string
	remove      func()
}

// clausesOf returns the clauses of terms.
func clausesOf(terms lease.Terms) clauses {
	c := clauses{steps: slices.Clone(terms.Steps), free: slices.Clone(terms.Free), discounts: slices.Clone(terms.Discounts)}
	if terms.Share != nil {
		c.tiers = slices.Clone(terms.Share.Tiers[:len(terms.Share.Tiers)-1])
	}
	return c
}

// sort puts every kind in the order in which the ledger takes it.
func (c *clauses) sort() {
	slices.SortStableFunc(c.steps, func(a, b lease.Step) int { return strings.Compare(string(a.FromOn), string(b.FromOn)) })
	slices.SortStableFunc(c.free, func(a, b tariff.Span) int { return strings.Compare(string(a.From), string(b.From)) })
	slices.SortStableFunc(c.discounts, func(a, b lease.Discount) int { return strings.Compare(string(a.FromOn), string(b.FromOn)) })
	slices.SortStableFunc(c.tiers, func(a, b lease.ShareTier) int { return upTo(a).Cmp(upTo(b)) })
}

// upTo returns the limit of a tier, which was read when it was typed.
func upTo(tier lease.ShareTier) tariff.Number {
	number, err := tariff.ParseNumber(string(tier.UpTo))
	if err != nil {
		return tariff.Number{}
	}
	return number
}

// lines lists the clauses as people say them.
func (c *clauses) lines(text words) (lines []clauseLine) {
	add := func(kind, said string, remove func()) {
		lines = append(lines, clauseLine{kind: text("leases.clause." + kind), words: said, remove: remove})
	}
	for i, step := range c.steps {
		said := text("leases.clause.step.price", string(step.FromOn), string(step.Price))
		if step.Percent != "" {
			said = text("leases.clause.step.percent", string(step.FromOn), signed(step.Percent))
		}
		add("step", said, func() { c.steps = slices.Delete(c.steps, i, i+1) })
	}
	for i, free := range c.free {
		add("free", text("month.span", string(free.From), string(free.To)), func() { c.free = slices.Delete(c.free, i, i+1) })
	}
	for i, tier := range c.tiers {
		add("tier", text("leases.clause.tier.words", string(tier.UpTo), string(tier.Percent)), func() { c.tiers = slices.Delete(c.tiers, i, i+1) })
	}
	for i, d := range c.discounts {
		said := text("leases.clause.discount.open", d.Name, string(d.FromOn), string(d.Percent))
		if d.ToOn != "" {
			said = text("leases.clause.discount.words", d.Name, string(d.FromOn), string(d.ToOn), string(d.Percent))
		}
		add("discount", said, func() { c.discounts = slices.Delete(c.discounts, i, i+1) })
	}
	if c.depositFen > 0 {
		add("deposit", c.depositFen.Yuan(), func() { c.depositFen = 0 })
	}
	return lines
}

// signed writes a percentage with its sign.
func signed(percent tariff.Value) string {
	if strings.HasPrefix(string(percent), "-") {
		return string(percent)
	}
	return "+" + string(percent)
}

// apply adds the clauses to a contract; it gives the sentence that says what does not go together, "" where nothing.
func (c *clauses) apply(text words, contract *lease.Contract) (missing string) {
	contract.Terms.Steps = slices.Clone(c.steps)
	contract.Terms.Discounts = slices.Clone(c.discounts)
	all := clauses{free: append(slices.Clone(c.free), contract.Terms.Free...)}
	all.sort()
	contract.Terms.Free = all.free
	contract.Deposit.Fen = c.depositFen
	switch share := contract.Terms.Share; {
	case len(c.tiers) == 0:
	case share == nil:
		return text("leases.clause.tier.missing")
	default:
		share.Tiers = append(slices.Clone(c.tiers), share.Tiers...)
	}
	return ""
}
