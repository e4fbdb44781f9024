package billing

import (
	"context"
	"encoding/json"
	"slices"
	"strings"

	"shouqi/ledger/calendar"
	"shouqi/ledger/estate"
	"shouqi/ledger/journal"
	"shouqi/ledger/staff"
	"shouqi/ledger/store"
)

// kindPackageSet is the event of SetPackage and EndPackage.
const kindPackageSet = "package.set"

// The most packages that are in use at a time, and items of one. A desk reads all that are in use with every household.
const (
	packagesMax     = 50
	packageItemsMax = 20
	// packagesListed bounds a list, those that are in use no more included.
	packagesListed = 500
)

// Package is a named set of charge items that households pay together (缴费套餐). It asks for nothing by itself and makes no bill:
// it only says which of the open bills the desk ticks with one key. Its name is its identity.
type Package struct {
	Name string `json:"name"`
	// Items are the names that its items were made with, in the order in which they were given.
	Items []string `json:"items"`
	// Scope says which rooms' households it is for; its rooms are rooms and no spaces.
	Scope Scope `json:"scope"`
	// Active is false for a package that no desk offers any more; the same name may be set again.
	Active bool `json:"active"`
}

// packageSetV1 sets a package as a whole, in the place of the one of its name.
type packageSetV1 struct {
	Package
	By string `json:"by"`
}

// same reports whether two packages say the same.
func (p Package) same(other Package) bool {
	return p.Name == other.Name && p.Active == other.Active && slices.Equal(p.Items, other.Items) && p.Scope.same(other.Scope)
}

// same reports whether two scopes list the same names in the same order.
func (s Scope) same(other Scope) bool {
	return s.Party == other.Party && slices.Equal(s.Rooms, other.Rooms) && slices.Equal(s.Buildings, other.Buildings) &&
		slices.Equal(s.Uses, other.Uses) && slices.Equal(s.Layouts, other.Layouts) && slices.Equal(s.States, other.States)
}

// Has reports whether a bill is of one of the package's items. A bill for a late fee goes with what it is the late fee of.
func (p Package) Has(bill Bill) bool {
	item := bill.Item
	if bill.Origin == FromLateFee {
		item = strings.TrimSuffix(item, LateFeeSuffix)
	}
	return slices.Contains(p.Items, item)
}

// check checks what a package says by itself: billing.package_name, billing.package_items.
func (p Package) check() error {
	switch {
	case p.Name == "" || len([]rune(p.Name)) > itemMax || !store.Printable(p.Name) || strings.TrimSpace(p.Name) != p.Name:
		return store.Refuse(codePackageName, itemMax)
	case len(p.Items) == 0 || len(p.Items) > packageItemsMax:
		return store.Refuse(codePackageItems, packageItemsMax)
	}
	return nil
}

// SetPackage makes a package, changes the one of its name, or puts one that was ended into use again, and returns it with its
// items by the names that they were made with, each once. It moves no money and issues no bill, so one person who may set up
// items does it. A package as it is already changes nothing. At most 50 are in use at a time (billing.too_many). Errors:
// billing.package_name, billing.package_items for none or more than 20, billing.unknown_item, estate.unknown_room, and those of a
// scope.
func (s *Billing) SetPackage(ctx context.Context, by staff.Actor, wish Package) (Package, error) {
	return store.Do(ctx, s.db, s.within, func(tx *store.Tx) (Package, error) { return s.doSetPackage(tx, by, wish) })
}

func (s *Billing) doSetPackage(tx *store.Tx, by staff.Actor, wish Package) (Package, error) {
	if err := s.staff.Require(tx, by, staff.SetUpItems); err != nil {
		return Package{}, err
	}
	if err := wish.check(); err != nil {
		return Package{}, err
	}
	var items []string
	for _, name := range wish.Items {
		item, err := CalledItem(tx, name)
		if err != nil {
			return Package{}, err
		}
		if !slices.Contains(items, item.Name) {
			items = append(items, item.Name)
		}
	}
	wish.Items, wish.Active = items, true
	if err := CheckScope(tx, wish.Scope); err != nil {
		return Package{}, err
	}
	for i, code := range wish.Scope.Rooms { // a space has no household: nobody would ever be offered it
		room, err := estate.ByCode(tx, code)
		if err != nil {
			return Package{}, err
		}
		wish.Scope.Rooms[i] = room.Code
	}
	current, err := PackageByName(tx, wish.Name)
	if err != nil && store.Code(err) != CodeUnknownPackage {
		return Package{}, err
	}
	if current.same(wish) {
		return current, nil
	}
	if !current.Active {
		var used int
		if _, err := tx.Get("SELECT count(*) FROM packages WHERE active = 1", nil, &used); err != nil {
			return Package{}, err
		}
		if used >= packagesMax {
			return Package{}, store.Refuse(codeTooMany, packagesMax)
		}
	}
	_, err = s.journal.Append(tx, kindPackageSet, packageSetV1{Package: wish, By: by.ID()})
	return wish, err
}

