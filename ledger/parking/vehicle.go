package parking

import (
	"fmt"
	"strings"
	"unicode/utf8"
)

// Vehicle is a kind of vehicle (车型) that pays so many times what the plan says: 小型车 1, 大型车 1.5, 新能源车 0.5.
//
// The factor multiplies every price of the plan before anything is added up, and its bounds with them: the caps, the least
// and the price of a lost ticket. A plan with SameCaps keeps these as they are written for every kind. A price under a factor
// is exact; the one rounding comes last, of what the caps leave.
type Vehicle struct {
	Name   string `json:"name"`
	Factor Factor `json:"factor"`
}

// Factor is how many times the plan's prices a kind of vehicle pays: 0 to 10, with at most two decimals.
type Factor string

// vehiclesMax bounds the kinds of vehicle of a plan.
const vehiclesMax = 20

// ordinary is the factor of a plan that names no kinds of vehicle, in hundredths.
const ordinary hundredths = 100

// checkVehicles refuses too many kinds, a name that is none or there already and a factor out of its bounds: parking.value with
// the place.
func (p Plan) checkVehicles() error {
	if len(p.Vehicles) > vehiclesMax {
		return refuse(CodeValue, "vehicles")
	}
	named := map[string]bool{}
	for i, v := range p.Vehicles {
		place := fmt.Sprintf("vehicles[%d]", i+1)
		if v.Name == "" || utf8.RuneCountInString(v.Name) > textMax || named[v.Name] {
			return refuse(CodeValue, place+".name")
		}
		if _, fine := v.Factor.parse(); !fine {
			return refuse(CodeValue, place+".factor")
		}
		named[v.Name] = true
	}
	return nil
}

// vehicle returns the kind that is priced: the one of that name, and the plan's first for "". A kind that the plan does not
// name is refused, since nobody said what it pays: parking.vehicle with the kinds there are, parking.one_price where the plan
// names none. The zero Vehicle is a plan's without kinds.
func (p Plan) vehicle(name string) (Vehicle, error) {
	var names []string
	for _, v := range p.Vehicles {
		if name == "" || v.Name == name {
			return v, nil
		}
		names = append(names, v.Name)
	}
	switch {
	case name == "":
		return Vehicle{}, nil
	case len(names) == 0:
		return Vehicle{}, refuse(codeOnePrice, name)
	}
	return Vehicle{}, refuse(codeVehicle, name, strings.Join(names, "、"))
}

// priceFor multiplies the table's amounts by the factor of a kind of vehicle and keeps a step that says so. The errors are those
// of vehicle.
func (t *table) priceFor(name string) error {
	kind, err := t.vehicle(name)
	if err != nil || kind.Name == "" {
		return err
	}
	t.kind = kind.Name
	factor, _ := kind.Factor.parse()
	if factor == ordinary {
		return nil
	}
	for i := range t.windows {
		for k := range t.windows[i].rates {
			t.windows[i].rates[k].price = t.windows[i].rates[k].price.times(factor)
		}
	}
	t.factorStep = kind.Name + "按 " + string(kind.Factor) + " 倍计：单价和封顶都已乘 " + string(kind.Factor)
	if t.SameCaps {
		t.factorStep = kind.Name + "按 " + string(kind.Factor) + " 倍计：单价已乘 " + string(kind.Factor) + "，封顶不变"
		return nil
	}
	for i := range t.windows {
		t.windows[i].limit = t.windows[i].limit.times(factor)
	}
	for i := range t.dayCaps {
		t.dayCaps[i] = t.dayCaps[i].times(factor)
	}
	t.stayCap, t.least, t.lost = t.stayCap.times(factor), t.least.times(factor), t.lost.times(factor)
	return nil
}
