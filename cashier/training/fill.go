package training

import (
	"context"
	"errors"
	"net/url"
	"path/filepath"
	"strconv"
	"strings"
	"time"

	"shouqi/cashier/demo"
	"shouqi/cashier/printing"
	"shouqi/ledger"
	"shouqi/ledger/billing"
	"shouqi/ledger/estate"
	"shouqi/ledger/staff"
	"shouqi/ledger/store"
	"shouqi/ledger/tariff"
	"shouqi/ledger/vault"
)

// paperSuffix is what the file that a training book prints into is named by behind the book's own name.
const paperSuffix = "-小票.bin"

// fill puts people, places, charges and debts into the new book, as persons would. Debts come last: as long as nobody was asked for money, one
// person may say who owes.
func (m *maker) fill(ctx context.Context, path string, now func() time.Time) (err error) {
	m.book, _, err = ledger.Open(ctx, path, ledger.OpenOptions{Key: vault.Key{Demo: true}})
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, m.book.Close()) }()
	m.book.Journal.Now = now
	if m.manager, err = demo.Hire(ctx, m.book); err != nil {
		return err
	}
	if err := m.paper(ctx, path); err != nil {
		return err
	}
	m.step()
	for _, do := range []func(ctx context.Context) error{m.places, m.charges, m.debts} {
		if err := do(ctx); err != nil {
			return err
		}
		m.step()
	}
	return nil
}

// places takes in the spaces that belong to no room, and the rooms with theirs, by the business day of the real book.
func (m *maker) places(ctx context.Context) error {
	if err := m.settings(ctx); err != nil {
		return err
	}
	for _, row := range m.source.spaces {
		mending := billing.Mending{RequestID: "training/" + row.Code, Kind: estate.Space, On: m.source.today, Row: row}
		var approval staff.Approval
		if len(row.Owners)+len(row.Tenants) > 0 {
			var err error
			if approval, err = m.approve(ctx, staff.ChangeOwing); err != nil {
				return err
			}
		}
		if _, err := m.book.MendRegister(ctx, m.manager, approval, mending); err != nil {
			return err
		}
	}
	_, err := m.book.TakeRegister(ctx, m.manager, ledger.Register{FileHash: registerHash, Rooms: m.source.register.Rooms}, false)
	return err
}

// registerHash stands for the file that the register of a training book never came from.
const registerHash = "training"

// charges makes the items with the prices that hold today. All items come before any price: a price may be one of another item.
func (m *maker) charges(ctx context.Context) error {
	for _, item := range m.source.items {
		approval, err := m.agreed(ctx, item)
		if err == nil {
			err = m.book.Billing.SetItem(ctx, m.manager, approval, item)
		}
		if err != nil {
			return err
		}
	}
	for _, t := range m.source.tariffs {
		version, holds := m.holds(t)
		if !holds {
			continue
		}
		order := billing.NewTariff{Item: t.Item, Name: t.Name, Scope: t.Scope, FromOn: version.FromOn, Rule: version.Rule}
		if err := m.book.Billing.AddTariff(ctx, m.manager, staff.Approval{}, order); err != nil {
			return err
		}
	}
	return nil
}

// agreed is the supervisor's word for a deposit that goes back uninspected, which takes two people where it is for works.
func (m *maker) agreed(ctx context.Context, item billing.Item) (staff.Approval, error) {
	if item.Kind != billing.Deposit || item.Inspect {
		return staff.Approval{}, nil
	}
	return m.approve(ctx, staff.SetPrices)
}

// approve is the supervisor's word.
func (m *maker) approve(ctx context.Context, action staff.Action) (staff.Approval, error) {
	supervisor := demo.People[1]
	return m.book.Staff.Approve(ctx, m.manager, supervisor.Code, supervisor.PIN, action)
}

// holds returns the version of a tariff that holds today.
func (m *maker) holds(t billing.Tariff) (version tariff.Version, holds bool) {
	if t.FromOn > m.source.today || t.ToOn != "" && t.ToOn < m.source.today {
		return version, false
	}
	for _, one := range t.Versions { // the oldest first
		if one.FromOn <= m.source.today {
			version, holds = one, true
		}
	}
	return version, holds
}

// paper lets the book print into a file beside it, so that a receipt can be printed, and printed again, where no printer may be.
func (m *maker) paper(ctx context.Context, path string) error {
	path, err := filepath.Abs(path)
	if err != nil {
		return err
	}
	paper := filepath.ToSlash(strings.TrimSuffix(path, filepath.Ext(path)) + paperSuffix)
	setting := url.URL{Scheme: "file", Path: "/" + strings.TrimPrefix(paper, "/")}
	return m.book.Store.Write(ctx, func(tx *store.Tx) error { return printing.SetPrinterOf(tx, setting.String()) })
}

// settings copies the policies and limits by which money is taken. A closed month is the real book's own.
func (m *maker) settings(ctx context.Context) error {
	p := m.source.policies
	yesNo := map[bool]string{true: estate.Yes, false: estate.No}
	for _, policy := range [][2]string{{estate.PolicyCutoffHour, strconv.Itoa(p.CutoffHour)}, {estate.PolicyAgencyReceipt, yesNo[p.AgencyReceipt]}, {estate.PolicyAllocationOrder, p.AllocationOrder},
		{estate.PolicyLateFeeFirst, yesNo[p.LateFeeFirst]},
		{estate.PolicyRulePack, p.RulePack}, {estate.PolicyFeeMode, p.FeeMode}, {estate.PolicyContractOn, string(p.ContractOn)}} {
		err := m.book.SetPolicy(ctx, m.manager, staff.Approval{}, policy[0], policy[1])
		if err != nil && store.Code(err) != estate.CodePolicySame {
			return err
		}
	}
	for _, limit := range staff.Limits {
		if err := m.book.Staff.SetLimit(ctx, m.manager, staff.Approval{}, limit.Name, m.source.bounds[limit.Name]); err != nil {
			return err
		}
	}
	return nil
}

// debts takes in what is owed and prepaid.
func (m *maker) debts(ctx context.Context) error {
	_, err := m.book.TakeRegister(ctx, m.manager, ledger.Register{FileHash: registerHash, Arrears: m.source.register.Arrears, Credits: m.source.register.Credits}, false)
	return err
}
