package billing

import (
	"encoding/json"
	"strconv"
	"strings"

	"shouqi/ledger/estate"

	"shouqi/ledger/money"
	"shouqi/ledger/staff"
	"shouqi/ledger/tariff"
)

// This file says what a second person decides about who agrees to another price: what it is called, from when it holds and what it
// says, and, by a digest, all of it. An approval that was asked for is for exactly that.

// priceDeed is the deed of setting a price of a kind: of what is called so, on those terms.
func priceDeed(kind, called string, terms staff.Terms) staff.Deed {
	return staff.Deed{Action: staff.SetPrices, About: staff.Called(kind, called), Terms: terms}
}

// content digests what is decided about as a whole. What cannot be written as JSON has no digest, and is refused where its event is
// written.
func content(whole any) string {
	text, err := json.Marshal(whole)
	if err != nil {
		return ""
	}
	return staff.Content(string(text))
}

// pricesOf tells the prices of a rule in yuan, those of its tiers included, for who has to agree to it.
func pricesOf(rule tariff.Rule) string {
	var prices []string
	for _, line := range rule.Lines {
		price := string(line.Price)
		for _, tier := range line.Tiers {
			price = strings.Trim(price+"/"+string(tier.Price), "/")
		}
		if line.Formula != "" {
			price = line.Formula
		}
		if price != "" {
			prices = append(prices, strings.TrimSpace(line.Name+" "+price))
		}
	}
	return strings.Join(prices, ", ")
}

func (order NewTariff) deed() staff.Deed {
	return priceDeed("tariff", order.Item+" "+order.Name, staff.NewTerms("from", string(order.FromOn), "price", pricesOf(order.Rule), "content", content(order)))
}

func (change PriceChange) deed() staff.Deed {
	return priceDeed("price", change.Item+" "+change.Tariff, staff.NewTerms("from", string(change.FromOn), "price", pricesOf(change.Rule), "content", content(change)))
}

func (i Item) deed() staff.Deed {
	return priceDeed("item", i.Name, staff.NewTerms("kind", i.Kind, "content", content(i)))
}

// grantedTo names who gets a concession: one place by its code, several by how many they are.
func grantedTo(places []estate.Object) string {
	if len(places) == 1 {
		return places[0].Code
	}
	return strconv.Itoa(len(places)) + " 户"
}

// deed names the one place by its code, and several by how many they are and a digest of all.
func (c Concession) deed(places []estate.Object) staff.Deed {
	terms := []string{}
	if len(places) > 1 {
		ids := make([]string, len(places))
		for i, place := range places {
			ids[i] = place.ID
		}
		terms = []string{"content", staff.Content(ids...)}
	}
	if c.Reason != "" {
		terms = append(terms, "reason", c.Reason)
	}
	return priceDeed("concession", strings.TrimSpace(c.Name+" "+c.Item), staff.NewTerms(append([]string{"room", grantedTo(places), "factor", c.Factor.String(), "from", string(c.FromOn), "to", string(c.ToOn)}, terms...)...))
}

func (o Offer) deed(item string) staff.Deed {
	return priceDeed("offer", item, staff.NewTerms("pay", strconv.Itoa(o.Pay), "free", strconv.Itoa(o.Free), "from", string(o.FromOn), "to", string(o.ToOn)))
}

// undoDeed adds to what is taken back which bills they are, and why: one bill by its id, several by a digest of all of them.
func undoDeed(deed staff.Deed, bills []Bill, reason string) staff.Deed {
	if len(bills) == 0 {
		return deed
	}
	ids := make([]string, len(bills))
	for i, bill := range bills {
		ids[i] = bill.ID
	}
	deed.About = ids[0]
	deed.Terms = staff.NewTerms("reason", reason)
	if len(bills) > 1 {
		deed.Terms = deed.Terms.And(staff.NewTerms("count", strconv.Itoa(len(bills)), "content", staff.Content(ids...)))
	}
	return deed
}

// adjustDeed is the deed of putting bills right: whose they are, how many, what comes off and what is added in fen, and why.
func adjustDeed(order Order, all []Adjustment, reason string) staff.Deed {
	var off, more money.Fen
	parts := make([]string, 0, len(all))
	for _, a := range all {
		difference := a.DifferenceFen()
		if off -= min(0, difference); difference > 0 {
			more += difference
		}
		parts = append(parts, a.Bill.ID+" "+difference.String())
	}
	digest := staff.Content(parts...)
	return staff.Deed{Action: staff.ReduceBill, Fen: off, About: staff.PartOf("adjust", digest),
		Terms: staff.NewTerms("reason", reason, "of", order.Source.Title(), "count", strconv.Itoa(len(all)), "more", more.String())}
}
