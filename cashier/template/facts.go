package template

import (
	"maps"
	"strconv"

	"shouqi/ledger/calendar"
	"shouqi/ledger/tariff"
)

// Facts are what an example knows of a room, written as a person would: Area, Heads, InnerArea and Turnover are decimals
// ("98.30" m², people, m², yuan), "" where they are not known; Usage and UsedBefore by kind of meter, Items in yuan.
type Facts struct {
	Kind       string                    `json:"kind,omitempty"`
	Building   string                    `json:"building,omitempty"`
	Unit       string                    `json:"unit,omitempty"`
	Number     string                    `json:"number,omitempty"`
	Use        string                    `json:"use,omitempty"`
	Layout     string                    `json:"layout,omitempty"`
	State      string                    `json:"state,omitempty"`
	Party      string                    `json:"party,omitempty"`
	Floor      int                       `json:"floor,omitempty"`
	Nth        int                       `json:"nth,omitempty"`
	Area       string                    `json:"area,omitempty"`
	InnerArea  string                    `json:"innerArea,omitempty"`
	Heads      string                    `json:"heads,omitempty"`
	Fields     map[string]string         `json:"fields,omitempty"`
	Usage      map[string]tariff.Number  `json:"usage,omitempty"`
	UsedBefore map[string]tariff.Number  `json:"usedBefore,omitempty"`
	Items      map[string]tariff.Number  `json:"items,omitempty"`
	Metered    map[string]tariff.Metered `json:"metered,omitempty"`
	HandoverOn calendar.Date             `json:"handoverOn,omitempty"`
	OwnerOn    calendar.Date             `json:"ownerOn,omitempty"`
	Turnover   string                    `json:"turnover,omitempty"`
}

// Tariff returns the facts as the tariffs take them. An area or a turnover that is no decimal is tariff.number, an area with
// more than two decimals template.value.
func (f Facts) Tariff() (tariff.Facts, error) {
	facts := tariff.Facts{
		Kind: f.Kind, Building: f.Building, Unit: f.Unit, Number: f.Number, Use: f.Use, Layout: f.Layout, State: f.State,
		Party: f.Party, Floor: f.Floor, Nth: f.Nth, Fields: maps.Clone(f.Fields), Usage: maps.Clone(f.Usage),
		UsedBefore: maps.Clone(f.UsedBefore), Items: maps.Clone(f.Items),
		Metered: maps.Clone(f.Metered), HandoverOn: f.HandoverOn, OwnerOn: f.OwnerOn,
	}
	for name, value := range map[string]string{tariff.InnerField: f.InnerArea, tariff.HeadsField: f.Heads} {
		if value != "" {
			if facts.Fields == nil {
				facts.Fields = make(map[string]string)
			}
			facts.Fields[name] = value
		}
	}
	if f.Area != "" {
		area, err := tariff.ParseNumber(f.Area)
		if err != nil {
			return tariff.Facts{}, err
		}
		centi, err := strconv.ParseInt(area.Mul(tariff.Whole(100)).String(), 10, 64)
		if err != nil {
			return tariff.Facts{}, refuse(CodeValue, "area")
		}
		facts.AreaCentiM2 = centi
	}
	if f.Turnover != "" {
		turnover, err := tariff.ParseNumber(f.Turnover)
		if err != nil {
			return tariff.Facts{}, err
		}
		facts.Turnover, facts.HasTurnover = turnover, true
	}
	return facts, nil
}
