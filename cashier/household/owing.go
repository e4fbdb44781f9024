package household

import (
	"context"
	"slices"
	"strings"

	"shouqi/ledger/billing"
	"shouqi/ledger/estate"
	"shouqi/ledger/store"
	"shouqi/ledger/vault"
)

// Owing is who owes a bill, in the words of a clerk and with the name masked, and a sentence on the days of others in its period, ""
// where there are none.
type Owing struct {
	Debtor  string `json:"debtorWords"`
	Changed string `json:"payersWords,omitempty"`
}

// Told is what a bill does not say by itself: who owes it and by which prices it was made, each a line.
type Told struct {
	Owing
	Prices []string
}

// Told reads it for one bill.
func (c *Households) Told(ctx context.Context, bill billing.Bill) (told Told, err error) {
	err = c.session.Book.Store.Read(ctx, func(tx *store.Tx) error {
		if told.Owing, err = OwingOf(tx, c.session.Book.Vault, bill); err != nil {
			return err
		}
		told.Prices, err = PriceSteps(tx, bill)
		return err
	})
	return told, err
}

// OwingOf reads who owes a bill and who had the place on its days.
func OwingOf(tx *store.Tx, v *vault.Vault, bill billing.Bill) (Owing, error) {
	payers, err := billing.PayersOf(tx, bill)
	if err != nil {
		return Owing{}, err
	}
	role, err := debtorRole(tx, bill, payers)
	if err != nil {
		return Owing{}, err
	}
	names := make(map[string]string)
	for _, payer := range append(slices.Clone(payers), billing.Payer{Person: bill.Debtor}) {
		if payer.Person == "" {
			continue
		}
		profile, err := estate.ProfileOf(tx, v, payer.Person, 0)
		if err != nil {
			return Owing{}, err
		}
		kind, err := estate.KindOf(tx, payer.Person)
		if err != nil {
			return Owing{}, err
		}
		names[payer.Person] = estate.MaskName(profile.Name, kind)
	}
	debtor := billing.Payer{Person: bill.Debtor, Role: role}
	owing := Owing{Debtor: payerWords(debtor, names)}
	if len(payers) > 1 {
		owing.Changed = payersSentence(payers, debtor, names)
	}
	return owing, nil
}

// debtorRole finds as what the debtor of a bill has the place, or had it; a lease's is a tenant wherever the register has them.
func debtorRole(tx *store.Tx, bill billing.Bill, payers []billing.Payer) (string, error) {
	at := slices.IndexFunc(payers, func(p billing.Payer) bool { return p.Person == bill.Debtor })
	switch {
	case bill.Debtor == "":
		return billing.PartyNone, nil
	case bill.Origin == billing.FromLease:
		return estate.Tenant, nil
	case at >= 0:
		return payers[at].Role, nil
	}
	place, err := estate.ByID(tx, bill.Object)
	if err != nil {
		return "", err
	}
	holder := place.ID
	if place.Room != "" {
		holder = place.Room
	}
	parties, err := estate.Parties(tx, holder)
	for _, party := range parties {
		if party.Person == bill.Debtor {
			return party.Role, err
		}
	}
	return "", err
}

// ChangedPayers says of a bill that a preview shows who would owe for which of its days, and who owes it, without their names; "" where
// one has all of them.
func ChangedPayers(bill billing.Proposed) string {
	if len(bill.Payers) < 2 {
		return ""
	}
	debtor := bill.Payers[0]
	if at := slices.IndexFunc(bill.Payers, func(p billing.Payer) bool { return p.Person == bill.Debtor }); at >= 0 {
		debtor = bill.Payers[at]
	}
	return payersSentence(bill.Payers, debtor, nil)
}

// payersSentence says who has which days of a period and that one of them owes all of it.
func payersSentence(payers []billing.Payer, debtor billing.Payer, names map[string]string) string {
	parts := make([]string, len(payers))
	for i, payer := range payers {
		parts[i] = said("owing.days", string(payer.Span.From), string(payer.Span.To), payerWords(payer, names))
		if i > 0 && names == nil && payer.Role == payers[i-1].Role {
			parts[i] += said("owing.other")
		}
	}
	return said("owing.changed", strings.Join(parts, "，"), payerWords(debtor, names))
}

// payerWords says as what somebody owes, and the name where it is known.
func payerWords(payer billing.Payer, names map[string]string) string {
	word := said("owing.somebody")
	switch payer.Role {
	case estate.Owner, estate.Tenant:
		word = said("owing." + payer.Role)
	case billing.PartyNone:
		word = said("owing.none")
	}
	return strings.TrimSpace(word + " " + names[payer.Person])
}
