package demo

import (
	"fmt"

	"shouqi/ledger/estate"
)

// The household that the README and the screens name as an example: whoever types one of them in a demo book finds
// somebody. Its room is in every demo that has a flat, and the one beside it in every one of two: an estate too small to
// have a third building of that height has them in the places of its last flats.
const (
	exampleBuilding = 3
	exampleUnit     = 2
	exampleFloor    = 12
	exampleName     = "张建国"
	examplePhone    = "13800006621"
	examplePlate    = "京A3K517"
)

// place is where a flat lies.
type place struct{ building, unit, floor, number int }

// placeOf returns where the i-th of so many flats lies: unit by unit, floor by floor, but for the last two of an estate that
// does not reach to the example by itself.
func (m *maker) placeOf(i, flats int) place {
	floors := floorsHigh
	if m.options.Rooms <= smallEstate {
		floors = floorsLow
	}
	perUnit := floors * roomsPerFloor
	reaches := floors >= exampleFloor && flats > ((exampleBuilding-1)*unitsPerBuilding+exampleUnit-1)*perUnit+(exampleFloor-1)*roomsPerFloor+1
	if first := max(flats-2, 0); !reaches && i >= first && i < flats {
		return place{exampleBuilding, exampleUnit, exampleFloor, i - first + 1}
	}
	return place{i/(perUnit*unitsPerBuilding) + 1, i/perUnit%unitsPerBuilding + 1, i%perUnit/roomsPerFloor + 1, i%roomsPerFloor + 1}
}

func (p place) code() string {
	return fmt.Sprintf("%d-%d-%d%02d", p.building, p.unit, p.floor, p.number)
}

// makeExample makes the example's household of whoever was settled in its room, the number-th of the estate: one owner, who
// lives there, pays, and has a car.
func makeExample(row *estate.Row, h *home, number int) {
	if row.Code != (place{exampleBuilding, exampleUnit, exampleFloor, 1}).code() {
		return
	}
	h.empty, h.never = false, false
	row.State, row.Tenants, row.Remark = "自住", nil, ""
	row.Owners = []estate.RowParty{{Kind: estate.Natural, Name: exampleName, Phones: []string{examplePhone}, ShareBasisPoints: wholeShare}}
	h.space = fmt.Sprintf("B1-%03d", number)
	row.Spaces, row.Plates = []string{h.space}, []string{examplePlate}
}
