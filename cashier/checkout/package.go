package checkout

import (
	"shouqi/ledger/billing"
	"shouqi/ledger/money"
)

// packageOf returns the package of a name that the household is offered.
func (d *Draft) packageOf(name string) (billing.Package, bool) {
	for _, one := range d.Household.Packages {
		if one.Name == name {
			return one, true
		}
	}
	return billing.Package{}, false
}

// PackageFen returns what the bills that a package ticks cost in fen, their late fees included.
func (d *Draft) PackageFen(one billing.Package) (sum money.Fen) {
	for _, line := range d.Household.Lines {
		if line.Left == "" && one.Has(line.Bill) {
			sum += line.WholeFen()
		}
	}
	return sum
}

// tickPackage ticks the open bills of a package's items whole, those not yet due too, and nothing else: doing it again ticks the
// same. What somebody owes who has left is ticked by hand alone. Where the household is offered no such package, or owes nothing of
// it, what was ticked stays and the problem says why.
func (d *Draft) tickPackage(name string) Problem {
	one, found := d.packageOf(name)
	if !found {
		return Problem{Key: "desk.package.none"}
	}
	parts := make(map[string]money.Fen)
	for _, line := range d.Household.Lines {
		if line.Left == "" && one.Has(line.Bill) {
			parts[line.ID] = line.OwedFen()
		}
	}
	if len(parts) == 0 {
		return Problem{Key: "desk.package.nothing", Args: []any{name}}
	}
	d.Parts, d.LateFirst, d.LateParts = parts, nil, nil
	return Problem{}
}