// EndPackage takes a package out of use; bills and payments stay as they are. One that is out of use already changes nothing.
// Errors: billing.unknown_package.
func (s *Billing) EndPackage(ctx context.Context, by staff.Actor, name string) error {
	return store.Change(ctx, s.db, s.within, func(tx *store.Tx) error {
		if err := s.staff.Require(tx, by, staff.SetUpItems); err != nil {
			return err
		}
		ended, err := PackageByName(tx, name)
		if err != nil || !ended.Active {
			return err
		}
		ended.Active = false
		_, err = s.journal.Append(tx, kindPackageSet, packageSetV1{Package: ended, By: by.ID()})
		return err
	})
}

// applyPackageSet writes a package over the one of its name.
func applyPackageSet(tx *store.Tx, _ journal.Event, body packageSetV1) error {
	items, err := json.Marshal(body.Items)
	if err != nil {
		return err
	}
	scope, err := json.Marshal(body.Scope)
	if err != nil {
		return err
	}
	_, err = tx.Exec(`INSERT INTO packages (name, items, scope, active, person) VALUES (?, ?, ?, ?, ?) ON CONFLICT (name) DO UPDATE SET
		items = excluded.items, scope = excluded.scope, active = excluded.active, person = excluded.person`,
		body.Name, string(items), string(scope), body.Active, body.By)
	return err
}

func scanPackage(scan func(dest ...any) error) (p Package, err error) {
	var items, scope string
	if err := scan(&p.Name, &items, &scope, &p.Active); err != nil {
		return p, err
	}
	if err := json.Unmarshal([]byte(items), &p.Items); err != nil {
		return p, err
	}
	return p, json.Unmarshal([]byte(scope), &p.Scope)
}

// Packages returns the packages by name, those in use first and at most 500.
func Packages(tx *store.Tx) ([]Package, error) {
	return store.All(tx, "SELECT name, items, scope, active FROM packages ORDER BY active DESC, name LIMIT ?", []any{packagesListed}, scanPackage)
}

// PackageByName returns one package, in use or not; a name that none has is billing.unknown_package.
func PackageByName(tx *store.Tx, name string) (Package, error) {
	all, err := store.All(tx, "SELECT name, items, scope, active FROM packages WHERE name = ?", []any{name}, scanPackage)
	if err == nil && len(all) == 0 {
		err = store.Refuse(CodeUnknownPackage, name)
	}
	if err != nil {
		return Package{}, err
	}
	return all[0], nil
}

// PackagesFor returns the packages in use that are for the household of a room on a day, by name.
func PackagesFor(tx *store.Tx, room estate.Object, on calendar.Date) ([]Package, error) {
	all, err := store.All(tx, "SELECT name, items, scope, active FROM packages WHERE active = 1 ORDER BY name LIMIT ?", []any{packagesMax}, scanPackage)
	if err != nil || len(all) == 0 {
		return nil, err
	}
	parties, err := estate.PartiesOn(tx, room.ID, on)
	if err != nil {
		return nil, err
	}
	party := PartyNone
	if len(parties) > 0 { // tenants stand last: one who lives there stands for all, as for a tariff
		party = parties[len(parties)-1].Role
	}
	return slices.DeleteFunc(all, func(p Package) bool { return !p.Scope.fits(room, party) }), nil
}

// PackageFor returns the package of a name for the household of a room on a day. Errors: billing.unknown_package, and
// billing.package_outside for one that is not for this household or in use no more.
func PackageFor(tx *store.Tx, room estate.Object, on calendar.Date, name string) (Package, error) {
	found, err := PackageByName(tx, name)
	if err != nil {
		return Package{}, err
	}
	fitting, err := PackagesFor(tx, room, on)
	if err != nil {
		return Package{}, err
	}
	if !slices.ContainsFunc(fitting, func(p Package) bool { return p.Name == name }) {
		return Package{}, store.Refuse(CodePackageOutside, name, room.Code)
	}
	return found, nil
}
