package billing

import (
	"shouqi/ledger/estate"
	"shouqi/ledger/store"
	"shouqi/ledger/tariff"
)

// shareOut splits the pool of a shared cost (公摊) among the objects that a tariff is for, period by period. The shares add
// up to the pool to the fen: what rounding leaves over goes to the largest remainders.
func (p *pricing) shareOut() error {
	spans, err := p.periods()
	if err != nil {
		return err
	}
	for _, span := range spans {
		if err := p.shareSpan(span); err != nil {
			return err
		}
	}
	return nil
}

// shared is one object's part in a shared cost; from holds its weight until the pool is split, then its share.
type shared struct {
	object   estate.Object
	revision int
	from     priced
}

// shareSpan splits the pool of one period. One object that is billed already stops the whole (billing.already).
func (p *pricing) shareSpan(span tariff.Span) error {
	var parts []shared
	var weights []tariff.Number
	var total tariff.Number
	err := p.eachObject(func(o estate.Object) error {
		revision, state, err := p.revision(o, span)
		if err != nil {
			return err
		}
		if state != unbilled {
			// A pool is split once: with one more share, the bills would come to more than the pool.
			return store.Refuse(codeAlready, p.item.Name, o.Code)
		}
		from, outcome, err := p.weigh(o, span)
		switch {
		case err != nil && fatal(err):
			return err
		case err != nil:
			p.except(o, span, err)
			return nil
		case outcome == outside:
			p.Outside(o.ID)
			return nil
		case !from.Result.Applies || from.Result.Exact.Sign() == 0:
			p.Nothing(o.ID)
			return nil
		}
		parts, weights, total = append(parts, shared{o, revision, from}), append(weights, from.Result.Exact), total.Add(from.Result.Exact)
		return nil
	})
	if err != nil || len(parts) == 0 {
		return err
	}
	shares, err := tariff.Share(p.source.PoolFen, weights)
	if err != nil {
		return asRefusal(err)
	}
	for i, part := range parts {
		// A pool of fewer fen than there are rooms leaves some of them nothing to pay.
		if shares[i] == 0 {
			p.Nothing(part.object.ID)
			continue
		}
		exact, err := tariff.Ratio(int64(p.source.PoolFen), 100).Mul(weights[i]).Quo(total)
		if err != nil {
			return asRefusal(err)
		}
		part.from.Result = tariff.Result{Applies: true, AmountFen: shares[i], Exact: exact, Steps: []string{
			"公摊总额 " + p.source.PoolFen.Grouped() + " 元 × " + weights[i].Text() + " ÷ " + total.Text() + " = " + exact.Text() + "，分到 " + shares[i].String()}}
		if err := p.hand(part.object, span, part.revision, part.from); err != nil {
			return err
		}
	}
	return nil
}

// weigh returns an object's weight in a shared cost: its measure, where the conditions of the tariff's version let it
// take part. The prices of the tariff do not count, and neither do concessions, because what one room pays less the
// others would pay.
func (p *pricing) weigh(o estate.Object, span tariff.Span) (priced, outcome, error) {
	if o.HandoverOn > span.To {
		return priced{}, outside, nil // nobody has it yet
	}
	debtor, party := p.debtor(o, span.From)
	chosen, covered, ok, err := p.choose(p.item.Name, o, party, span)
	if err != nil || !ok {
		return priced{}, outside, err
	}
	version := versionOn(chosen.Versions, covered.To)
	// The rule that prices the weight is the tariff's conditions with one line that counts the measure once.
	weight := chosen
	weight.joined = true // its needs are not those of the tariff's own rule
	for _, v := range chosen.Versions {
		if v.FromOn == version {
			weight.Versions = []tariff.Version{{FromOn: v.FromOn, Rule: tariff.Rule{When: v.Rule.When,
				Lines: []tariff.Line{{Measure: p.item.ShareBy, Price: "1", Per: tariff.Period}}}}}
		}
	}
	facts, err := p.facts(o, party, weight, covered, span, []string{p.item.Name})
	if err != nil {
		return priced{}, charged, err
	}
	result, err := tariff.Price(weight.Versions, facts, max(covered.From, version), covered.To, nil)
	if err != nil {
		return priced{}, charged, err
	}
	return priced{Result: result, Debtor: debtor, Tariff: chosen.Name, Version: version}, charged, nil
}
