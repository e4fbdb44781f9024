package training

import (
	"context"
	"encoding/json"
	"slices"
	"strings"

	"shouqi/ledger"
	"shouqi/ledger/billing"
	"shouqi/ledger/calendar"
	"shouqi/ledger/estate"
	"shouqi/ledger/staff"
	"shouqi/ledger/store"
	"shouqi/ledger/tariff"
	"shouqi/ledger/till"
)

// roomsMax and spacesMax bound what is copied: a register takes no more rooms, and a space that belongs to no room is made by a command
// of its own.
const (
	roomsMax  = 100_000
	spacesMax = 1_000
)

// source is what a training book takes over: nothing that the vault holds, and no text that somebody typed about one household.
type source struct {
	policies estate.Policies
	bounds   staff.Bounds
	today    calendar.Date
	items    []billing.Item
	tariffs  []billing.Tariff
	register ledger.Register
	// spaces are those that belong to no room.
	spaces []estate.Row
	left   int
}

// read reads it in one snapshot of the book, which may be open without any key.
func read(ctx context.Context, from *ledger.Book, by staff.Actor) (s source, err error) {
	err = from.Store.Read(ctx, func(tx *store.Tx) error {
		if from.Staff != nil { // a book that is open without a key knows nobody
			if err := from.Staff.Require(tx, by, staff.Settings); err != nil {
				return err
			}
		}
		if s.policies, err = estate.ReadPolicies(tx); err != nil {
			return err
		}
		if s.bounds, err = staff.ReadBounds(tx); err != nil {
			return err
		}
		s.today = s.policies.Today(from.Journal.Now())
		if s.items, err = billing.Items(tx); err != nil {
			return err
		}
		if s.tariffs, err = billing.Tariffs(tx, ""); err != nil {
			return err
		}
		return s.places(ctx, tx)
	})
	return s, err
}

// places reads the rooms and spaces with who they are of, by id, and what the households owe and have prepaid.
func (s *source) places(ctx context.Context, tx *store.Tx) error {
	rooms, err := estate.Rooms(tx)
	if err != nil {
		return err
	}
	spaces, err := estate.Objects(tx, estate.Space)
	if err != nil {
		return err
	}
	own := func(space estate.Object) bool { return space.Room == "" }
	if count := len(slices.DeleteFunc(slices.Clone(spaces), func(space estate.Object) bool { return !own(space) })); len(rooms) > roomsMax || count > spacesMax {
		return store.Refuse(codeTooLarge, roomsMax, spacesMax)
	}
	rules, err := json.Marshal(s.tariffs)
	if err != nil {
		return store.Fail(codeTooLarge, err, roomsMax, spacesMax)
	}
	c := &copier{tx: tx, today: s.today, names: newNames(), rules: string(rules), common: commonWords(rooms, spaces), rows: make(map[string]int)}
	for _, room := range rooms {
		if err := ctx.Err(); err != nil {
			return err
		}
		row, err := c.row(room)
		if err != nil {
			return err
		}
		c.rows[room.ID] = len(s.register.Rooms)
		s.register.Rooms = append(s.register.Rooms, row)
	}
	for _, space := range spaces {
		if !own(space) {
			c.park(&s.register.Rooms[c.rows[space.Room]], space)
			continue
		}
		row, err := c.row(space)
		if err != nil {
			return err
		}
		row.Building, row.Unit, row.Floor, row.Number = "", "", 0, ""
		row.Location = c.word(space.Location)
		s.spaces = append(s.spaces, row)
	}
	return s.money(ctx, tx, rooms, spaces)
}

// copier makes rows of objects without what is personal in them.
type copier struct {
	tx    *store.Tx
	today calendar.Date
	names *names
	// rules are all rules as text, and common the words that several objects have.
	rules  string
	common map[string]bool
	rows   map[string]int // the row of a room, by its id
}

// row copies a room, or a space of its own.
func (c *copier) row(o estate.Object) (estate.Row, error) {
	row := estate.Row{Code: o.Code, Building: o.Building, Unit: o.Unit, Floor: o.Floor, Number: o.Number, Use: c.word(o.Use), Layout: c.word(o.Layout),
		AreaCentiM2: o.AreaCentiM2, State: c.word(o.State), HandoverOn: o.HandoverOn}
	for name, value := range o.Fields {
		if c.counts(name, value) {
			if row.Fields == nil {
				row.Fields = make(map[string]string)
			}
			row.Fields[name] = value
		}
	}
	parties, err := estate.PartiesOn(c.tx, o.ID, c.today)
	if err != nil {
		return row, err
	}
	for _, party := range parties {
		kind, err := estate.KindOf(c.tx, party.Person)
		if err != nil {
			return row, err
		}
		told := c.names.of(party.Person, kind)
		told.ShareBasisPoints = party.ShareBasisPoints
		if party.Role == estate.Owner {
			row.Owners = append(row.Owners, told)
			continue
		}
		told.UntilOn = party.ToOn
		row.Tenants = append(row.Tenants, told)
	}
	return row, nil
}

