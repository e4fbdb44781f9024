package billing

import (
	"slices"
	"strings"

	"shouqi/ledger/estate"
	"shouqi/ledger/law"
	"shouqi/ledger/store"
	"shouqi/ledger/tariff"
)

// This file says which charges are property fees, of which the rules speak that limit what is taken ahead (law.Prepaying): see the law's doc.

// IsPrepaidFee reports whether what is paid ahead on bills of an item and a kind is a property fee paid ahead.
func IsPrepaidFee(tx *store.Tx, item, kind string) (bool, error) {
	if kind == Deposit || kind == Opening {
		return false, nil
	}
	purpose, err := PurposeOf(tx, item)
	if err != nil || kind == Income && purpose != Utilities && purpose != Parking {
		return err == nil, err
	}
	return isHomeFee(tx, item)
}

// PaysFees reports whether money that is put by for a purpose pays property fees: money for any bill and money for that fee does, and any
// other where an item that is one was given that purpose.
func PaysFees(tx *store.Tx, purpose Purpose) (bool, error) {
	if purpose == AnyPurpose || purpose == PropertyFee {
		return true, nil
	}
	all, err := Items(tx)
	if err != nil {
		return false, err
	}
	for _, item := range all {
		if item.Purpose != purpose || !item.Active || item.Kind == Deposit {
			continue
		}
		if isFee, err := isHomeFee(tx, item.Name); err != nil || isFee {
			return isFee, err
		}
	}
	return false, nil
}

// homeFeeKey is the key under which a transaction recalls whether an item is a home fee.
type homeFeeKey struct{ item string }

// isHomeFee reports whether an item asks something of every room by the time and not by what was used, whatever it is called and whosever
// money it is; but not for a parking space, nor for a utility that is called one. No setting of the item makes it anything else.
func isHomeFee(tx *store.Tx, name string) (bool, error) {
	return store.Recall(tx, homeFeeKey{name}, func() (bool, error) {
		item, err := ItemByName(tx, name)
		if store.Code(err) == CodeUnknownItem {
			return false, nil
		}
		if err != nil || item.Kind == Deposit || item.HangsOn != estate.Room || item.isOther() {
			return false, err
		}
		all, err := Tariffs(tx, item.Name)
		if err != nil {
			return false, err
		}
		for _, t := range all {
			if slices.ContainsFunc(t.Versions, func(v tariff.Version) bool { return !slices.ContainsFunc(v.Rule.Needs(), isMeasured) }) {
				return true, nil
			}
		}
		return false, nil
	})
}

// isCalledFee reports whether a bill by hand is of a property fee: of an item that is one, or by its name, where no item has it.
func isCalledFee(tx *store.Tx, name, kind string) (bool, error) {
	if _, err := ItemByName(tx, name); store.Code(err) == CodeUnknownItem {
		return kind != Deposit && strings.Contains(law.PlainName(name), propertyWords[0]), nil
	}
	return IsPrepaidFee(tx, name, kind)
}

// What the items of other purposes are called, and what none of them is called.
var (
	parkingWords  = []string{"停车", "泊车", "车位", "车库", "车棚"}
	utilityWords  = []string{"水", "电", "气", "暖", "热", "能耗"}
	propertyWords = []string{"物业", "管理", "服务"}
)

// isOther reports whether an item is for parking or a utility, by its purpose and by its name as well: a purpose alone makes no other thing
// of a property fee.
func (i Item) isOther() bool {
	has := func(words []string) bool {
		plain := law.PlainName(i.Name)
		return slices.ContainsFunc(words, func(word string) bool { return strings.Contains(plain, word) })
	}
	switch i.Purpose {
	case Parking:
		return has(parkingWords) && !has(propertyWords[:1]) // 车位管理费 is for a space, 车位物业费 calls itself a property fee
	case Utilities:
		return has(utilityWords) && !has(propertyWords)
	}
	return false
}
