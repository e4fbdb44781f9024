package main

import (
	"fmt"

	"shouqi/ledger/billing"
	"shouqi/ledger/estate"
	"shouqi/ledger/money"
	"shouqi/ledger/store"
)

// payMonth opens a shift and takes the water of the household that was followed; its fee is not due yet and stays.
func (t *tour) payMonth(path string) error {
	float, err := counting(500_00)
	if err != nil {
		return err
	}
	var water, fee money.Fen
	err = t.play(
		step{"还没有开班", []string{"ctrl+3"}, t.titled("交班")},
		step{"开第一个班", float, t.titled("收银")},
		step{"这一户的新账单", []string{"type:" + digitsOf(followed), "Return"}, t.shows(path, func(tx *store.Tx) (_ bool, err error) {
			water, fee, err = owed(tx)
			return water == 35_00 && fee == 280_16, err
		})},
		step{"怎么算出来的", []string{"F5"}, nil},
		step{"收这一户的水费", []string{"Escape", "Return"}, t.paid(path, followed, 1)},
	)
	if err != nil {
		return err
	}
	payments, _, err := t.payments(path)
	if err != nil {
		return err
	}
	if len(payments) != 1 || payments[0].TotalFen != water || payments[0].Allocations[0].Item != waterItem {
		return fmt.Errorf("tour: 这一户的水费是 %s 元，收的不是它", water.Yuan())
	}
	return nil
}

// owed returns what the household owes for water and for the fee.
func owed(tx *store.Tx) (water, fee money.Fen, err error) {
	room, err := estate.ByCode(tx, followed)
	if err != nil {
		return 0, 0, err
	}
	bills, err := billing.OpenOf(tx, room.ID)
	for _, bill := range bills {
		switch bill.Item {
		case waterItem:
			water += bill.OwedFen()
		case feeItem:
			fee += bill.OwedFen()
		}
	}
	return water, fee, err
}