// park adds a space to the row of the room that has it.
func (c *copier) park(row *estate.Row, space estate.Object) {
	if row.SpaceLocations == nil {
		row.SpaceLocations, row.SpaceStates, row.SpaceHandovers = make(map[string]string), make(map[string]string), make(map[string]calendar.Date)
	}
	row.Spaces = append(row.Spaces, space.Code)
	row.SpaceLocations[space.Code], row.SpaceStates[space.Code] = c.word(space.Location), c.word(space.State)
	row.SpaceHandovers[space.Code] = space.HandoverOn
}

// commonMin is how many objects have a word that is taken over: what fewer have could be about a person (state: 租给某人).
const commonMin = 3

// commonWords are the uses, layouts, states and locations that several objects have.
func commonWords(lists ...[]estate.Object) map[string]bool {
	count := make(map[string]int)
	for _, list := range lists {
		for _, o := range list {
			for _, word := range []string{o.Use, o.Layout, o.State, o.Location} {
				count[word]++
			}
		}
	}
	common := make(map[string]bool)
	for word, times := range count {
		common[word] = times >= commonMin
	}
	return common
}

// word returns a word that several objects have or a rule names, and "" for any other.
func (c *copier) word(text string) string {
	if c.common[text] || text != "" && strings.Contains(c.rules, `"`+text+`"`) {
		return text
	}
	return ""
}

// counts reports whether a rule works with an own field of a room, and its value is a number that is nobody's, or stands in a rule itself.
// Every other column of a register could hold anything about anybody.
func (c *copier) counts(name, value string) bool {
	if name != tariff.InnerField && name != tariff.HeadsField && !strings.Contains(c.rules, name) {
		return false
	}
	_, err := tariff.ParseNumber(value)
	return err == nil && len(value) <= valueMax && !estate.LooksLikePhone(value) || value != "" && strings.Contains(c.rules, `"`+value+`"`)
}

// valueMax is the longest number that a field takes over; identity numbers and accounts are longer.
const valueMax = 10

// otherArrears is what a debt is called that no charge item has the name of: a bill by hand is called whatever somebody typed.
const otherArrears = "其他欠费"

// money reads what each household owes, by item, and has prepaid. What is owed for a space of its own has no household to stand with: it is
// counted, and stays behind.
func (s *source) money(ctx context.Context, tx *store.Tx, rooms, spaces []estate.Object) error {
	for _, room := range rooms {
		if err := ctx.Err(); err != nil {
			return err
		}
		bills, err := billing.OpenOf(tx, room.ID)
		if err != nil {
			return err
		}
		s.owe(room.Code, bills)
		held, err := till.Held(tx, room.ID)
		if err != nil {
			return err
		}
		if held > 0 {
			s.register.Credits = append(s.register.Credits, till.OpeningCredit{Room: room.Code, Fen: held})
		}
	}
	for _, space := range spaces {
		if space.Room != "" {
			continue
		}
		bills, err := billing.OpenOf(tx, space.ID)
		if err != nil {
			return err
		}
		s.left += len(bills)
	}
	return nil
}

// owe adds a household's open bills, one sum for each item.
func (s *source) owe(room string, bills []billing.Bill) {
	first := len(s.register.Arrears)
	for _, bill := range bills {
		name := otherArrears
		if bill.Kind != billing.Deposit && slices.ContainsFunc(s.items, func(item billing.Item) bool { return item.Name == bill.Item }) {
			name = bill.Item
		}
		at := slices.IndexFunc(s.register.Arrears[first:], func(a billing.OpeningArrears) bool { return a.Item == name })
		if at < 0 {
			s.register.Arrears = append(s.register.Arrears, billing.OpeningArrears{Room: room, Item: name})
			at = len(s.register.Arrears) - first - 1
		}
		s.register.Arrears[first+at].Fen += bill.OwedFen()
	}
}
